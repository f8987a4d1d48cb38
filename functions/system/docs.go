package system

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/web"
)

// Docs answers GET /docs with Swagger UI, and /docs/{asset} with its files.
func Docs(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "docs", web.Problems, docs)
}

func docs(w http.ResponseWriter, r *web.Request) error {
	return sendAsset(w, r, "docs.html", "style-src 'self'", "docs.js", "swagger-ui.css", "swagger-ui-bundle.js",
		"swagger-ui-bundle.js.LICENSE.txt", "swagger-ui.LICENSE.txt", "swagger-ui.NOTICE.txt")
}
