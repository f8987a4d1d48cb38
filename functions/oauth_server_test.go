package functions_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"

	"github.com/google/uuid"
)

// stubbed stands in for GitHub and Google: it is http.DefaultTransport, which the functions' client uses, and hands
// what goes to them to their stand-ins. Everything else goes where it goes.
type stubbed struct{ http.RoundTripper }

func (s stubbed) RoundTrip(r *http.Request) (*http.Response, error) {
	switch r.URL.Host {
	case "github.com", "api.github.com", "oauth2.googleapis.com", "openidconnect.googleapis.com":
		w := httptest.NewRecorder()
		people.ServeHTTP(w, r)
		return w.Result(), nil
	}
	return s.RoundTripper.RoundTrip(r)
}

// people are those who have accounts at the provider, by the code that it sends the browser back with.
var people = &standIn{people: map[string]person{}, challenges: map[string]string{}}

type person struct {
	ID       int
	Email    string
	Verified bool
	Name     string
	Image    string
	fail     string // the path that answers 500
}

type standIn struct {
	mu         sync.Mutex
	people     map[string]person
	challenges map[string]string // by code, of PKCE
}

// consent is what the person does at the provider: it returns the code that the browser comes back with.
func (s *standIn) consent(p person, challenge string) (code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	code = uuid.NewString()
	s.people[code], s.challenges[code] = p, challenge
	return code
}

func (s *standIn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	code := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer access-")
	token := strings.HasSuffix(r.URL.Path, "/access_token") || r.URL.Path == "/token"
	if token {
		_ = r.ParseForm()
		code = r.PostForm.Get("code")
	}
	p, found := s.people[code]
	if p.fail == r.URL.Path {
		w.WriteHeader(500)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	answer := func(v any) { _ = json.NewEncoder(w).Encode(v) }
	switch {
	case token:
		sum := sha256.Sum256([]byte(r.PostForm.Get("code_verifier")))
		id, secret := "github-client", "github-secret"
		if r.URL.Host == "oauth2.googleapis.com" {
			id, secret = "google-client", "google-secret"
		}
		if !found || base64.RawURLEncoding.EncodeToString(sum[:]) != s.challenges[code] ||
			r.PostForm.Get("client_id") != id || r.PostForm.Get("client_secret") != secret ||
			!strings.HasPrefix(r.PostForm.Get("redirect_uri"), "https://api.example.com/api/auth/callback/") {
			w.WriteHeader(400)
			answer(map[string]string{"error": "invalid_grant"})
			return
		}
		s.challenges[code] = "" // a code is good once
		answer(map[string]string{"access_token": "access-" + code, "token_type": "bearer"})
	case !found:
		w.WriteHeader(401)
	case r.URL.Path == "/user":
		answer(map[string]any{"id": p.ID, "login": "login", "name": p.Name, "avatar_url": p.Image,
			"email": "public@example.com"})
	case r.URL.Path == "/user/emails":
		answer([]map[string]any{{"email": "other@example.com", "primary": false, "verified": true},
			{"email": p.Email, "primary": true, "verified": p.Verified}})
	case r.URL.Path == "/v1/userinfo":
		answer(map[string]any{"sub": fmt.Sprint(p.ID), "email": p.Email, "email_verified": p.Verified, "name": p.Name,
			"picture": p.Image})
	}
}

func someone(id int) person {
	return person{ID: id, Email: fmt.Sprintf("person-%d@example.com", id), Verified: true, Name: "Mina",
		Image: "https://avatars.example.com/1"}
}
