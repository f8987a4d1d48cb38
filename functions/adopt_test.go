package functions_test

import (
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
)

// foreignToken is a JWT of the other server for a subject with an address.
func foreignToken(t *testing.T, subject, email string, verified bool) string {
	t.Helper()
	return externalIssuer.sign(t, jwt.SigningMethodEdDSA, "ed", externalIssuer.keys["ed"], func(c jwt.MapClaims) {
		c["sub"], c["email"], c["emailVerified"] = subject, email, verified
	})
}

// TestForeignIdentityIsLinked shows whom another server's JWT is taken for, and that it ends like a linked account.
func TestForeignIdentityIsLinked(t *testing.T) {
	type identity struct{ subject, email string }
	me := func(i identity) answer {
		return request{method: "GET", path: "/api/auth/me", token: foreignToken(t, i.subject, i.email, true),
			header: map[string]string{"X-Forwarded-For": randomAddress()}}.send(t)
	}
	// user is the one who was adopted, with a password and a session of ours.
	adopted := func(i identity) user {
		me(i).want(t, 200)
		u := user{Email: i.email,
			ID: uuid.MustParse(queryOne[string](t, `select id::text from users where email = $1`, i.email))}
		exec(t, `update users set password_hash = $2 where id = $1`, u.ID, hash)
		u.signIn(t)
		return u
	}
	for name, c := range map[string]struct {
		end    func(i identity)
		status int
		detail string
	}{
		"called before": {func(i identity) { me(i).want(t, 200) }, 200, ""},
		"imported with the same id": {func(i identity) {
			exec(t, `insert into users (id, email) values ($1, $2)`, i.subject, i.email)
		}, 200, ""},
		"here with another address": {func(i identity) {
			exec(t, `insert into users (id, email) values ($1, $2)`, i.subject, "other-"+i.email)
		}, 403, "belongs to another sign-in"},
		"the address is somebody's": {func(i identity) {
			exec(t, `insert into users (id, email) values ($1, $2)`, uuid.New(), i.email)
		}, 403, "belongs to another sign-in"},
		"unlinked": {func(i identity) {
			u := adopted(i)
			post(t, "/api/auth/unlink-account", `{"accountId":"`+i.subject+`","providerId":"better-auth"}`,
				"Authorization", "Bearer "+u.Secret).want(t, 200)
		}, 403, "belongs to another sign-in"},
		"the password reset by mail": {func(i identity) {
			// by whoever reads the mail, which the other server has not proven
			u := adopted(i)
			_, token := askReset(t, u, true)
			post(t, "/api/auth/password/reset", `{"token":"`+token+`","new_password":"another one"}`).want(t, 200)
		}, 403, "belongs to another sign-in"},
		"taken over through GitHub": {func(i identity) {
			me(i).want(t, 200)
			p := someone(int(uuid.New().ID()))
			p.Email = i.email
			newBrowser(t).social("/api/auth/sign-in/social", "github", p, "")
		}, 403, "belongs to another sign-in"},
	} {
		t.Run(name, func(t *testing.T) {
			i := identity{uuid.NewString(), uuid.NewString() + "@elsewhere.example"}
			c.end(i)
			a := me(i).want(t, c.status)
			if c.status != 200 && !strings.Contains(a.problem(t).Detail, c.detail) {
				t.Errorf("%s", a.Body)
			}
		})
	}
	t.Run("listed and told", func(t *testing.T) {
		i := identity{"HuXB7sZ" + uuid.NewString(), uuid.NewString() + "@elsewhere.example"}
		u := adopted(i)
		me(identity{i.subject, "moved-" + i.email}).want(t, 200) // the row counts, not the address
		a := request{method: "GET", path: "/api/auth/list-accounts", token: u.Secret,
			header: map[string]string{"X-Forwarded-For": randomAddress()}}.send(t).want(t, 200)
		if body := string(a.Body); !strings.Contains(body, `"providerId":"better-auth","accountId":"`+i.subject+`"`) {
			t.Errorf("%s", body)
		}
		if n := notices(t, i.email, "A new way to sign in: your account at "+externalIssuer.URL); n != 1 {
			t.Errorf("told %d times", n)
		}
	})
}

// TestUnverifiedForeignAddress keeps out who has an account at the other server with somebody else's address.
func TestUnverifiedForeignAddress(t *testing.T) {
	email := uuid.NewString() + "@elsewhere.example"
	a := request{method: "GET", path: "/api/auth/me",
		token: foreignToken(t, uuid.NewString(), email, false)}.send(t).want(t, 403)
	if detail := a.problem(t).Detail; detail !=
		"The server that issued this token has not verified the email address of its user" {
		t.Errorf("%s", detail)
	}
	if n := queryOne[int](t, `select count(*) from users where email = $1`, email); n != 0 {
		t.Errorf("%d accounts", n)
	}
}
