package betterauth

import (
	"net/http"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/web"
)

// RevokeOtherSessions answers POST /api/auth/revoke-other-sessions with 200: the user's sessions but this one have
// ended, and what was given out within any of them.
func RevokeOtherSessions(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthRevokeOtherSessions", revokeOtherSessions)
}

func revokeOtherSessions(w http.ResponseWriter, r *request) error {
	if err := read(w, r, &struct{}{}, optional); err != nil {
		return err
	}
	one, err := signedIn(w, r)
	if err != nil {
		return err
	}
	b := &pgx.Batch{}
	b.Queue(`
		with ended as (delete from sessions where user_id = app_user() and id <> app_session())
		update users set credential_version = credential_version + 1 where id = app_user()`)
	if err := one.Do(r.Context(), b); err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, map[string]bool{"status": true})
}
