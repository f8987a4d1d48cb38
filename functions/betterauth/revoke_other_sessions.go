package betterauth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
)

// RevokeOtherSessions answers POST /api/auth/revoke-other-sessions with 200: the user's sessions but this one have
// ended, and what was given out within any of them.
func RevokeOtherSessions(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthRevokeOtherSessions", revokeOtherSessions)
}

func revokeOtherSessions(w http.ResponseWriter, r *request) error {
	if err := read(w, r, &struct{}{}, bodyOptional); err != nil {
		return err
	}
	caller, err := requireSession(w, r, renews)
	if err != nil {
		return err
	}
	if err := caller.run(identity.EndOtherSessions()); err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, map[string]bool{"status": true})
}
