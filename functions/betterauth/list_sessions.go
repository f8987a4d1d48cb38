package betterauth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
)

// ListSessions answers GET /api/auth/list-sessions with 200 and the user's valid sessions, the newest first, at most
// 100; with 403 to a session that began more than a day ago.
func ListSessions(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthListSessions", listSessions)
}

func listSessions(w http.ResponseWriter, r *request) error {
	caller, err := requireSession(w, r, renews)
	if err != nil {
		return err
	}
	fresh, sessions := database.QueryValue[bool](`select `+isFresh, freshAge), identity.SelectSessions()
	if err := caller.run(fresh, sessions); err != nil {
		return err
	}
	if !fresh.Value {
		return notFresh
	}
	shown := make([]sessionJSON, len(sessions.Values))
	for i, s := range sessions.Values {
		shown[i] = newSessionJSON(s)
	}
	return web.JSON(w, http.StatusOK, shown)
}
