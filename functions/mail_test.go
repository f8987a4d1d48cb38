package functions_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// TestMailTellsNothing compares what is answered for a known and an unknown address.
func TestMailTellsNothing(t *testing.T) {
	u := newUser(t)
	for _, c := range []struct{ path, body string }{
		{"/api/auth/password/forgot", `{"email":"%s"}`},
		{"/api/auth/request-password-reset", `{"email":"%s"}`},
		{"/api/auth/send-verification-email", `{"email":"%s"}`},
	} {
		existing := post(t, c.path, fmt.Sprintf(c.body, u.Email), "X-Request-Id", "same")
		unknown := post(t, c.path, fmt.Sprintf(c.body, "nobody-"+u.Email), "X-Request-Id", "same")
		if canonical(existing) != canonical(unknown) || existing.Status >= 300 {
			t.Errorf("%s: known:\n%s\nunknown:\n%s", c.path, canonical(existing), canonical(unknown))
		}
		mailed(t, u.Email)
	}
	taken := newUser(t)
	free := "free-" + u.Email
	a := post(t, "/api/auth/change-email", `{"newEmail":"`+taken.Email+`"}`, "X-Request-Id", "same", "Authorization",
		"Bearer "+u.Token)
	b := post(t, "/api/auth/change-email", `{"newEmail":"`+free+`"}`, "X-Request-Id", "same", "Authorization",
		"Bearer "+u.Token)
	if canonical(a) != canonical(b) || a.Status != 200 {
		t.Errorf("taken:\n%s\nfree:\n%s", canonical(a), canonical(b))
	}
	mailed(t, free)
	for _, line := range logs.linesContaining(taken.Email) {
		t.Errorf("the owner of the address was mailed: %s", line)
	}
}

// TestLinksComeFromConfiguration forges everything that a request can say of where it went (threats: host and redirect
// poisoning).
func TestLinksComeFromConfiguration(t *testing.T) {
	u := newUser(t)
	post(t, "/api/auth/request-password-reset", `{"email":"`+u.Email+`"}`, "Host", "evil.example",
		"X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "http", "Forwarded", "host=evil.example",
		"Origin", "https://evil.example", "Referer", "https://evil.example/").want(t, 200)
	link := mailed(t, u.Email)
	if !strings.HasPrefix(link.String(), "https://api.example.com/api/auth/reset-password/") ||
		strings.Contains(link.String(), "evil") || link.Query().Get("callbackURL") != "/" {
		t.Errorf("the mail leads to %s", link)
	}
	for _, target := range []string{"https://evil.example", "//evil.example", "/reset",
		"http://localhost:3000@evil.example", "javascript:alert(1)", "http://localhost:3000\\@evil.example",
		"http://localhost:3000/a b", "http://localhost:3000/" + strings.Repeat("x", 2048)} {
		body, _ := json.Marshal(map[string]string{"email": u.Email, "redirect_to": target})
		wantProblem(t, target, post(t, "/api/auth/password/forgot", string(body)).want(t, 422), "redirect_to",
			"redirect_to must be an address of the frontend, of 2048 characters or less")
	}
}

func TestVerification(t *testing.T) {
	verified := func(id any) bool { return queryOne[bool](t, `select email_verified from users where id = $1`, id) }
	email := uuid.NewString() + "@example.com"
	b := newBrowser(t)
	b.do("POST", "/api/auth/sign-up/email",
		`{"name":"Ann","email":"`+email+`","password":"correct horse battery","callbackURL":"/welcome?x=1"}`).
		want(t, 200)
	id := b.session().User.ID
	link := mailed(t, email)
	for range 2 { // a mail scanner may have opened it before
		if to := open(t, link).want(t, 302).Header.Get("Location"); to != "/welcome?x=1" || !verified(id) {
			t.Errorf("leads to %s", to)
		}
	}
	wantCode(t, "again", b.do("POST", "/api/auth/send-verification-email", `{"email":"`+email+`"}`), 400,
		"EMAIL_ALREADY_VERIFIED")

	u := newUser(t)
	request{method: "POST", path: "/api/auth/verification", token: u.Token,
		body: `{"redirect_to":"http://localhost:3000/verified"}`}.send(t).want(t, 202)
	link = mailed(t, u.Email)
	token := link.Query().Get("token")
	for name, forged := range map[string]string{"cut": token[:len(token)-2], "a login's": u.Token,
		"a session's": u.Secret, "none": "", "alg none": "eyJhbGciOiJub25lIn0." + strings.Split(token, ".")[1] + "."} {
		a := request{method: "GET", path: "/api/auth/verify-email?token=" + url.QueryEscape(forged)}.send(t)
		wantCode(t, name, a, 401, "INVALID_TOKEN")
		to := request{method: "GET", path: "/api/auth/verify-email?callbackURL=/x%3Fy=1&token=" +
			url.QueryEscape(forged)}.send(t).want(t, 302).Header.Get("Location")
		if to != "/x?y=1&error=INVALID_TOKEN" {
			t.Errorf("%s leads to %s", name, to)
		}
	}
	request{method: "GET", path: "/api/auth/me", token: token}.send(t).want(t, 401) // and it is no session
	if verified(u.ID) {
		t.Fatal("a forged token was taken")
	}
	var shown struct {
		EmailVerified bool `json:"email_verified"`
	}
	post(t, "/api/auth/verification/confirm", `{"token":"`+token+`"}`).want(t, 200).decode(t, &shown)
	if !shown.EmailVerified {
		t.Error("not verified")
	}
	request{method: "POST", path: "/api/auth/verification", token: u.Token, body: `{}`}.send(t).want(t, 409)
	exec(t, `update users set email_verified = false, email = $2 where id = $1`, u.ID, "moved-"+u.Email)
	wantProblem(t, "after a move", post(t, "/api/auth/verification/confirm", `{"token":"`+token+`"}`), "token",
		"This link is not valid any more, please ask for a new one")
	exec(t, `delete from users where id = $1`, u.ID)
	wantCode(t, "of nobody", request{method: "GET", path: "/api/auth/verify-email?token=" + token}.send(t), 401,
		"USER_NOT_FOUND")
}

