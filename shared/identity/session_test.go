package identity_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/secret"
)

const earlier = "fedcba9876543210fedcba9876543210"

// TestSecretRotation shows tokens, cookies and bearers of the secret of now, of an earlier one and of somebody else's,
// before and after the earlier one is taken out.
func TestSecretRotation(t *testing.T) {
	now, err := config.Get()
	if err != nil {
		t.Fatal(err)
	}
	signedBy := func(secret string) *config.Config {
		cfg := *now
		cfg.AuthSecret, cfg.AuthOldSecrets = secret, nil
		return &cfg
	}
	without := signedBy(now.AuthSecret)
	for name, c := range map[string]struct {
		signs         *config.Config
		before, after bool // whether it is taken before and after the earlier secret is taken out
	}{
		"the secret of now":  {now, true, true},
		"an earlier secret":  {signedBy(earlier), true, false},
		"somebody's secret":  {signedBy("another secret, of thirty-two characters"), false, false},
		"a part of a secret": {signedBy(now.AuthSecret[:31]), false, false},
	} {
		jwt, err := identity.Issue(c.signs, uuid.New(), uuid.New(), time.Now().Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		signed := secret.Keys(c.signs.Secrets()).Sign(secret.NewToken())
		for form, header := range map[string][2]string{
			"JWT":    {"Authorization", "Bearer " + jwt},
			"bearer": {"Authorization", "Bearer " + signed},
			"cookie": {"Cookie", "better-auth.session_token=" + signed},
		} {
			r := httptest.NewRequest("GET", "/", nil)
			r.Header.Set(header[0], header[1])
			for when, at := range map[string]struct {
				cfg  *config.Config
				want bool
			}{"before": {now, c.before}, "after": {without, c.after}} {
				read := identity.FromBearer
				if form == "cookie" {
					read = identity.FromCookie
				}
				if _, ok := read(at.cfg, r); ok != at.want {
					t.Errorf("%s, a %s, %s: taken %v, want %v", name, form, when, ok, at.want)
				}
			}
			if _, err := identity.Authenticate(r); (err == nil) != c.before ||
				err != nil && !identity.IsUnauthorized(err) {
				t.Errorf("%s, a %s: %v", name, form, err)
			}
		}
	}
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
	f.Fuzz(func(t *testing.T, authorization, cookie string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Authorization", authorization)
		r.Header.Set("Cookie", "better-auth.session_token="+cookie)
		scheme, word, _ := strings.Cut(authorization, " ")
		word = strings.TrimSpace(word)
		plain := strings.EqualFold(scheme, "Bearer") && len(word) >= 16 && len(word) <= 255 &&
			!strings.Contains(word, ".")
		if caller, err := identity.Authenticate(r); plain && (err != nil || caller.Token() != word) ||
			!plain && !identity.IsUnauthorized(err) {
			t.Errorf("%q %q: %v", authorization, cookie, err)
		}
	})
}
