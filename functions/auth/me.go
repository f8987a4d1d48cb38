package auth

import (
	"net/http"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Me answers GET /api/auth/me with 200 and the user.
func Me(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "me", me)
}

func me(w http.ResponseWriter, r *http.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	var user identity.User
	b := &pgx.Batch{}
	b.Queue(`select ` + identity.Columns + ` from users where id = app_user()`).QueryRow(user.Scan)
	if err := caller.Do(r.Context(), b); err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, user)
}
