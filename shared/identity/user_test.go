package identity_test

import (
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/shared/identity"
)

func TestPasswordTooCommon(t *testing.T) {
	for password, want := range map[string]bool{
		"password": true, "12345678": true, "PASSWORD": true, "iloveyou": true,
		"Qwertyuiop": true, "１２３４５６７８": true,
		"!qaz2wsx": true, "zzzzzzz1": true, // the first line and the last
		"": false, "passwor": false, "assword": false, "password\n": false,
		"correct horse battery": false, "demo-password": false, "8 letter": false,
	} {
		if got := identity.PasswordTooCommon(password); got != want {
			t.Errorf("%q: %v", password, got)
		}
	}
}

func TestImportedID(t *testing.T) {
	const id = "01900000-0000-7000-8000-00000000de30"
	if identity.ImportedID("better-auth", id).String() != id || identity.ImportedID("fastapi", id).String() != id {
		t.Error("a UUID did not stay as it is")
	}
	ids := map[string]bool{}
	for _, id := range []string{"7", "8", "HuXB", id[1:], "{" + id + "}"} {
		ids[identity.ImportedID("better-auth", id).String()] = true
		ids[identity.ImportedID("fastapi", id).String()] = true
	}
	if len(ids) != 10 {
		t.Errorf("two users are one: %v", ids)
	}
	if id := identity.ImportedID("better-auth", "7").String(); id != "fa0c6a6f-99ab-58b3-b469-1e85f332097c" {
		// for good: a second import must find the first one's users
		t.Errorf("the id that follows from 7 is %s", id)
	}
	if id := identity.ImportedID("fastapi", "7").String(); id != "a6597faf-09eb-5ad4-8f1b-b36f4882936d" {
		t.Errorf("the id that follows from 7 is %s", id)
	}
}

// FuzzNormalizeEmail holds what is accepted to what the database and others rely on.
func FuzzNormalizeEmail(f *testing.F) {
	f.Add("Ann@Example.com")
	f.Fuzz(func(t *testing.T, address string) {
		clean, rule := identity.NormalizeEmail(address)
		if rule != "" {
			return
		}
		again, rule := identity.NormalizeEmail(clean)
		if rule != "" || again != clean || clean != strings.ToLower(clean) {
			t.Errorf("%q became %q, then %q %s", address, clean, again, rule)
		}
		if len(clean) > 255 || strings.Count(clean, "@") != 1 || strings.ContainsAny(clean, " \t\r\n\x00<>,;\"") {
			t.Errorf("%q became %q", address, clean)
		}
	})
}
