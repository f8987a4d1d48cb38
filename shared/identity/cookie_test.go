package identity_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/secret"
	"github.com/todo-backend/todo-backend/shared/web"
)

// TestSessionCookie sets the cookie where the page is on the backend's site, on another, and in the frame in which
// huggingface.co shows a Space, and reads it under each name. A Space whose page is the only one takes no other name
// than that which no other host can set (threats: fixation).
func TestSessionCookie(t *testing.T) {
	const plain, secured, host = "better-auth.session_token", "__Secure-better-auth.session_token",
		"__Host-better-auth.session_token"
	const none = "; HttpOnly; Secure; SameSite=None; Partitioned"
	const space, page = "https://ann-todo.hf.space", "https://todo.vercel.app"
	both := []string{secured, host}
	for _, c := range []struct {
		backend, frontend, more, spaceHost string
		rest, better                       string // what the REST functions set, and what Better Auth's do
		attributes                         string
		taken                              []string
	}{
		{"http://localhost:7860", "http://localhost:3000", "", "", plain, plain, "; HttpOnly; SameSite=Lax",
			[]string{plain}},
		{"https://api.example.com", "https://app.example.com", "", "", host, secured,
			"; HttpOnly; Secure; SameSite=Lax", both},
		{space, page, "", "", host, secured, none, both},
		{space, space, "", "ann-todo.hf.space", host, host, none, []string{host}},
		{space, page, "", "ann-todo.hf.space", host, secured, none, both},
		{space, space, page, "ann-todo.hf.space", host, secured, none, both},
		{"https://todo.example.com", "https://todo.example.com", "", "ann-todo.hf.space", host, secured, none, both},
	} {
		process := newProcess(t, secretOfNow)
		cfg := process.Config
		cfg.AuthURL, cfg.FrontendURL, cfg.SpaceHost = c.backend, c.frontend, c.spaceHost
		if c.spaceHost != "" {
			cfg.SpaceID = "ann/todo"
		}
		if c.more != "" {
			cfg.AllowedOrigins = []string{c.more}
		}
		token, w := secret.NewToken(), httptest.NewRecorder()
		r := &web.Request{Request: httptest.NewRequest("GET", "/", nil), Process: process}
		identity.SetCookie(w, r, token, time.Hour)
		http.SetCookie(w, identity.SessionCookie(r, token, 3600))
		value := "=" + url.QueryEscape(process.Secrets.Sign(token))
		rest := value + "; Path=/; Max-Age=3600" + c.attributes
		if lines := w.Header().Values("Set-Cookie"); !slices.Equal(lines, []string{c.rest + rest, c.better + rest}) {
			t.Errorf("%s for %s: %s", c.backend, c.frontend, strings.Join(lines, "\n"))
		}
		for _, name := range []string{plain, secured, host} {
			r.Request.Header = http.Header{"Cookie": {name + value}}
			caller, ok := identity.FromCookie(r)
			if want := slices.Contains(c.taken, name); ok != want || ok && caller.Token() != token {
				t.Errorf("%s for %s: %s is taken: %v, want %v", c.backend, c.frontend, name, ok, want)
			}
		}
	}
}
