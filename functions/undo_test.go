package functions_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// changed gives u, whose address is verified, another address by a session that is not the owner's, and returns that
// address and the link with which the owner takes the change back.
func changed(t *testing.T, u user) (address string, undo *url.URL) {
	t.Helper()
	exec(t, `update users set email_verified = true where id = $1`, u.ID)
	former := queryOne[string](t, `select email from users where id = $1`, u.ID)
	address = "thief-" + uuid.NewString() + "@example.com"
	open(t, askChange(t, u, address)).want(t, 302)
	undo = mailed(t, former)
	if undo.Path != "/api/auth/undo-email-change" {
		t.Fatalf("the mail to the former address leads to %s", undo)
	}
	return address, undo
}

// takeBack presses the button of the page that an undo's link leads to.
func takeBack(t *testing.T, undo *url.URL) answer {
	t.Helper()
	return post(t, undo.Path, undo.RawQuery, "Content-Type", "application/x-www-form-urlencoded", "Accept", "text/html")
}

// TestUndoEmailChange takes an account back whose address somebody else has changed.
func TestUndoEmailChange(t *testing.T) {
	owner := newUser(t)
	exec(t, `insert into accounts (id, user_id, provider_id, account_id, created_at)
		values (gen_random_uuid(), $1, 'google', $2, now() - interval '1 day')`, owner.ID, uuid.NewString())
	thief := owner
	thief.signIn(t)
	theirs, undo := changed(t, thief)
	exec(t, `insert into accounts (id, user_id, provider_id, account_id) values (gen_random_uuid(), $1, 'github', $2)`,
		owner.ID, uuid.NewString())
	asThief := thief
	asThief.Email = theirs
	_, reset := askReset(t, asThief, true)
	now := func() string { return queryOne[string](t, `select email from users where id = $1`, owner.ID) }

	page := request{method: "GET", path: undo.RequestURI(), header: map[string]string{"Accept": "text/html"}}
	for range 2 { // a mail scanner has opened it before
		a := page.send(t).want(t, 200)
		policy := a.Header.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none'; style-src 'sha256-") ||
			!strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "script") ||
			strings.Contains(policy, "unsafe") || a.Header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("the page may do %q, its requests tell %q", policy, a.Header.Get("Referrer-Policy"))
		}
		if body := string(a.Body); strings.Contains(body, "<script") ||
			!regexp.MustCompile(`<form method="post" action="/api/auth/undo-email-change">\s*`+
				`<input type="hidden" name="token" value="`+
				undo.Query().Get("token")+`">\s*<button>`).MatchString(body) {
			t.Errorf("the page is %s", body)
		}
	}
	page.header["Accept"] = "application/json"
	if a := page.send(t).want(t, 200); !strings.Contains(string(a.Body), "everybody who is signed in") {
		t.Errorf("%s", a.Body)
	}
	if now() != theirs {
		t.Fatal("opening the link has changed the address")
	}

	if a := takeBack(t, undo).want(t, 200); !strings.Contains(string(a.Body), owner.Email) {
		t.Errorf("%s", a.Body)
	}
	if now() != owner.Email ||
		!queryOne[bool](t, `select email_verified and owner_proven from users where id = $1`, owner.ID) {
		t.Errorf("the address is %s", now())
	}
	for _, token := range []string{owner.Token, thief.Secret} {
		request{method: "GET", path: "/api/auth/me", token: token}.send(t).want(t, 401)
	}
	login(t, owner.Email, password, randomAddress()).want(t, 401)
	wantCode(t, "a reset mailed to the thief",
		post(t, "/api/auth/reset-password", `{"token":"`+reset+`","newPassword":"a new password"}`),
		400, "INVALID_TOKEN")
	if ways := queryOne[string](t, `select string_agg(provider_id, ' ') from accounts where user_id = $1`,
		owner.ID); ways != "google" {
		t.Errorf("linked are %s, and GitHub was linked since the change", ways)
	}
	takeBack(t, undo).want(t, 404)
	_, reset = askReset(t, owner, true) // the way back in
	post(t, "/api/auth/password/reset", `{"token":"`+reset+`","new_password":"a new password"}`).want(t, 200)
	login(t, owner.Email, "a new password", randomAddress()).want(t, 200)
}

