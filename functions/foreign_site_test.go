package functions_test

import (
	"maps"
	"testing"
)

// TestForeignSiteSignsNobodyOut posts to the ends of a session from another site, by a form or a script, with the
// cookie and without it, which browsers leave out: what is cleared here is ended here, and the other way round.
func TestForeignSiteSignsNobodyOut(t *testing.T) {
	foreign := map[string]string{
		"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate",
	}
	for _, path := range []string{"/api/auth/logout", "/api/auth/signout", "/api/auth/sign-out"} {
		for name, c := range map[string]struct {
			header  map[string]string
			cookie  bool
			bearer  bool // of another session of the same user
			status  int
			cleared bool
			cookies bool // the cookie's session lives on
			bearers bool // the bearer token's does
		}{
			"a foreign form, no cookie":  {foreign, false, false, 403, false, true, true},
			"a foreign form, the cookie": {foreign, true, false, 403, false, true, true},
			"an old browser's foreign form": {map[string]string{"Origin": "https://evil.example"},
				false, false, 403, false, true, true},
			"a sandboxed frame's": {map[string]string{"Origin": "null"},
				false, false, 403, false, true, true},
			"the frontend, the cookie": {map[string]string{"Origin": frontend},
				true, false, 200, true, false, true},
			"the frontend, none": {map[string]string{"Origin": frontend},
				false, false, 200, true, true, true},
			"the frontend, both": {map[string]string{"Origin": frontend},
				true, true, 200, true, false, false},
			"no browser, a bearer": {map[string]string{}, false, true, 200, true, true, false},
			"a page elsewhere with a bearer": {map[string]string{"Origin": "https://evil.example"},
				false, true, 200, false, true, false},
		} {
			t.Run(path+" "+name, func(t *testing.T) {
				byCookie := newUser(t)
				byBearer := byCookie
				byBearer.signIn(t)
				header := map[string]string{"X-Forwarded-For": randomAddress()}
				maps.Copy(header, c.header)
				q := request{method: "POST", path: path, header: header}
				if c.cookie {
					header["Cookie"] = byCookie.cookie(t)
				}
				if c.bearer {
					q.token = byBearer.Secret
				}
				a := q.send(t).want(t, c.status)
				if cleared := len(a.Header.Values("Set-Cookie")) == 3; cleared != c.cleared {
					t.Errorf("Set-Cookie %v", a.Header.Values("Set-Cookie"))
				}
				for what, session := range map[string]struct {
					user
					lives bool
				}{"cookie": {byCookie, c.cookies}, "bearer token": {byBearer, c.bearers}} {
					if lives := (request{method: "GET", path: "/api/auth/me",
						token: session.Secret}).send(t).Status == 200; lives != session.lives {
						t.Errorf("the session of the %s lives: %v", what, lives)
					}
				}
			})
		}
	}
}

// TestClearedIsEnded sends a bearer token beside the cookie of another user: nothing takes the cookie, whose session
// lives on.
func TestClearedIsEnded(t *testing.T) {
	for _, q := range []request{
		{method: "POST", path: "/api/auth/delete-user", body: `{}`},
		{method: "POST", path: "/api/auth/revoke-sessions"},
		{method: "DELETE", path: "/api/auth/account", body: `{"password":"` + password + `"}`},
	} {
		t.Run(q.path, func(t *testing.T) {
			other := newUser(t)
			q.token = newUser(t).Secret
			q.header = map[string]string{
				"X-Forwarded-For": randomAddress(), "Cookie": other.cookie(t), "Origin": frontend,
			}
			if a := q.send(t); a.Status >= 300 || len(a.Header.Values("Set-Cookie")) > 0 {
				t.Errorf("%d, Set-Cookie %v", a.Status, a.Header.Values("Set-Cookie"))
			}
			request{method: "GET", path: "/api/auth/me", token: other.Secret}.send(t).want(t, 200)
		})
	}
}
