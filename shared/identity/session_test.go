package identity_test

import (
	"errors"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/secret"
	"github.com/todo-backend/todo-backend/shared/web"
)

const (
	secretOfNow = "0123456789abcdef0123456789abcdef"
	earlier     = "fedcba9876543210fedcba9876543210"
)

// newProcess returns a process without a database, which signs with the first of secrets.
func newProcess(t testing.TB, secrets ...string) *web.Process {
	t.Helper()
	p, err := web.NewProcess(&config.Config{
		DatabaseURL: "postgres://nowhere.invalid/todo", AuthSecret: secrets[0], AuthOldSecrets: secrets[1:],
		AuthURL: "http://localhost:7860", FrontendURL: "http://localhost:3000",
		MaxConns: 2, MaxConcurrentHashes: 1, MaxConnLife: time.Hour, MaxConnIdle: time.Minute,
	}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.DB.Pool.Close)
	return p
}

// TestSecretRotation shows tokens, cookies and bearers of the secret of now, of an earlier one and of somebody else's,
// before and after the earlier one is taken out.
func TestSecretRotation(t *testing.T) {
	now := newProcess(t, secretOfNow, earlier)
	without := newProcess(t, secretOfNow)
	for name, c := range map[string]struct {
		signs         *web.Process
		before, after bool // whether it is taken before and after the earlier secret is taken out
	}{
		"the secret of now":  {now, true, true},
		"an earlier secret":  {newProcess(t, earlier), true, false},
		"somebody's secret":  {newProcess(t, "another secret, of thirty-two characters"), false, false},
		"a part of a secret": {newProcess(t, secretOfNow[:31]), false, false},
	} {
		jwt, err := identity.IssueJWT(c.signs, uuid.New(), uuid.New(), time.Now().Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		signed := c.signs.Secrets.Sign(secret.NewToken())
		for form, header := range map[string][2]string{
			"JWT":    {"Authorization", "Bearer " + jwt},
			"bearer": {"Authorization", "Bearer " + signed},
			"cookie": {"Cookie", "better-auth.session_token=" + signed},
		} {
			r := httptest.NewRequest("GET", "/", nil)
			r.Header.Set(header[0], header[1])
			for when, at := range map[string]struct {
				process *web.Process
				want    bool
			}{"before": {now, c.before}, "after": {without, c.after}} {
				read := identity.FromBearer
				if form == "cookie" {
					read = identity.FromCookie
				}
				if _, ok := read(&web.Request{Request: r, Process: at.process}); ok != at.want {
					t.Errorf("%s, a %s, %s: taken %v, want %v", name, form, when, ok, at.want)
				}
			}
			_, err := identity.Authenticate(&web.Request{Request: r, Process: now})
			if (err == nil) != c.before || err != nil && !errors.Is(err, web.ErrUnauthenticated) {
				t.Errorf("%s, a %s: %v", name, form, err)
			}
		}
	}
}

// TestVerifiedJWT shows a JWT again that the process has verified and remembers: it is taken until it expires, and
// another signature or another payload never is (threats: forged tokens, tokens that outlive their time).
func TestVerifiedJWT(t *testing.T) {
	process := newProcess(t, secretOfNow)
	synctest.Test(t, func(t *testing.T) {
		token := func(lasts time.Duration) string {
			jwt, err := identity.IssueJWT(process, uuid.New(), uuid.New(), time.Now().Add(lasts))
			if err != nil {
				t.Fatal(err)
			}
			return jwt
		}
		takes := func(jwt string) bool {
			r := httptest.NewRequest("GET", "/", nil)
			r.Header.Set("Authorization", "Bearer "+jwt)
			_, ok := identity.FromBearer(&web.Request{Request: r, Process: process})
			return ok
		}
		jwt, other := token(time.Hour), strings.Split(token(2*time.Hour), ".")
		parts := strings.Split(jwt, ".")
		for _, genuine := range []string{jwt, jwt, strings.Join(other, ".")} {
			if !takes(genuine) {
				t.Error("a genuine JWT is refused")
			}
		}
		for name, forged := range map[string]string{
			"another signature": parts[0] + "." + parts[1] + "." + other[2],
			"another payload":   parts[0] + "." + other[1] + "." + parts[2],
			"no signature":      parts[0] + "." + parts[1] + ".",
		} {
			if takes(forged) {
				t.Errorf("%s is taken", name)
			}
		}
		time.Sleep(time.Hour - time.Second)
		if !takes(jwt) {
			t.Error("refused a second before it expires")
		}
		time.Sleep(time.Second)
		if takes(jwt) || !takes(strings.Join(other, ".")) {
			t.Error("taken when it has expired, or refused an hour before")
		}
	})
}

// FuzzAuthenticate sends headers and cookies that nobody signed: 401 for all of them, but for a bearer token without a
// signature, a word of 16 to 255 bytes without a dot. Whether a session has it, the database alone knows.
func FuzzAuthenticate(f *testing.F) {
	for _, authorization := range []string{"Bearer eyJhbGciOiJub25lIn0.e30.", "bearer aaaaaaaaaaaaaaaa",
		"Bearer aaaaaaaaaaaaaaa", "BEARER  a b c d e f g h i ",
		"Basic YW5uOmh1bnRlcjI=", "Bearer %41aaaaaaaaaaaaaaaaaaaaaa", "Bearer", "aaaaaaaaaaaaaaaaaaaaaa"} {
		f.Add(authorization, "eyJhbGciOiJIUzI1NiJ9.e30.AAAA")
	}
	f.Add("", "aaaaaaaaaaaaaaaaaaaaaa")
	process := newProcess(f, secretOfNow)
	f.Fuzz(func(t *testing.T, authorization, cookie string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Authorization", authorization)
		r.Header.Set("Cookie", "better-auth.session_token="+cookie)
		scheme, word, _ := strings.Cut(authorization, " ")
		word = strings.TrimSpace(word)
		plain := strings.EqualFold(scheme, "Bearer") && len(word) >= 16 && len(word) <= 255 &&
			!strings.Contains(word, ".")
		caller, err := identity.Authenticate(&web.Request{Request: r, Process: process})
		if plain && (err != nil || caller.Token() != word) || !plain && !errors.Is(err, web.ErrUnauthenticated) {
			t.Errorf("%q %q: %v", authorization, cookie, err)
		}
	})
}
