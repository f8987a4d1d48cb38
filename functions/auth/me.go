package auth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Me answers GET /api/auth/me with 200 and the user.
func Me(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "me", answers, me)
}

func me(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	user := identity.SelectUser()
	if err := caller.Run(user); err != nil {
		return err
	}
	if !user.Found { // deleted since the session was checked
		return web.ErrUnauthenticated
	}
	return web.JSON(w, http.StatusOK, user.Value)
}
