package auth

import (
	"net/http"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// RevokeSession answers DELETE /api/auth/sessions/{id} with 204: the session's tokens are dead. A session that does not
// exist and somebody else's are the same 404.
func RevokeSession(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "revokeSession", revokeSession)
}

func revokeSession(w http.ResponseWriter, r *http.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	id, err := web.PathUUID(r, "id")
	if err != nil {
		return err
	}
	b := &pgx.Batch{}
	b.Queue(`delete from sessions where id = $1 and user_id = app_user()`, id).
		Exec(func(tag pgconn.CommandTag) error {
			if tag.RowsAffected() == 0 {
				return problem.New(http.StatusNotFound, "Session not found")
			}
			return nil
		})
	if err := caller.Do(r.Context(), b); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
