package session_test

import (
	"net/http/httptest"
	"net/netip"
	"os"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/session"
)

func TestMain(m *testing.M) {
	os.Setenv("DATABASE_URL", "postgres://nowhere.invalid/todo")
	os.Setenv("BETTER_AUTH_SECRET", "0123456789abcdef0123456789abcdef")
	os.Exit(m.Run())
}

func TestFromAddress(t *testing.T) {
	for address, want := range map[string]string{
		"198.51.100.1": "198.51.100.1", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "2001:db8:1:2:ffff::": "2001:db8:1:2::/64", "2001:db8:1:3::1": "2001:db8:1:3::/64",
	} {
		if got := session.FromAddress(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
	if got := session.FromAddress(netip.Addr{}); got != "unknown" {
		t.Errorf("no address: %s", got)
	}
}

func TestSecretRotation(t *testing.T) {
	cfg, err := config.Get()
	if err != nil {
		t.Fatal(err)
	}
	old := *cfg
	old.AuthSecret = "another secret, of thirty-two characters"
	token, err := session.Issue(&old, uuid.New(), uuid.New(), time.Now().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Authorization", "Bearer "+token)
	if _, err := session.Authenticate(r); !session.IsUnauthorized(err) {
		t.Errorf("a token of the old secret: %v", err)
	}
}

// FuzzAuthenticate sends headers and cookies that nobody signed.
func FuzzAuthenticate(f *testing.F) {
	f.Add("Bearer eyJhbGciOiJub25lIn0.e30.", "")
	f.Add("", "eyJhbGciOiJIUzI1NiJ9.e30.AAAA")
	f.Fuzz(func(t *testing.T, authorization, cookie string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Authorization", authorization)
		r.Header.Set("Cookie", "better-auth.session_token="+cookie)
		if _, err := session.Authenticate(r); !session.IsUnauthorized(err) {
			t.Errorf("%q %q: %v", authorization, cookie, err)
		}
	})
}
