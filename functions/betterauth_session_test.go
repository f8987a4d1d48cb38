package functions_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

func TestRevocation(t *testing.T) {
	for path, left := range map[string][3]bool{ // of the user's own session, another of theirs, and somebody else's
		"revoke-sessions": {false, false, true}, "revoke-other-sessions": {true, false, true}, "sign-out": {false, true,
			true},
	} {
		caller, other := newUser(t), newUser(t)
		second := caller
		second.signIn(t)
		a := request{method: "POST", path: "/api/auth/" + path, token: caller.Secret}.send(t).want(t, 200)
		for i, u := range []user{caller, second, other} {
			me := request{method: "GET", path: "/api/auth/me", token: u.Secret}.send(t)
			if valid := me.Status == 200; valid != left[i] {
				t.Errorf("%s: session %d is valid: %v", path, i, valid)
			}
		}
		if cleared := len(a.Header.Values("Set-Cookie")) == 3; cleared == left[0] {
			t.Errorf("%s: Set-Cookie %v", path, a.Header.Values("Set-Cookie"))
		}
	}
}

func TestRenewal(t *testing.T) {
	for name, c := range map[string]struct {
		lifetime, left string
		query          string
		renewed        bool
	}{
		"new":                   {"7 days", "6 days 1 minute", "", false},
		"a day old":             {"7 days", "143 hours 59 minutes", "", true},
		"nearly over":           {"7 days", "1 second", "", true},
		"nearly over, unwanted": {"7 days", "1 second", "?disableRefresh=false", false}, // any text is true
		"of a month, a day old": {"30 days", "28 days 23 hours", "", true},
		"not to be remembered":  {"1 day", "1 hour", "", false},
		"unknown query is fine": {"7 days", "143 hours 59 minutes", "?x=1&disableCookieCache=true", true},
		"over":                  {"7 days", "-1 millisecond", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			u := newUser(t)
			b := newBrowser(t)
			b.cookies[cookieName] = url.QueryEscape(signed(authSecret, u.Secret))
			exec(t, `update sessions set lifetime = $2::text::interval,
				expires_at = now() + $3::text::interval where id = $1`,
				u.SessionID, c.lifetime, c.left)
			created := queryOne[time.Time](t, `select created_at from sessions where id = $1`, u.SessionID)
			a := b.do("GET", "/api/auth/get-session"+c.query, "").want(t, 200)
			left := queryOne[float64](t, `
				select extract(epoch from expires_at - now() - lifetime)::float8
				from sessions where id = $1`, u.SessionID)
			if (left > -60) != c.renewed && name != "new" {
				t.Errorf("%v seconds less than its lifetime are left", left)
			}
			line := a.Header.Get("Set-Cookie")
			cookie := cookieName + "=" + url.QueryEscape(signed(authSecret, u.Secret))
			if c.renewed != strings.Contains(line, "Max-Age=") && name != "over" ||
				c.renewed && !strings.HasPrefix(line, cookie) {
				t.Errorf("Set-Cookie %q", line)
			}
			if !queryOne[time.Time](t, `select created_at from sessions where id = $1`, u.SessionID).Equal(created) {
				t.Error("it is as if it had begun anew")
			}
		})
	}
	u := newUser(t)
	exec(t, `update sessions set created_at = now() - interval '1 day 1 second' where id = $1`, u.SessionID)
	send := func(method, path, body string) answer {
		return request{method: method, path: path, token: u.Secret, body: body}.send(t)
	}
	wantCode(t, "list-sessions", send("GET", "/api/auth/list-sessions", ""), 403, "SESSION_NOT_FRESH")
	wantCode(t, "unlink-account", send("POST", "/api/auth/unlink-account", `{"accountId":"x"}`),
		403, "SESSION_NOT_FRESH")
	for body, want := range map[string][2]any{
		`{"newEmail":"{new}"}`:                               {403, "SESSION_NOT_FRESH"},
		`{"newEmail":"{new}","password":"wrong"}`:            {400, "INVALID_PASSWORD"},
		`{"newEmail":"{new}","password":"` + password + `"}`: {200, ""},
	} {
		body = strings.ReplaceAll(body, "{new}", uuid.NewString()+"@example.com")
		wantCode(t, body, send("POST", "/api/auth/change-email", body), want[0].(int), want[1].(string))
	}
}

// TestNoMoreAfterTheEnd tries Better Auth's functions with a session whose cause is gone (threats: authority that
// outlives its cause).
func TestNoMoreAfterTheEnd(t *testing.T) {
	for name, end := range map[string]func(u user){
		"password changed by REST": func(u user) {
			other := u
			other.signIn(t)
			request{method: "PUT", path: "/api/auth/password", token: other.Token,
				body: `{"current_password":"` + password + `","new_password":"another one"}`}.send(t).want(t, 200)
		},
		"password changed by Better Auth": func(u user) {
			other := u
			other.signIn(t)
			a := request{method: "POST", path: "/api/auth/change-password", token: other.Secret,
				header: map[string]string{"X-Forwarded-For": randomAddress()},
				body:   `{"currentPassword":"` + password + `","newPassword":"another one","revokeOtherSessions":true}`,
			}.send(t).want(t, 200)
			var in struct{ Token string }
			a.decode(t, &in)
			request{method: "GET", path: "/api/auth/me", token: in.Token}.send(t).want(t, 200)
			request{method: "GET", path: "/api/auth/me", token: other.Token}.send(t).want(t, 401)
		},
		"account deleted": func(u user) {
			request{method: "POST", path: "/api/auth/delete-user", token: u.Secret, body: `{}`}.send(t).want(t, 200)
		},
	} {
		t.Run(name, func(t *testing.T) {
			u := newUser(t)
			end(u)
			for _, credential := range []string{u.Secret, u.Token, signed(authSecret, u.Secret)} {
				request{method: "GET", path: "/api/auth/me", token: credential}.send(t).want(t, 401)
				request{method: "GET", path: "/api/auth/token", token: credential}.send(t).want(t, 401)
			}
		})
	}
}
