package identity_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/secret"
	"github.com/todo-backend/todo-backend/shared/web"
)

// TestSessionCookie sets the cookie where the page is on the backend's site, on another, and in the frame in which
// huggingface.co shows a Space, and reads it as a browser sends it back.
func TestSessionCookie(t *testing.T) {
	const host, lax, none = "__Host-better-auth.session_token", "; HttpOnly; SameSite=Lax",
		"; HttpOnly; Secure; SameSite=None; Partitioned"
	for _, c := range []struct {
		backend, frontend, space, name, attributes string
	}{
		{"http://localhost:7860", "http://localhost:3000", "", "better-auth.session_token", lax},
		{"https://api.example.com", "https://app.example.com", "", host,
			"; HttpOnly; Secure; SameSite=Lax"},
		{"https://ann-todo.hf.space", "https://todo.vercel.app", "", host, none},
		{"https://ann-todo.hf.space", "https://ann-todo.hf.space", "ann/todo", host, none},
		{"https://todo.example.com", "https://todo.example.com", "ann/todo", host, none},
	} {
		process := newProcess(t, secretOfNow)
		process.Config.AuthURL, process.Config.FrontendURL, process.Config.SpaceID = c.backend, c.frontend, c.space
		token, w := secret.NewToken(), httptest.NewRecorder()
		r := &web.Request{Request: httptest.NewRequest("GET", "/", nil), Process: process}
		identity.SetCookie(w, r, token, time.Hour)
		line := w.Header().Get("Set-Cookie")
		want := c.name + "=" + url.QueryEscape(process.Secrets.Sign(token)) + "; Path=/; Max-Age=3600" + c.attributes
		if line != want {
			t.Errorf("%s for %s: %s, want %s", c.backend, c.frontend, line, want)
		}
		cookie, _, _ := strings.Cut(line, ";")
		for name, taken := range map[string]bool{c.name: true, "better-auth.session_token": c.name[0] == 'b',
			"__Secure-better-auth.session_token": c.name[0] == '_', host: c.name[0] == '_'} {
			r.Request.Header = http.Header{"Cookie": {strings.Replace(cookie, c.name, name, 1)}}
			if caller, ok := identity.FromCookie(r); ok != taken || ok && caller.Token() != token {
				t.Errorf("%s: %s is taken: %v, want %v", c.backend, name, ok, taken)
			}
		}
	}
}
