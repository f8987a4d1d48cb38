package functions_test

import (
	"testing"
	"time"
)

// TestSessionsEndAfterAYear renews sessions of different ages: none lives longer than a year from its beginning.
func TestSessionsEndAfterAYear(t *testing.T) {
	for name, renew := range map[string]func(t *testing.T, u user){
		"refresh": func(t *testing.T, u user) {
			request{method: "POST", path: "/api/auth/refresh", token: u.Token}.send(t).want(t, 200)
		},
		"get-session": func(t *testing.T, u user) {
			request{method: "GET", path: "/api/auth/get-session", token: u.Secret}.send(t).want(t, 200)
		},
		"list-accounts": func(t *testing.T, u user) {
			request{method: "GET", path: "/api/auth/list-accounts", token: u.Secret}.send(t).want(t, 200)
		},
	} {
		t.Run(name, func(t *testing.T) {
			u := newUser(t)
			ends := func(age string) time.Duration { // from now, after a renewal at an age
				exec(t, `
					update sessions set created_at = now() - $2::text::interval, expires_at = now() + interval '1 hour'
					where id = $1`, u.SessionID, age)
				renew(t, u)
				return time.Until(queryOne[time.Time](t, `select expires_at from sessions where id = $1`, u.SessionID))
			}
			for age, want := range map[string]time.Duration{
				"1 day": 7 * 24 * time.Hour, "357 days": 7 * 24 * time.Hour,
				"363 days": 2 * 24 * time.Hour, "364 days 12 hours": 12 * time.Hour,
			} {
				if off := ends(age) - want; off < -25*time.Hour || off > time.Minute { // a leap day is in some years
					t.Errorf("%s old, renewed, it lives for %s, want %s", age, off+want, want)
				}
			}
			exec(t, `
				update sessions
				set created_at = now() - interval '1 year 1 second', expires_at = now() + interval '1 day'
				where id = $1`, u.SessionID)
			for _, q := range []request{
				{method: "POST", path: "/api/auth/refresh", token: u.Token},
				{method: "GET", path: "/api/tasks", token: u.Token},
				{method: "GET", path: "/api/auth/me", header: map[string]string{"Cookie": u.cookie(t)}},
				{method: "GET", path: "/api/auth/list-sessions", token: u.Secret},
			} {
				q.send(t).want(t, 401)
			}
			u.signIn(t)
			var list struct{ Sessions []any }
			request{method: "GET", path: "/api/auth/sessions", token: u.Token}.send(t).want(t, 200).decode(t, &list)
			if len(list.Sessions) != 1 {
				t.Errorf("%d sessions are listed, want the valid one", len(list.Sessions))
			}
		})
	}
}
