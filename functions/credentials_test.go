package functions_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/shared/secret"
)

// TestSeveralCookies has a browser send an ended session's cookie before the live one: it costs no more round trips,
// and what is renewed is the live one, in both dialects.
func TestSeveralCookies(t *testing.T) {
	u := newUser(t)
	both := map[string]string{
		"Cookie": cookieName + "=" + signed(authSecret, secret.NewToken()) + "; " +
			cookieName + "=" + signed(authSecret, u.Secret),
		"Origin": frontend, "X-Forwarded-For": randomAddress(),
	}
	for _, q := range []request{
		{method: "POST", path: "/api/auth/refresh", header: both},
		{method: "GET", path: "/api/auth/get-session", header: both},
		{method: "POST", path: "/api/auth/update-user", body: `{"name":"Ann"}`, header: both},
	} {
		renewable := func() {
			exec(t, `update sessions set expires_at = now() + lifetime - interval '2 days' where id = $1`, u.SessionID)
		}
		renewable()
		q.send(t).want(t, 200) // its statements are described now
		renewable()
		before := proxy.ready.Load()
		a := q.send(t).want(t, 200)
		if trips := proxy.ready.Load() - before; trips != 1 {
			t.Errorf("%s: %d round trips", q.path, trips)
		}
		name := cookieName
		if q.path == "/api/auth/refresh" { // a REST function sets its own
			name = hostCookie
		}
		renewed := name + "=" + url.QueryEscape(signed(authSecret, u.Secret)) + ";"
		if cookies := strings.Join(a.Header.Values("Set-Cookie"), "\n"); !strings.Contains(cookies, renewed) {
			t.Errorf("%s: Set-Cookie %s, want the live session's", q.path, cookies)
		}
		if left := queryOne[bool](t, `select expires_at > now() + lifetime - interval '1 day'
			from sessions where id = $1`, u.SessionID); !left {
			t.Errorf("%s: the live session is not renewed", q.path)
		}
	}
}

// TestForeignSchemes sends credentials of another scheme beside the cookie, as a browser does to a site behind a
// password: the cookie counts, and with it the rules against foreign origins.
func TestForeignSchemes(t *testing.T) {
	u := newUser(t)
	for _, scheme := range []string{"Basic YW5uOmh1bnRlcjI=", "Negotiate YII=", "Digest username=\"ann\"", "Bearer"} {
		for origin, statuses := range map[string][2]int{
			frontend: {201, 200}, "https://evil.example": {403, 403}, preview: {403, 403},
		} {
			if scheme == "Bearer" {
				statuses[0] = 401 // of ours, and empty
			}
			header := map[string]string{"Authorization": scheme, "Cookie": u.cookie(t), "Origin": origin,
				"Sec-Fetch-Site": "cross-site", "X-Forwarded-For": randomAddress()}
			rest := request{method: "POST", path: "/api/tasks", body: `{"title":"x"}`, header: header}.send(t)
			better := request{method: "POST", path: "/api/auth/update-user",
				body: `{"name":"Ann"}`, header: header}.send(t)
			if rest.Status != statuses[0] || better.Status != statuses[1] {
				t.Errorf("%s from %s: %d and %d, want %v", scheme, origin, rest.Status, better.Status, statuses)
			}
		}
	}
}
