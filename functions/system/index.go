package system

import (
	"bytes"
	"html/template"
	"net/http"
	"strings"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Index answers GET / with 200: the service's name and version, and the paths of its documentation. A browser gets a
// small page instead, which also links to the frontend, since the link of a mail may end here.
func Index(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "index", web.Problems, index)
}

func index(w http.ResponseWriter, r *web.Request) error {
	w.Header().Add("Vary", "Accept")
	if !strings.Contains(r.Header.Get("Accept"), "text/html") {
		return web.JSON(w, http.StatusOK, struct {
			Message string `json:"message"`
			Version string `json:"version"`
			Docs    string `json:"docs"`
			Health  string `json:"health"`
		}{"Todo backend", config.Version, "/docs", "/health"})
	}
	page, err := template.ParseFS(assets, "assets/index.html")
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := page.Execute(&b, struct{ Version, Frontend string }{config.Version, r.Config.FrontendURL}); err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy",
		"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'")
	return web.SendCompressed(w, r, http.StatusOK, contentTypes[".html"], b.Bytes(), r.Gzip)
}
