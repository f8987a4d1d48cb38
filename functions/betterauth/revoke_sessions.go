package betterauth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
)

// RevokeSessions answers POST /api/auth/revoke-sessions with 200: all of the user's sessions have ended, this one too,
// and what was given out within them.
func RevokeSessions(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthRevokeSessions", revokeSessions)
}

func revokeSessions(w http.ResponseWriter, r *request) error {
	if err := read(w, r, &struct{}{}, bodyOptional); err != nil {
		return err
	}
	caller, err := requireSession(w, r, doesNotRenew)
	if err != nil {
		return err
	}
	if err := caller.run(identity.EndAllSessions()); err != nil {
		return err
	}
	caller.ClearCookies(w)
	return web.JSON(w, http.StatusOK, map[string]bool{"status": true})
}
