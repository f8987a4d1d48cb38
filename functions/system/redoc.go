package system

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/web"
)

// Redoc answers GET /redoc with ReDoc, and /redoc/{asset} with its files.
func Redoc(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "redoc", web.Problems, redoc)
}

func redoc(w http.ResponseWriter, r *web.Request) error {
	return sendAsset(w, r, "redoc.html", "style-src 'unsafe-inline'; font-src data:",
		"redoc.js", "redoc.standalone.js", "redoc.LICENSE.txt")
}
