package functions_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/identity"
)

// victim is a user whose address is verified and proven, and somebody who has a session of theirs too.
type victim struct {
	owner, thief user
}

func newVictim(t *testing.T) *victim {
	t.Helper()
	v := &victim{owner: newUser(t)}
	exec(t, `update users set email_verified = true, owner_proven = true where id = $1`, v.owner.ID)
	v.thief = v.owner
	v.thief.signIn(t)
	exec(t, `insert into tasks (id, user_id, title) values (gen_random_uuid(), $1, 'The owner''s own')`, v.owner.ID)
	return v
}

// anew opens a session past every function, for what needs one whatever has happened.
func (v *victim) anew(t *testing.T) (token string, ok bool) {
	t.Helper()
	if !queryOne[bool](t, `select exists (select from users where id = $1)`, v.owner.ID) {
		return "", false
	}
	u := v.owner
	u.signIn(t)
	return u.Secret, true
}

// reads reports whether a bearer token reads the owner's tasks.
func (v *victim) reads(t *testing.T, token string) bool {
	t.Helper()
	a := request{method: "GET", path: "/api/tasks", token: token,
		header: map[string]string{"X-Forwarded-For": randomAddress()}}.send(t)
	return a.Status == 200 && strings.Contains(string(a.Body), "The owner's own")
}

// way is one thing that gives authority over an account, and how to see whether it does.
type way struct {
	covers []string // of the schema and the links, see TestEveryAuthorityHasItsRow
	give   func(t *testing.T, v *victim) (works func() bool)
}

