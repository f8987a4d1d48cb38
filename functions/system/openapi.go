package system

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/openapi"
	"github.com/todo-backend/todo-backend/shared/web"
)

// OpenAPI answers GET /openapi.json with the OpenAPI 3.1 document.
func OpenAPI(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "openapi", web.Problems, openAPI)
}

func openAPI(w http.ResponseWriter, r *web.Request) error {
	body, err := openapi.JSON()
	if err != nil {
		return err
	}
	return sendFile(w, r, "openapi.json", "application/json", body)
}
