package auth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Logout answers POST /api/auth/logout with 200: the session ends, its tokens are revoked, and the cookie is cleared.
// Without a session there is nothing to end, which is a 200 too. A foreign page signs nobody out: 403.
func Logout(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "logout", answers, logout)
}

func logout(w http.ResponseWriter, r *web.Request) error {
	if err := identity.EndShownSessions(w, r); err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, message{"Logged out"})
}