var ways = map[string]way{
	"verification link of a session": {[]string{
		"link " + identity.VerifiesEmail,
	}, func(t *testing.T, v *victim) func() bool {
		exec(t, `update users set email_verified = false where id = $1`, v.owner.ID)
		request{method: "POST", path: "/api/auth/verification", token: v.thief.Token, body: `{}`}.send(t).want(t, 202)
		return verifies(t, v, mailed(t, v.owner.Email))
	}},
	"verification link": {[]string{"link " + identity.VerifiesEmail}, func(t *testing.T, v *victim) func() bool {
		exec(t, `update users set email_verified = false where id = $1`, v.owner.ID)
		post(t, "/api/auth/send-verification-email", `{"email":"`+v.owner.Email+`"}`).want(t, 200)
		return verifies(t, v, mailed(t, v.owner.Email))
	}},
	"link to another address": {[]string{"link " + identity.ChangesEmail}, func(t *testing.T, v *victim) func() bool {
		to := uuid.NewString() + "@example.com"
		link := askChange(t, v.thief, to)
		return func() bool {
			open(t, link)
			return queryOne[int](t, `select count(*) from users where id = $1 and email = $2`, v.owner.ID, to) == 1
		}
	}},
	"reset token": {[]string{"token reset-password"}, func(t *testing.T, v *victim) func() bool {
		_, token := askReset(t, v.owner, true)
		return func() bool {
			return post(t, "/api/auth/password/reset",
				`{"token":"`+token+`","new_password":"the thief's own"}`).Status == 200
		}
	}},
	"deletion token": {[]string{"token delete-account"}, func(t *testing.T, v *victim) func() bool {
		exec(t, `update sessions set created_at = now() - interval '2 days' where id = $1`, v.thief.SessionID)
		post(t, "/api/auth/delete-user", `{"callbackURL":"/bye"}`,
			"Authorization", "Bearer "+v.thief.Secret).want(t, 200)
		token := mailed(t, v.owner.Email).Query().Get("token")
		return func() bool {
			in, ok := v.anew(t)
			return ok && post(t, "/api/auth/delete-user", `{"token":"`+token+`"}`,
				"Authorization", "Bearer "+in).Status == 200
		}
	}},
	"flow to link an account": {[]string{"table oauth_flows"}, func(t *testing.T, v *victim) func() bool {
		b := newBrowser(t)
		b.cookies[cookieName] = url.QueryEscape(signed(authSecret, v.thief.Secret))
		p := someone(int(uuid.New().ID()))
		p.Email = v.owner.Email
		finish := beginSocial(b, "/api/auth/link-social")
		return func() bool {
			if now, ok := v.address(t); ok {
				p.Email = now // the flow is at fault, not the address
			}
			finish(p)
			return queryOne[int](t, `select count(*) from accounts where user_id = $1 and account_id = $2`,
				v.owner.ID, idOf(p)) == 1
		}
	}},
	"flow to sign in": {[]string{"table oauth_flows"}, func(t *testing.T, v *victim) func() bool {
		b, p := newBrowser(t), someone(int(uuid.New().ID()))
		finish := beginSocial(b, "/api/auth/sign-in/social")
		return func() bool { finish(p); return b.session().Session != nil }
	}},
	"access token (JWT)": {[]string{"table sessions"}, func(t *testing.T, v *victim) func() bool {
		return func() bool { return v.reads(t, v.thief.Token) }
	}},
	"session": {[]string{"table sessions"}, func(t *testing.T, v *victim) func() bool {
		return func() bool { return v.reads(t, v.thief.Secret) }
	}},
	"account at a provider": {[]string{"table accounts"}, func(t *testing.T, v *victim) func() bool {
		p := someone(int(uuid.New().ID()))
		exec(t, `insert into accounts (id, user_id, provider_id, account_id)
			values (gen_random_uuid(), $1, 'github', $2)`, v.owner.ID, idOf(p))
		return func() bool { // with another address, so that the row alone counts
			b := newBrowser(t)
			b.social("/api/auth/sign-in/social", "github", p, "")
			return b.session().User.ID == v.owner.ID.String()
		}
	}},
	"identity of another server": {[]string{"table accounts"}, func(t *testing.T, v *victim) func() bool {
		exec(t, `insert into accounts (id, user_id, provider_id, account_id)
			values (gen_random_uuid(), $1, 'better-auth', $2)`, v.owner.ID, v.owner.ID)
		return func() bool { return v.reads(t, foreignToken(t, v.owner.ID.String(), v.owner.Email, true)) }
	}},
	"undo of a change of address": {[]string{"token undo-email-change"}, func(t *testing.T, v *victim) func() bool {
		address, undo := changed(t, v.thief)
		v.owner.Email, v.thief.Email = address, address
		// by whoever changed it, who reads the new mailbox
		exec(t, `update users set owner_proven = true where id = $1`, v.owner.ID)
		return func() bool { return takeBack(t, undo).Status == 200 }
	}},
	"password": {[]string{"column users.password_hash"}, func(t *testing.T, v *victim) func() bool {
		return func() bool {
			now, ok := v.address(t)
			return ok && login(t, now, password, randomAddress()).Status == 200
		}
	}},
}

// verifies reports whether a verification link verifies the victim's address.
func verifies(t *testing.T, v *victim, link *url.URL) func() bool {
	return func() bool {
		exec(t, `update users set email_verified = false where id = $1`, v.owner.ID)
		open(t, link)
		return queryOne[int](t, `select count(*) from users where id = $1 and email_verified`, v.owner.ID) == 1
	}
}

// address returns the account's address of now, where there is an account.
func (v *victim) address(t *testing.T) (string, bool) {
	t.Helper()
	now := queryOne[string](t, `select coalesce((select email from users where id = $1), '')`, v.owner.ID)
	return now, now != ""
}

func idOf(p person) string { return fmt.Sprint(p.ID) }

// beginSocial goes to a provider, and returns what comes back from it.
func beginSocial(b *browser, start string) (finish func(p person)) {
	b.t.Helper()
	var began struct{ URL string }
	b.do("POST", start,
		`{"provider":"github","callbackURL":"http://localhost:3000/tasks"}`).want(b.t, 200).decode(b.t, &began)
	at, err := url.Parse(began.URL)
	if err != nil {
		b.t.Fatal(err)
	}
	return func(p person) {
		code := people.consent(p, at.Query().Get("code_challenge"))
		b.back("github", url.Values{"code": {code}, "state": {at.Query().Get("state")}})
	}
}
