// Package system holds the functions about the service itself, one a file.
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

// pagePolicy lets a documentation page load its own files and call this API, and nothing else.
const pagePolicy = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "

// kinds are fixed here, since what the machine's own table says differs from one to the next.
var kinds = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
	".txt": "text/plain; charset=utf-8",
}

// sendAsset sends the page, with what its policy needs more, or the one of its files that the path names.
func sendAsset(w http.ResponseWriter, r *http.Request, page, policy string, files ...string) error {
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
		return web.Send(w, http.StatusOK, kinds[".html"], body)
	}
	w.Header().Set("Cache-Control", "public, max-age=3600")
	w.Header().Add("Vary", "Accept-Encoding")
	if accepted := r.Header.Get("Accept-Encoding"); strings.Contains(accepted, "gzip") && !strings.Contains(accepted, "gzip;q=0") {
		w.Header().Set("Content-Encoding", "gzip")
		body = compressed(name, body)
	}
	return web.Send(w, http.StatusOK, kinds[path.Ext(name)], body)
}

var packed sync.Map // the compressed files, by their names: each is compressed once

func compressed(name string, body []byte) []byte {
	if b, ok := packed.Load(name); ok {
		return b.([]byte)
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(body) // memory takes everything
	_ = z.Close()
	packed.Store(name, b.Bytes())
	return b.Bytes()
}
