package auth

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// ListSessions answers GET /api/auth/sessions with 200: the user's living sessions, the newest first, at most 100.
func ListSessions(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "listSessions", listSessions)
}

func listSessions(w http.ResponseWriter, r *http.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	type one struct {
		ID        uuid.UUID `json:"id"`
		CreatedAt wire.Time `json:"created_at"`
		ExpiresAt wire.Time `json:"expires_at"`
		IPAddress *string   `json:"ip_address"`
		UserAgent *string   `json:"user_agent"`
		Current   bool      `json:"current"`
	}
	var page struct {
		Sessions []one `json:"sessions"`
	}
	b := &pgx.Batch{}
	b.Queue(`
		select id, created_at, expires_at, host(ip_address), user_agent, id is not distinct from app_session() from sessions
		where user_id = app_user() and expires_at > now() order by created_at desc, id desc limit 100`).
		Query(func(rows pgx.Rows) (err error) {
			page.Sessions, err = pgx.CollectRows(rows, pgx.RowToStructByPos[one])
			return err
		})
	if err := caller.Do(r.Context(), b); err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, page)
}
