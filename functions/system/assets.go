// Package system provides the functions about the service itself, one per file.
package system

import (
	"bytes"
	"compress/gzip"
	"embed"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

//go:embed assets
var assets embed.FS

// pagePolicy allows a documentation page to load its own files and to call this API, and nothing else.
const pagePolicy = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; " +
	"base-uri 'none'; form-action 'none'; "

// contentTypes maps extensions to media types. That of package mime would depend on the machine.
var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
	".txt": "text/plain; charset=utf-8",
}

// sendAsset sends the page, with policy added to its Content-Security-Policy, or the file of the page that the path
// names.
func sendAsset(w http.ResponseWriter, r *web.Request, page, policy string, files ...string) error {
	name := r.PathValue("asset")
	if name == "" {
		name = page
	} else if !slices.Contains(files, name) {
		return problem.New(http.StatusNotFound, "Nothing is found at this path")
	}
	body, err := assets.ReadFile("assets/" + name)
	if err != nil {
		return err
	}
	if name == page {
		w.Header().Set("Content-Security-Policy", pagePolicy+policy)
		return web.Send(w, http.StatusOK, contentTypes[".html"], body)
	}
	w.Header().Set("Cache-Control", "public, max-age=3600")
	w.Header().Add("Vary", "Accept-Encoding")
	accepted := r.Header.Get("Accept-Encoding")
	if strings.Contains(accepted, "gzip") && !strings.Contains(accepted, "gzip;q=0") {
		w.Header().Set("Content-Encoding", "gzip")
		body = compressed(name, body)
	}
	return web.Send(w, http.StatusOK, contentTypes[path.Ext(name)], body)
}

var gzipped sync.Map // the compressed files, by name

// compressed returns body compressed, and keeps that for later calls.
func compressed(name string, body []byte) []byte {
	if b, ok := gzipped.Load(name); ok {
		return b.([]byte)
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(body) // a bytes.Buffer does not fail
	_ = z.Close()
	gzipped.Store(name, b.Bytes())
	return b.Bytes()
}
