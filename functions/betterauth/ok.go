package betterauth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/web"
)

// Ok answers GET /api/auth/ok with 200 {"ok": true}: the functions can be reached.
func Ok(w http.ResponseWriter, r *http.Request) { serve(w, r, "betterAuthOk", ok) }

func ok(w http.ResponseWriter, _ *request) error {
	return web.JSON(w, http.StatusOK, map[string]bool{"ok": true})
}