// TestUndoRefused shows what an undo's token does not do.
func TestUndoRefused(t *testing.T) {
	for name, c := range map[string]struct {
		before func(u user, undo *url.URL)
		status int
	}{
		"a week later": {func(u user, _ *url.URL) {
			exec(t, `update one_time_tokens set expires_at = now() where user_id = $1`, u.ID)
		}, 404},
		"forged":          {func(_ user, undo *url.URL) { undo.RawQuery += "x" }, 404},
		"missing":         {func(_ user, undo *url.URL) { undo.RawQuery = "" }, 404},
		"account deleted": {func(u user, _ *url.URL) { exec(t, `delete from users where id = $1`, u.ID) }, 404},
		"of another kind": {func(u user, undo *url.URL) {
			u.Email = queryOne[string](t, `select email from users where id = $1`, u.ID)
			_, reset := askReset(t, u, true)
			undo.RawQuery = "token=" + reset
		}, 404},
		"the address has another account": {func(u user, _ *url.URL) {
			exec(t, `insert into users (id, email) values ($1, $2)`, uuid.New(), u.Email)
		}, 409},
	} {
		t.Run(name, func(t *testing.T) {
			u := newUser(t)
			theirs, undo := changed(t, u)
			c.before(u, undo)
			takeBack(t, undo).want(t, c.status)
			body, _ := json.Marshal(map[string]string{"token": undo.Query().Get("token")})
			if p := post(t, undo.Path, string(body)).want(t, c.status).problem(t); p.Detail == "" {
				t.Error("nothing is said")
			}
			if n := queryOne[int](t, `select count(*) from users where id = $1 and email <> $2`, u.ID, theirs); n != 0 {
				t.Error("the address was changed")
			}
		})
	}
	wantProblem(t, "unknown",
		post(t, "/api/auth/undo-email-change", `{"token":"x","email":"a@example.com"}`).want(t, 422),
		"email", `"email" is not a field that can be set here`)
	post(t, "/api/auth/undo-email-change", "token=x", "Content-Type", "text/plain").want(t, 415)
	post(t, "/api/auth/undo-email-change", "%zz", "Content-Type", "application/x-www-form-urlencoded").want(t, 400)
}

// TestUndoOfTwoChanges has whoever changed the address change it again: the owner's undo counts still, theirs cannot
// end it.
func TestUndoOfTwoChanges(t *testing.T) {
	for _, theirsFirst := range []bool{false, true} {
		t.Run(fmt.Sprintf("theirs first %v", theirsFirst), func(t *testing.T) {
			u := newUser(t)
			_, first := changed(t, u)
			second := u
			second.signIn(t)
			_, theirs := changed(t, second)
			if theirsFirst {
				takeBack(t, theirs).want(t, 200)
			}
			takeBack(t, first).want(t, 200)
			if !theirsFirst {
				takeBack(t, theirs).want(t, 404)
			}
			if now := queryOne[string](t, `select email from users where id = $1`, u.ID); now != u.Email {
				t.Errorf("the address is %s", now)
			}
		})
	}
}

// TestNoUndoOfUnverified keeps a stranger out whose address somebody has mistyped at sign-up.
func TestNoUndoOfUnverified(t *testing.T) {
	u := newUser(t)
	open(t, askChange(t, u, uuid.NewString()+"@example.com")).want(t, 302)
	if n := queryOne[int](t, `select count(*) from one_time_tokens where user_id = $1`, u.ID); n != 0 {
		t.Errorf("%d tokens", n)
	}
	if told := notices(t, u.Email, "The email address of an account was changed"); told == 0 {
		t.Error("the former address was not told")
	}
}
