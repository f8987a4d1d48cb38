package auth

import (
	"net/http"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/account"
	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/session"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Refresh answers POST /api/auth/refresh like login: the session lives on, 7 days from now or 30 with remember_me, with
// a new token. The old token is good until its own end, as two tabs may hold it.
func Refresh(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, web.Route{Methods: "POST", Path: "/api/auth/refresh"}, refresh)
}

func refresh(w http.ResponseWriter, r *http.Request) error {
	cfg, err := config.Get()
	if err != nil {
		return err
	}
	caller, err := session.Authenticate(r)
	if err != nil {
		return err
	}
	var user account.User
	var expires time.Time
	b := &pgx.Batch{}
	b.Queue(`
		update sessions set expires_at = now() + case when remember then $2::interval else $3::interval end
		where id = $1 and user_id = app_user() returning expires_at`,
		caller.SessionID, session.Lifetime(true), session.Lifetime(false)).
		QueryRow(func(row pgx.Row) error { return row.Scan(&expires) })
	b.Queue(`select ` + account.Columns + ` from users where id = app_user()`).QueryRow(user.Scan)
	if err := caller.Do(r.Context(), b); err != nil {
		return err
	}
	return answer(w, cfg, user, caller.SessionID, expires, "Session refreshed")
}
