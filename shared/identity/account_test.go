package identity_test

import (
	"os"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/shared/identity"
)

func TestMain(m *testing.M) {
	os.Setenv("DATABASE_URL", "postgres://nowhere.invalid/todo")
	os.Setenv("BETTER_AUTH_SECRET", "0123456789abcdef0123456789abcdef")
	os.Setenv("BETTER_AUTH_OLD_SECRETS", earlier)
	os.Setenv("MAX_HASHINGS", "1")
	os.Exit(m.Run())
}

func TestTooCommon(t *testing.T) {
	for password, want := range map[string]bool{
		"password": true, "12345678": true, "PASSWORD": true, "iloveyou": true,
		"Qwertyuiop": true, "１２３４５６７８": true,
		"!qaz2wsx": true, "zzzzzzz1": true, // the first line and the last
		"": false, "passwor": false, "assword": false, "password\n": false,
		"correct horse battery": false, "demo-password": false, "8 letter": false,
	} {
		if got := identity.TooCommon(password); got != want {
			t.Errorf("%q: %v", password, got)
		}
	}
}

func TestForeignID(t *testing.T) {
	const id = "01900000-0000-7000-8000-00000000de30"
	if identity.ForeignID(id).String() != id || identity.FastAPIID(id).String() != id {
		t.Error("a UUID did not stay as it is")
	}
	ids := map[string]bool{}
	for _, id := range []string{"7", "8", "HuXB", id[1:], "{" + id + "}"} {
		ids[identity.ForeignID(id).String()], ids[identity.FastAPIID(id).String()] = true, true
	}
	if len(ids) != 10 {
		t.Errorf("two users are one: %v", ids)
	}
	if id := identity.ForeignID("7").String(); id != "fa0c6a6f-99ab-58b3-b469-1e85f332097c" {
		// for good: a second import must find the first one's users
		t.Errorf("the id that follows from 7 is %s", id)
	}
	if id := identity.FastAPIID("7").String(); id != "a6597faf-09eb-5ad4-8f1b-b36f4882936d" {
		t.Errorf("the id that follows from 7 is %s", id)
	}
}

// FuzzCleanEmail holds what is accepted to what the database and others rely on.
func FuzzCleanEmail(f *testing.F) {
	f.Add("Ann@Example.com")
	f.Fuzz(func(t *testing.T, address string) {
		clean, rule := identity.CleanEmail(address)
		if rule != "" {
			return
		}
		if again, rule := identity.CleanEmail(clean); rule != "" || again != clean || clean != strings.ToLower(clean) {
			t.Errorf("%q became %q, then %q %s", address, clean, again, rule)
		}
		if len(clean) > 255 || strings.Count(clean, "@") != 1 || strings.ContainsAny(clean, " \t\r\n\x00<>,;\"") {
			t.Errorf("%q became %q", address, clean)
		}
	})
}