func TestChangeEmail(t *testing.T) {
	u := newUser(t)
	first, second := u.Email, uuid.NewString()+"@example.com"
	change := func(to string) *url.URL {
		post(t, "/api/auth/change-email",
			`{"newEmail":"`+strings.ToUpper(to)+`","callbackURL":"http://localhost:3000/account"}`,
			"Authorization", "Bearer "+u.Token).want(t, 200)
		return mailed(t, to)
	}
	now := func() string { return queryOne[string](t, `select email from users where id = $1`, u.ID) }
	link := change(second)
	if now() != first {
		t.Error("changed before the link was opened")
	}
	answer := request{method: "GET", path: strings.Replace(link.RequestURI(), "callbackURL=", "x=", 1),
		token: newUser(t).Secret}.send(t)
	if wantCode(t, "in another's browser", answer, 401, "INVALID_USER"); now() != first {
		t.Error("changed in another's browser")
	}
	for range 2 { // a mail scanner may have opened it before
		if to := open(t, link).want(t, 302).Header.Get("Location"); to != "http://localhost:3000/account" ||
			now() != second {
			t.Errorf("leads to %s, the address is %s", to, now())
		}
		if !queryOne[bool](t, `select email_verified and not owner_proven from users where id = $1`, u.ID) {
			t.Error("the link has proven the mailbox, and not yet whose it is")
		}
	}
	open(t, change(first)).want(t, 302)
	if now() != first {
		t.Error("not back again")
	}
	// The link of before would take the account to an address that the user has left.
	if to := open(t, link).want(t, 302).Header.Get("Location"); !strings.Contains(to, "error=INVALID_TOKEN") ||
		now() != first {
		t.Errorf("the old link: %s, the address is %s", to, now())
	}
	// The address has got an account before the link was opened.
	third := uuid.NewString() + "@example.com"
	late := change(third)
	exec(t, `insert into users (id, email) values ($1, $2)`, uuid.New(), third)
	if to := open(t, late).want(t, 302).Header.Get("Location"); !strings.Contains(to, "error=INVALID_TOKEN") ||
		now() != first {
		t.Errorf("taken meanwhile: %s", to)
	}
}

// TestDeletionByMail is for a session that is too old to delete the account without the password.
func TestDeletionByMail(t *testing.T) {
	u, other := newUser(t), newUser(t)
	exec(t, `update sessions set created_at = now() - interval '2 days' where user_id = $1`, u.ID)
	wantCode(t, "nowhere to go", post(t, "/api/auth/delete-user", `{}`, "Authorization", "Bearer "+u.Token), 400,
		"SESSION_EXPIRED")
	a := post(t, "/api/auth/delete-user", `{"callbackURL":"http://localhost:3000/bye"}`, "Authorization",
		"Bearer "+u.Token).want(t, 200)
	if !strings.Contains(string(a.Body), "Verification email sent") {
		t.Errorf("%s", a.Body)
	}
	link := mailed(t, u.Email)
	_, reset := askReset(t, u, true)
	wantCode(t, "a reset's token", post(t, "/api/auth/delete-user", `{"token":"`+reset+`"}`, "Authorization",
		"Bearer "+u.Token), 404, "INVALID_TOKEN")
	wantCode(t, "a deletion's token",
		post(t, "/api/auth/reset-password",
			`{"token":"`+link.Query().Get("token")+`","newPassword":"a new password"}`), 400, "INVALID_TOKEN")
	get := func(token string) answer {
		return request{method: "GET", path: link.RequestURI(), token: token}.send(t)
	}
	wantCode(t, "signed out", get(""), 404, "FAILED_TO_GET_USER_INFO")
	wantCode(t, "as another", get(other.Token), 404, "INVALID_TOKEN")
	if left := queryOne[int](t, `select count(*) from users where id in ($1, $2)`, u.ID, other.ID); left != 2 {
		t.Fatal("somebody was deleted")
	}
	if to := get(u.Token).want(t, 302).Header.Get("Location"); to != "http://localhost:3000/bye" {
		t.Errorf("leads to %s", to)
	}
	if queryOne[int](t, `select count(*) from users where id = $1`, u.ID) != 0 {
		t.Error("the account is there still")
	}
	get(u.Token).want(t, 404)
}
