package auth

import (
	"errors"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Refresh answers POST /api/auth/refresh like login: the session lives on, 7 days from now or 30 with remember_me, with
// a new JWT, but no longer than a year from its beginning. The old one is good until its own end, as two tabs may hold
// it. Who came with the cookie keeps it as long.
func Refresh(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "refresh", refresh)
}

func refresh(w http.ResponseWriter, r *http.Request) error {
	cfg, err := config.Get()
	if err != nil {
		return err
	}
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	var user identity.User
	var sessionID uuid.UUID
	var expires time.Time
	var lifetime time.Duration
	b := &pgx.Batch{}
	b.Queue(`
		update sessions set expires_at = ` + identity.NextEnd + `, updated_at = now() where id = app_session()
		returning id, expires_at, lifetime`).
		QueryRow(func(row pgx.Row) error {
			if err := row.Scan(&sessionID, &expires, &lifetime); errors.Is(err, pgx.ErrNoRows) { // a JWT of another server's
				return problem.New(http.StatusUnauthorized, "The server that issued this token renews it, not this one").WithHeader("WWW-Authenticate", "Bearer")
			} else {
				return err
			}
		})
	b.Queue(`select ` + identity.Columns + ` from users where id = app_user()`).QueryRow(user.Scan)
	if err := caller.Do(r.Context(), b); err != nil {
		return err
	}
	if token := caller.Token(); token != "" { // else there is no cookie to keep
		identity.SetCookie(w, cfg, token, lifetime)
	}
	return answer(w, cfg, user, sessionID, expires, "Session refreshed")
}
