package auth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// RevokeSession answers DELETE /api/auth/sessions/{id} with 204: the session's tokens are revoked. A session that does
// not exist and somebody else's are the same 404.
func RevokeSession(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "revokeSession", answers, revokeSession)
}

func revokeSession(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	id, err := r.PathUUID("id")
	if err != nil {
		return err
	}
	ended := identity.EndSession(id, "") // no session has the token ""
	if err := caller.Run(ended); err != nil {
		return err
	}
	if !ended.Found {
		return problem.New(http.StatusNotFound, "Session not found")
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
