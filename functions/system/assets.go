// Package system holds the functions about the service itself, one a file.
package system

import (
	"bytes"
	"compress/gzip"
	"embed"
	"io"
	"mime"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/todo-backend/todo-backend/shared/problem"
)

//go:embed assets
var assets embed.FS

// pagePolicy lets the documentation pages load their own files and call this API, and nothing else.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'"

// sendAsset sends the page, or the one of its files that the path names; the large ones are embedded compressed.
func sendAsset(w http.ResponseWriter, r *http.Request, page string, files ...string) error {
	name := r.PathValue("asset")
	if name == "" {
		name = page
	} else if !slices.Contains(files, name) {
		return problem.New(http.StatusNotFound, "Nothing is found at this path")
	}
	if name == page {
		w.Header().Set("Content-Security-Policy", pagePolicy)
	} else {
		w.Header().Set("Cache-Control", "public, max-age=3600")
	}
	kind := mime.TypeByExtension(path.Ext(name))
	body, err := assets.ReadFile("assets/" + name)
	if err == nil {
		return send(w, kind, body)
	}
	if body, err = assets.ReadFile("assets/" + name + ".gz"); err != nil {
		return err
	}
	w.Header().Add("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		return send(w, kind, body)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return err
	}
	if body, err = io.ReadAll(unpacked); err != nil {
		return err
	}
	return send(w, kind, body)
}

func send(w http.ResponseWriter, kind string, body []byte) error {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(body) // the client is gone: nothing is left to tell it
	return nil
}
