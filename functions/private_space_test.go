package functions_test

import (
	"strings"
	"testing"
)

// TestPrivateSpace sends what a program sends to a private Space: the Hub's token in X-HF-Authorization, for the Hub's
// proxy, and the session in Authorization, which the proxy passes on. The Hub's token signs nobody in, whichever header
// it is in, is not logged, and a page of the frontend may send it.
func TestPrivateSpace(t *testing.T) {
	const hub = "hf_thetokenofthehubwhichisasecretthere"
	u := newUser(t)
	for name, c := range map[string]struct {
		hub, session, cookie string
		status               int
	}{
		"both":                       {hub: hub, session: u.Token, status: 200},
		"the cookie, as a browser":   {hub: hub, cookie: u.cookie(t), status: 200},
		"the Hub's alone":            {hub: hub, status: 401},
		"the Hub's in both":          {hub: hub, session: hub, status: 401},
		"a session in the Hub's":     {hub: u.Token, status: 401},
		"the Hub's in the session's": {session: hub, status: 401},
	} {
		q := request{method: "GET", path: "/api/auth/me", token: c.session, header: map[string]string{}}
		if c.hub != "" {
			q.header["X-HF-Authorization"] = "Bearer " + c.hub
		}
		if c.cookie != "" {
			q.header["Cookie"] = c.cookie
		}
		if a := q.send(t); a.Status != c.status {
			t.Errorf("%s: %d %s, want %d", name, a.Status, a.Body, c.status)
		}
	}
	if lines := logs.linesContaining(hub); len(lines) > 0 {
		t.Errorf("the log has the Hub's token: %s", lines[0])
	}
	a := request{method: "OPTIONS", path: "/api/tasks", header: map[string]string{"Origin": frontend,
		"Access-Control-Request-Method":  "GET",
		"Access-Control-Request-Headers": "authorization,x-hf-authorization"}}.send(t).want(t, 204)
	if got := a.Header.Get("Access-Control-Allow-Headers"); !strings.Contains(got, "x-hf-authorization") {
		t.Errorf("a page may send %q", got)
	}
}
