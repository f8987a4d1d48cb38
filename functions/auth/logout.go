package auth

import (
	"net/http"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Logout answers POST /api/auth/logout with 200: the session is gone, its tokens are dead everywhere, and the cookie is
// cleared. Without a session there is nothing to end, which is a 200 too. A foreign page signs nobody out: 403.
func Logout(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "logout", logout)
}

func logout(w http.ResponseWriter, r *http.Request) error {
	cfg, err := config.Get()
	if err != nil {
		return err
	}
	if err := identity.End(r.Context(), w, r, cfg, web.SameOrigin(r), &pgx.Batch{}); err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, message{"Logged out"})
}
