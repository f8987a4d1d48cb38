package betterauth

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/secret"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// RevokeSession answers POST /api/auth/revoke-session with 200: the session that a token or a handle of list-sessions
// names has ended, if it is one of the user's; somebody else's lives on, and the answer is the same.
func RevokeSession(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthRevokeSession", revokeSession)
}

func revokeSession(w http.ResponseWriter, r *request) error {
	var in struct {
		Token wire.Optional[string] `json:"token" need:"true"`
	}
	if err := read(w, r, &in, needed); err != nil {
		return err
	}
	one, err := signedIn(w, r)
	if err != nil {
		return err
	}
	handle, _ := uuid.Parse(in.Token.Value) // the zero UUID is no session's
	var own bool
	one.first = one.count // a session that ends is not renewed
	b := &pgx.Batch{}
	b.Queue(`
		delete from sessions where user_id = app_user() and (id = $1 or token_hash = $2)
		returning id = app_session()`, handle, secret.HashToken(in.Token.Value)).
		Query(func(rows pgx.Rows) error {
			_, err := pgx.ForEachRow(rows, []any{&own}, func() error { return nil })
			return err
		})
	if err := one.Do(r.Context(), b); err != nil {
		return err
	}
	if own {
		one.ClearCookies(w, r.Request, r.cfg)
	}
	return web.JSON(w, http.StatusOK, map[string]bool{"status": true})
}
