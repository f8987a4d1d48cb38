package auth

import (
	"net/http"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// ListSessions answers GET /api/auth/sessions with 200: the user's valid sessions, the newest first, at most 100.
func ListSessions(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "listSessions", answers, listSessions)
}

func listSessions(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	sessions := identity.SelectSessions()
	if err := caller.Run(sessions); err != nil {
		return err
	}
	type session struct {
		ID        uuid.UUID `json:"id"`
		CreatedAt wire.Time `json:"created_at"`
		ExpiresAt wire.Time `json:"expires_at"`
		IPAddress *string   `json:"ip_address"`
		UserAgent *string   `json:"user_agent"`
		Current   bool      `json:"current"`
	}
	page := struct {
		Sessions []session `json:"sessions"`
	}{[]session{}}
	for _, s := range sessions.Values {
		page.Sessions = append(page.Sessions,
			session{s.ID, s.CreatedAt, s.ExpiresAt, s.IPAddress, s.UserAgent, s.Current})
	}
	return web.JSON(w, http.StatusOK, page)
}
