package functions_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

type loginBody struct {
	User        struct{ ID, Email string }
	AccessToken string    `json:"access_token"`
	ExpiresAt   time.Time `json:"expires_at"`
}

func login(t *testing.T, email, password, address string) answer {
	t.Helper()
	return request{method: "POST", path: "/api/auth/login",
		body:   fmt.Sprintf(`{"email":%q,"password":%q}`, email, password),
		header: map[string]string{"X-Forwarded-For": address}}.send(t)
}

func TestJourney(t *testing.T) {
	email := "Ann." + uuid.NewString() + "@Example.com"
	request{method: "POST", path: "/api/auth/signup",
		body: fmt.Sprintf(`{"email":" %s ","password":"correct horse","name":" Ann "}`, email)}.send(t).want(t, 201)
	email = strings.ToLower(email)
	if name := queryOne[string](t, `select full_name from users where email = $1`, email); name != "Ann" {
		t.Errorf("full_name %q", name)
	}
	if h := queryOne[string](t, `select password_hash from users where email = $1`,
		email); !strings.HasPrefix(h, "$argon2id$v=19$m=7168,t=5,p=1$") {
		t.Errorf("password_hash %q is not OWASP's argon2id", h)
	}

	var first loginBody
	a := login(t, strings.ToUpper(email), "correct horse", randomAddress()).want(t, 200)
	a.decode(t, &first)
	if wait := time.Until(first.ExpiresAt); wait < 7*24*time.Hour-time.Minute || wait > 7*24*time.Hour+time.Minute {
		t.Errorf("the session lasts %s, want 7 days", wait)
	}
	cookie := a.Header.Get("Set-Cookie")
	for _, part := range []string{hostCookie + "=", "Path=/", "HttpOnly", "Secure",
		"SameSite=None", "Partitioned", "Max-Age=604800"} {
		if !strings.Contains(cookie, part) {
			t.Errorf("Set-Cookie %q lacks %q", cookie, part)
		}
	}
	request{method: "GET", path: "/api/auth/me",
		header: map[string]string{"Cookie": strings.Split(cookie, ";")[0]}}.send(t).want(t, 200)

	a = request{method: "POST", path: "/api/auth/logout", token: first.AccessToken}.send(t).want(t, 200)
	if cleared := a.Header.Get("Set-Cookie"); !strings.Contains(cleared, cookieName+"=;") ||
		!strings.Contains(cleared, "Max-Age=0") {
		t.Errorf("Set-Cookie %q does not clear the cookie", cleared)
	}
	request{method: "GET", path: "/api/auth/me", token: first.AccessToken}.send(t).want(t, 401)
}

// TestLoginTellsNothing compares the answers for an unknown email and a wrong password (threats: enumeration).
func TestLoginTellsNothing(t *testing.T) {
	u := newUser(t)
	wrongPassword := login(t, u.Email, "wrong password", randomAddress()).want(t, 401)
	unknown := login(t, "nobody@example.com", "wrong password", randomAddress()).want(t, 401)
	wrongPassword.Header.Set("X-Request-Id", unknown.Header.Get("X-Request-Id"))
	if canonical(wrongPassword) != canonical(unknown) {
		t.Errorf("wrong:\n%s\nunknown:\n%s", canonical(wrongPassword), canonical(unknown))
	}
	wantProblem(t, "login", unknown, "", "Invalid email or password")
	if unknown.Header.Get("WWW-Authenticate") != "Bearer" {
		t.Error("no WWW-Authenticate")
	}
}
