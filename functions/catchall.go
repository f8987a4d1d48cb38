package functions

import (
	"net/http"
	"sync"
)

// CatchAll answers, as one Vercel function, every path that has no function of its own there, and unknown paths with
// 404: Vercel's free plan takes 12 functions.
func CatchAll(w http.ResponseWriter, r *http.Request) { mux().ServeHTTP(w, r) }

var mux = sync.OnceValue(Mux)
