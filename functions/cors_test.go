package functions_test

import (
	"strings"
	"testing"
)

// TestOriginsThatMayRead asks from where a page may read an answer (the contract's "Cross-origin").
func TestOriginsThatMayRead(t *testing.T) {
	u := newUser(t)
	for origin, want := range map[string]struct{ allowed, credentials bool }{
		frontend:                                {true, true},
		"https://todo.example.com":              {true, true},
		preview:                                 {true, false},
		"https://evil.example":                  {},
		"http://localhost:3001":                 {},
		"https://localhost:3000":                {},
		"http://todo.example.com":               {},
		"http://todo-ann.vercel.app":            {},
		"https://todo.vercel.app.evil.example":  {},
		"https://vercel.app":                    {},
		"https://a.b.vercel.app":                {},
		"https://evil.example/?x=.vercel.app":   {},
		"https://todo.vercel.app:8443":          {},
		"https://todo-vercel.app":               {},
		"https://todo.example.com.evil.example": {},
		"null":                                  {},
	} {
		simple := request{method: "GET", path: "/api/tasks", token: u.Token,
			header: map[string]string{"Origin": origin}}.send(t).want(t, 200)
		failed := request{method: "GET", path: "/api/nothing", header: map[string]string{"Origin": origin}}.send(t).
			want(t, 404)
		preflight := request{method: "OPTIONS", path: "/api/tasks", header: map[string]string{
			"Origin": origin, "Access-Control-Request-Method": "POST",
			"Access-Control-Request-Headers": "authorization,content-type,idempotency-key"}}.send(t).want(t, 204)
		for kind, a := range map[string]answer{"simple": simple, "failed": failed, "preflight": preflight} {
			gotOrigin := a.Header.Get("Access-Control-Allow-Origin")
			credentials := a.Header.Get("Access-Control-Allow-Credentials")
			if want.allowed != (gotOrigin == origin) || !want.allowed && gotOrigin != "" ||
				want.credentials != (credentials == "true") {
				t.Errorf("%s from %s: allowed %q, credentials %q", kind, origin, gotOrigin, credentials)
			}
			if !strings.Contains(strings.Join(a.Header.Values("Vary"), ","), "Origin") {
				t.Errorf("%s from %s: Vary %v", kind, origin, a.Header.Values("Vary"))
			}
		}
		if want.allowed && (preflight.Header.Get("Access-Control-Allow-Methods") != "POST" ||
			preflight.Header.Get("Access-Control-Allow-Headers") == "") {
			t.Errorf("preflight from %s: %v", origin, preflight.Header)
		}
		if exposed := simple.Header.Get("Access-Control-Expose-Headers"); want.allowed &&
			!strings.Contains(strings.ToLower(exposed), "etag") {
			t.Errorf("from %s: exposed %q", origin, exposed)
		}
	}
}

// TestPreflightHeaders asks for headers that monitoring tools and libraries add: whoever may call may send any.
func TestPreflightHeaders(t *testing.T) {
	for _, headers := range []string{"sentry-trace,baggage,traceparent,x-requested-with", "authorization",
		"authorization,content-type,if-match,x-request-id", "x-datadog-trace-id"} {
		for origin, allowed := range map[string]bool{frontend: true, "https://todo.example.com": true, preview: true,
			"https://evil.example": false, "null": false} {
			for _, path := range []string{"/api/tasks", "/api/auth/get-session", "/api/auth/login"} {
				method := map[bool]string{true: "GET", false: "POST"}[path != "/api/auth/login"]
				a := request{method: "OPTIONS", path: path,
					header: map[string]string{"Origin": origin, "Access-Control-Request-Method": method,
						"Access-Control-Request-Headers": headers}}.send(t).want(t, 204)
				want := ""
				if allowed {
					want = headers
				}
				if got := a.Header.Get("Access-Control-Allow-Headers"); got != want ||
					(a.Header.Get("Access-Control-Allow-Origin") == origin) != allowed {
					t.Errorf("%s from %s: headers %q, want %q: %v", path, origin, got, want, a.Header)
				}
			}
		}
	}
}

// TestCookieFromElsewhere makes changes with the cookie from where it must not count.
func TestCookieFromElsewhere(t *testing.T) {
	u := newUser(t)
	for name, c := range map[string]struct {
		header map[string]string
		status int
	}{
		"the frontend":           {map[string]string{"Origin": frontend, "Sec-Fetch-Site": "cross-site"}, 201},
		"the other frontend":     {map[string]string{"Origin": "https://todo.example.com"}, 201},
		"no browser":             {map[string]string{}, 201},
		"the backend's own page": {map[string]string{"Sec-Fetch-Site": "same-origin"}, 201},
		"a foreign page": {map[string]string{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
			403},
		"an old browser's":          {map[string]string{"Origin": "https://evil.example"}, 403},
		"a preview":                 {map[string]string{"Origin": preview, "Sec-Fetch-Site": "cross-site"}, 403},
		"a sandboxed frame":         {map[string]string{"Origin": "null"}, 403},
		"a foreign page, no Origin": {map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		"a sibling site, no Origin": {map[string]string{"Sec-Fetch-Site": "same-site"}, 403},
		"the host it claims to have": {map[string]string{"Origin": "https://evil.example",
			"X-Forwarded-Host": "evil.example"}, 403},
	} {
		c.header["Cookie"] = "other=1; " + u.cookie(t)
		q := request{method: "POST", path: "/api/tasks", body: `{"title":"x"}`, header: c.header}
		before := queryOne[int](t, `select count(*) from tasks where user_id = $1`, u.ID)
		a := q.send(t)
		if a.Status != c.status {
			t.Errorf("%s: %d %s, want %d", name, a.Status, a.Body, c.status)
		}
		if created := queryOne[int](t, `select count(*) from tasks where user_id = $1`,
			u.ID) - before; (created == 1) != (c.status == 201) {
			t.Errorf("%s: %d tasks were made", name, created)
		}
		q.method, q.path, q.body = "GET", "/api/tasks", ""
		q.send(t).want(t, 200) // reading changes nothing, and CORS keeps a foreign page from seeing it
	}
	request{method: "POST", path: "/api/tasks", token: u.Token, body: `{"title":"x"}`,
		header:              map[string]string{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}}.
		send(t).want(t, 201) // a bearer token is nothing a foreign page can send for the user
	request{method: "POST", path: "/api/auth/logout", header: map[string]string{"Origin": "https://evil.example",
		"Cookie": u.cookie(t)}}.send(t).want(t, 403)
	request{method: "GET", path: "/api/auth/me", token: u.Token}.send(t).want(t, 200)
}
