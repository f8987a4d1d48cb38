// Package system provides the functions about the service itself, one per file.
package system

import (
	"embed"
	"net/http"
	"path"
	"slices"
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
	} else {
		w.Header().Set("Cache-Control", "public, max-age=3600")
	}
	return sendFile(w, r, name, contentTypes[path.Ext(name)], body)
}

// sendFile sends a file that is the same for everybody, compressed for those who accept it.
func sendFile(w http.ResponseWriter, r *web.Request, name, mediaType string, body []byte) error {
	return web.SendCompressed(w, r, http.StatusOK, mediaType, body, func(body []byte) []byte {
		b, ok := gzipped.Load(name)
		if !ok {
			b, _ = gzipped.LoadOrStore(name, r.Gzip(body))
		}
		return b.([]byte)
	})
}

var gzipped sync.Map // the compressed files, by name
