//go:build vercel_pin

// Package vercel is never built: it keeps in go.mod, under `go mod tidy` too, the version of what Vercel's Go builder
// imports into each function.
package vercel

import _ "github.com/vercel/go-bridge/go/bridge"
