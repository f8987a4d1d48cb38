package betterauth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/web"
)

// Ping answers GET /api/auth/ok with 200 {"ok": true}: the functions are there.
func Ping(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "GET", "/ok", usual, ping)
}

func ping(w http.ResponseWriter, _ *request) error {
	return web.JSON(w, http.StatusOK, map[string]bool{"ok": true})
}
