package betterauth

import (
	"net/http"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/web"
)

// RevokeSessions answers POST /api/auth/revoke-sessions with 200: all of the user's sessions have ended, this one too,
// and what was given out within them.
func RevokeSessions(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthRevokeSessions", revokeSessions)
}

func revokeSessions(w http.ResponseWriter, r *request) error {
	if err := read(w, r, &struct{}{}, optional); err != nil {
		return err
	}
	one, err := signedIn(w, r)
	if err != nil {
		return err
	}
	one.first = one.count // a session that ends is not renewed
	b := &pgx.Batch{}
	b.Queue(`
		with ended as (delete from sessions where user_id = app_user())
		update users set credential_version = credential_version + 1 where id = app_user()`)
	if err := one.Do(r.Context(), b); err != nil {
		return err
	}
	one.ClearCookies(w, r.Request, r.cfg)
	return web.JSON(w, http.StatusOK, map[string]bool{"status": true})
}
