package betterauth

import (
	"net/http"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/session"
	"github.com/todo-backend/todo-backend/shared/web"
)

// SignOut answers POST /api/auth/sign-out with 200: the session is gone, its tokens are dead everywhere, and the
// cookies are cleared. Without a session there is nothing to end, which is a 200 too.
func SignOut(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "POST", "/sign-out", usual, signOut)
}

func signOut(w http.ResponseWriter, r *request) error {
	var in struct {
		CallbackURL web.Optional[string] `json:"callbackURL"`
	}
	if err := read(w, r, &in, optional); err != nil {
		return err
	}
	if c, ok := r.caller(); ok {
		b := &pgx.Batch{}
		b.Queue(`delete from sessions where id = app_session()`)
		err := c.DoLimited(r.Context(), r.limited(), b)
		if err != nil && !session.IsUnauthorized(err) {
			return err
		}
	}
	session.ClearCookies(w, r.cfg)
	return web.JSON(w, http.StatusOK, map[string]bool{"success": true})
}
