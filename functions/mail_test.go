package functions_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/pgtest"
)

// mailed waits for the newest link that address was mailed, and has not been asked for before.
func mailed(t *testing.T, address string) *url.URL {
	t.Helper()
	pgtest.Eventually(t, "a mail to "+address, func() bool { inbox.read(t); return len(inbox.unopened[address]) > 0 })
	last := len(inbox.unopened[address]) - 1
	link, err := url.Parse(inbox.unopened[address][last])
	if err != nil {
		t.Fatal(err)
	}
	inbox.unopened[address] = inbox.unopened[address][:last]
	return link
}

// inbox holds the links that the log has told, by address.
var inbox = mails{unopened: map[string][]string{}}

type mails struct {
	seen     int // bytes of the log
	unopened map[string][]string
}

// read goes on in the log where it has ended before.
func (m *mails) read(t *testing.T) {
	t.Helper()
	log := logs.after(m.seen)
	for line := range strings.Lines(log) {
		var entry struct{ Msg, To, Link string }
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatal(err)
		}
		if entry.Msg == "mail" && entry.Link != "" { // a notice has none
			m.unopened[entry.To] = append(m.unopened[entry.To], entry.Link)
		}
	}
	m.seen += len(log)
}

// open follows a mail's link to the backend.
func open(t *testing.T, link *url.URL) answer {
	t.Helper()
	if link.Scheme+"://"+link.Host != "https://api.example.com" {
		t.Fatalf("the mail leads to %s", link)
	}
	return request{method: "GET", path: link.RequestURI(), header: map[string]string{"X-Forwarded-For": randomAddress()}}.send(t)
}

// post sends a body from an address of its own.
func post(t *testing.T, path, body string, header ...string) answer {
	t.Helper()
	h := map[string]string{"X-Forwarded-For": randomAddress()}
	for i := 0; i+1 < len(header); i += 2 {
		h[header[i]] = header[i+1]
	}
	return request{method: "POST", path: path, body: body, header: h}.send(t)
}

// askReset asks for a reset in one of the two ways, and returns the mail's token.
func askReset(t *testing.T, u user, rest bool) (link *url.URL, token string) {
	t.Helper()
	if rest {
		post(t, "/api/auth/password/forgot", `{"email":"`+u.Email+`","redirect_to":"http://localhost:3000/reset?x=1"}`).want(t, 202)
	} else {
		post(t, "/api/auth/request-password-reset", `{"email":"`+u.Email+`","redirectTo":"http://localhost:3000/reset?x=1"}`).want(t, 200)
	}
	link = mailed(t, u.Email)
	return link, link.Path[strings.LastIndex(link.Path, "/")+1:]
}

func TestReset(t *testing.T) {
	for _, rest := range []bool{true, false} {
		t.Run(fmt.Sprintf("REST %v", rest), func(t *testing.T) {
			u := newUser(t)
			link, token := askReset(t, u, rest)
			to, _ := url.Parse(open(t, link).want(t, 302).Header.Get("Location"))
			if to.Host != "localhost:3000" || to.Path != "/reset" || to.Query().Get("x") != "1" || to.Query().Get("token") != token {
				t.Errorf("the link leads to %s", to)
			}
			redeem := func(password string) answer {
				if rest {
					return post(t, "/api/auth/password/reset", `{"token":"`+token+`","new_password":"`+password+`"}`)
				}
				return post(t, "/api/auth/reset-password", `{"token":"`+token+`","newPassword":"`+password+`"}`)
			}
			for _, refused := range []string{"short", "password1"} {
				if a := redeem(refused); a.Status < 400 {
					t.Errorf("the password %s: %d", refused, a.Status)
				}
			}
			redeem("a new password").want(t, 200) // the token is good still
			if a := redeem("another password"); a.Status != 400 && a.Status != 422 {
				t.Errorf("the second use: %d", a.Status)
			}
			to, _ = url.Parse(open(t, link).want(t, 302).Header.Get("Location"))
			if to.Query().Get("error") != "INVALID_TOKEN" || to.Query().Has("token") {
				t.Errorf("the used link leads to %s", to)
			}
			request{method: "GET", path: "/api/auth/me", token: u.Token}.send(t).want(t, 401)
			login(t, u.Email, password, randomAddress()).want(t, 401)
			login(t, u.Email, "a new password", randomAddress()).want(t, 200)
			if !lookUp[bool](t, `select email_verified from users where id = $1`, u.ID) {
				t.Error("whoever reads the mail owns the address")
			}
		})
	}
}

// TestFiftyRedeemAtOnce: a secret is used once (threats: a race at redemption).
func TestFiftyRedeemAtOnce(t *testing.T) {
	u := newUser(t)
	_, token := askReset(t, u, false)
	statuses := atOnce(50, func() int {
		return post(t, "/api/auth/reset-password", `{"token":"`+token+`","newPassword":"a new password"}`).Status
	})
	if statuses[200] != 1 || statuses[400] != 49 {
		t.Errorf("statuses %v", statuses)
	}
	_, another := askReset(t, u, true)
	if stored := lookUp[string](t, `select string_agg(row(o.*)::text, ' ') from one_time_tokens o`); strings.Contains(stored, another) {
		t.Error("the table holds the token")
	}
}

// TestResetDies shows what makes a token worthless before it is used.
func TestResetDies(t *testing.T) {
	for name, end := range map[string]func(u user){
		"expired": func(u user) { exec(t, `update one_time_tokens set expires_at = now() where user_id = $1`, u.ID) },
		"password changed": func(u user) {
			request{method: "PUT", path: "/api/auth/password", token: u.Token, body: `{"current_password":"` + password + `","new_password":"another one"}`}.send(t).want(t, 200)
		},
		"another redeemed": func(u user) {
			_, other := askReset(t, u, true)
			post(t, "/api/auth/password/reset", `{"token":"`+other+`","new_password":"another one"}`).want(t, 200)
		},
		"address changed": func(u user) {
			to := uuid.NewString() + "@example.com"
			post(t, "/api/auth/change-email", `{"newEmail":"`+to+`"}`, "Authorization", "Bearer "+u.Token).want(t, 200)
			open(t, mailed(t, to)).want(t, 302)
		},
		"account deleted": func(u user) { exec(t, `delete from users where id = $1`, u.ID) },
		"of another kind": func(u user) {
			exec(t, `update one_time_tokens set purpose = 'delete-account' where user_id = $1`, u.ID)
		},
	} {
		t.Run(name, func(t *testing.T) {
			u := newUser(t)
			_, token := askReset(t, u, true)
			end(u)
			wantCode(t, name, post(t, "/api/auth/reset-password", `{"token":"`+token+`","newPassword":"a new password"}`), 400, "INVALID_TOKEN")
		})
	}
}

// TestResetOfAnUnprovenAccount takes it back from whoever made it (threats: accounts taken before their owner arrives).
func TestResetOfAnUnprovenAccount(t *testing.T) {
	for _, proven := range []bool{false, true} {
		u := newUser(t)
		exec(t, `update users set email_verified = true, owner_proven = $2 where id = $1`, u.ID, proven)
		exec(t, `insert into accounts (id, user_id, provider_id, account_id) values (gen_random_uuid(), $1, 'github', $2)`, u.ID, uuid.NewString())
		_, token := askReset(t, u, true)
		post(t, "/api/auth/password/reset", `{"token":"`+token+`","new_password":"a new password"}`).want(t, 200)
		if links := lookUp[int](t, `select count(*) from accounts where user_id = $1`, u.ID); (links == 1) != proven {
			t.Errorf("proven %v: %d linked accounts are left", proven, links)
		}
	}
}

// TestMailTellsNothing compares what is answered for a known and an unknown address.
func TestMailTellsNothing(t *testing.T) {
	u := newUser(t)
	for _, c := range []struct{ path, body string }{
		{"/api/auth/password/forgot", `{"email":"%s"}`}, {"/api/auth/request-password-reset", `{"email":"%s"}`}, {"/api/auth/send-verification-email", `{"email":"%s"}`},
	} {
		known := post(t, c.path, fmt.Sprintf(c.body, u.Email), "X-Request-Id", "same")
		unknown := post(t, c.path, fmt.Sprintf(c.body, "nobody-"+u.Email), "X-Request-Id", "same")
		if normal(known) != normal(unknown) || known.Status >= 300 {
			t.Errorf("%s: known:\n%s\nunknown:\n%s", c.path, normal(known), normal(unknown))
		}
		mailed(t, u.Email)
	}
	taken := newUser(t)
	free := "free-" + u.Email
	a := post(t, "/api/auth/change-email", `{"newEmail":"`+taken.Email+`"}`, "X-Request-Id", "same", "Authorization", "Bearer "+u.Token)
	b := post(t, "/api/auth/change-email", `{"newEmail":"`+free+`"}`, "X-Request-Id", "same", "Authorization", "Bearer "+u.Token)
	if normal(a) != normal(b) || a.Status != 200 {
		t.Errorf("taken:\n%s\nfree:\n%s", normal(a), normal(b))
	}
	mailed(t, free)
	for _, line := range logs.of(taken.Email) {
		t.Errorf("the owner of the address was mailed: %s", line)
	}
}

// TestLinksComeFromConfiguration forges everything that a request can say of where it went (threats: host and redirect poisoning).
func TestLinksComeFromConfiguration(t *testing.T) {
	u := newUser(t)
	post(t, "/api/auth/request-password-reset", `{"email":"`+u.Email+`"}`, "Host", "evil.example", "X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "http",
		"Forwarded", "host=evil.example", "Origin", "https://evil.example", "Referer", "https://evil.example/").want(t, 200)
	link := mailed(t, u.Email)
	if !strings.HasPrefix(link.String(), "https://api.example.com/api/auth/reset-password/") || strings.Contains(link.String(), "evil") || link.Query().Get("callbackURL") != "/" {
		t.Errorf("the mail leads to %s", link)
	}
	for _, target := range []string{"https://evil.example", "//evil.example", "/reset", "http://localhost:3000@evil.example", "javascript:alert(1)", "http://localhost:3000\\@evil.example", "http://localhost:3000/a b", "http://localhost:3000/" + strings.Repeat("x", 2048)} {
		body, _ := json.Marshal(map[string]string{"email": u.Email, "redirect_to": target})
		wantProblem(t, target, post(t, "/api/auth/password/forgot", string(body)).want(t, 422), "redirect_to", "redirect_to must be an address of the frontend, of 2048 characters or less")
	}
}

func TestVerification(t *testing.T) {
	verified := func(id any) bool { return lookUp[bool](t, `select email_verified from users where id = $1`, id) }
	email := uuid.NewString() + "@example.com"
	b := newBrowser(t)
	b.do("POST", "/api/auth/sign-up/email", `{"name":"Ann","email":"`+email+`","password":"correct horse battery","callbackURL":"/welcome?x=1"}`).want(t, 200)
	id := b.session().User.ID
	link := mailed(t, email)
	for range 2 { // a mail scanner may have opened it before
		if to := open(t, link).want(t, 302).Header.Get("Location"); to != "/welcome?x=1" || !verified(id) {
			t.Errorf("leads to %s", to)
		}
	}
	wantCode(t, "again", b.do("POST", "/api/auth/send-verification-email", `{"email":"`+email+`"}`), 400, "EMAIL_ALREADY_VERIFIED")

	u := newUser(t)
	request{method: "POST", path: "/api/auth/verification", token: u.Token, body: `{"redirect_to":"http://localhost:3000/verified"}`}.send(t).want(t, 202)
	link = mailed(t, u.Email)
	token := link.Query().Get("token")
	for name, forged := range map[string]string{"cut": token[:len(token)-2], "a login's": u.Token, "a session's": u.Secret, "none": "", "alg none": "eyJhbGciOiJub25lIn0." + strings.Split(token, ".")[1] + "."} {
		a := request{method: "GET", path: "/api/auth/verify-email?token=" + url.QueryEscape(forged), header: map[string]string{"X-Forwarded-For": randomAddress()}}.send(t)
		wantCode(t, name, a, 401, "INVALID_TOKEN")
		to := request{method: "GET", path: "/api/auth/verify-email?callbackURL=/x%3Fy=1&token=" + url.QueryEscape(forged), header: map[string]string{"X-Forwarded-For": randomAddress()}}.send(t).want(t, 302).Header.Get("Location")
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
	post(t, "/api/auth/verification/confirm", `{"token":"`+token+`"}`).want(t, 200).into(t, &shown)
	if !shown.EmailVerified {
		t.Error("not verified")
	}
	request{method: "POST", path: "/api/auth/verification", token: u.Token, body: `{}`}.send(t).want(t, 409)
	exec(t, `update users set email_verified = false, email = $2 where id = $1`, u.ID, "moved-"+u.Email)
	wantProblem(t, "after a move", post(t, "/api/auth/verification/confirm", `{"token":"`+token+`"}`), "token", "This link is not valid any more, please ask for a new one")
	exec(t, `delete from users where id = $1`, u.ID)
	wantCode(t, "of nobody", request{method: "GET", path: "/api/auth/verify-email?token=" + token}.send(t), 401, "USER_NOT_FOUND")
}

func TestChangeEmail(t *testing.T) {
	u := newUser(t)
	first, second := u.Email, uuid.NewString()+"@example.com"
	change := func(to string) *url.URL {
		post(t, "/api/auth/change-email", `{"newEmail":"`+strings.ToUpper(to)+`","callbackURL":"http://localhost:3000/account"}`, "Authorization", "Bearer "+u.Token).want(t, 200)
		return mailed(t, to)
	}
	now := func() string { return lookUp[string](t, `select email from users where id = $1`, u.ID) }
	there := change(second)
	if now() != first {
		t.Error("changed before the link was opened")
	}
	elsewhere := request{method: "GET", path: strings.Replace(there.RequestURI(), "callbackURL=", "x=", 1), token: newUser(t).Secret, header: map[string]string{"X-Forwarded-For": randomAddress()}}.send(t)
	if wantCode(t, "in another's browser", elsewhere, 401, "INVALID_USER"); now() != first {
		t.Error("changed in another's browser")
	}
	for range 2 { // a mail scanner may have opened it before
		if to := open(t, there).want(t, 302).Header.Get("Location"); to != "http://localhost:3000/account" ||
			now() != second {
			t.Errorf("leads to %s, the address is %s", to, now())
		}
		if !lookUp[bool](t, `select email_verified and not owner_proven from users where id = $1`, u.ID) {
			t.Error("the link has proven the mailbox, and not yet whose it is")
		}
	}
	open(t, change(first)).want(t, 302)
	if now() != first {
		t.Error("not back again")
	}
	// The link of before would take the account to an address that the user has left.
	if to := open(t, there).want(t, 302).Header.Get("Location"); !strings.Contains(to, "error=INVALID_TOKEN") || now() != first {
		t.Errorf("the old link: %s, the address is %s", to, now())
	}
	// The address has got an account before the link was opened.
	third := uuid.NewString() + "@example.com"
	late := change(third)
	exec(t, `insert into users (id, email) values ($1, $2)`, uuid.New(), third)
	if to := open(t, late).want(t, 302).Header.Get("Location"); !strings.Contains(to, "error=INVALID_TOKEN") || now() != first {
		t.Errorf("taken meanwhile: %s", to)
	}
}

// TestDeletionByMail is for a session that is too old to delete the account without the password.
func TestDeletionByMail(t *testing.T) {
	u, other := newUser(t), newUser(t)
	exec(t, `update sessions set created_at = now() - interval '2 days' where user_id = $1`, u.ID)
	wantCode(t, "nowhere to go", post(t, "/api/auth/delete-user", `{}`, "Authorization", "Bearer "+u.Token), 400, "SESSION_EXPIRED")
	a := post(t, "/api/auth/delete-user", `{"callbackURL":"http://localhost:3000/bye"}`, "Authorization", "Bearer "+u.Token).want(t, 200)
	if !strings.Contains(string(a.Body), "Verification email sent") {
		t.Errorf("%s", a.Body)
	}
	link := mailed(t, u.Email)
	_, reset := askReset(t, u, true)
	wantCode(t, "a reset's token", post(t, "/api/auth/delete-user", `{"token":"`+reset+`"}`, "Authorization", "Bearer "+u.Token), 404, "INVALID_TOKEN")
	wantCode(t, "a deletion's token", post(t, "/api/auth/reset-password", `{"token":"`+link.Query().Get("token")+`","newPassword":"a new password"}`), 400, "INVALID_TOKEN")
	get := func(token string) answer {
		return request{method: "GET", path: link.RequestURI(), token: token, header: map[string]string{"X-Forwarded-For": randomAddress()}}.send(t)
	}
	wantCode(t, "signed out", get(""), 404, "FAILED_TO_GET_USER_INFO")
	wantCode(t, "as another", get(other.Token), 404, "INVALID_TOKEN")
	if left := lookUp[int](t, `select count(*) from users where id in ($1, $2)`, u.ID, other.ID); left != 2 {
		t.Fatal("somebody was deleted")
	}
	if to := get(u.Token).want(t, 302).Header.Get("Location"); to != "http://localhost:3000/bye" {
		t.Errorf("leads to %s", to)
	}
	if lookUp[int](t, `select count(*) from users where id = $1`, u.ID) != 0 {
		t.Error("the account is there still")
	}
	get(u.Token).want(t, 404)
}

// notices waits for a mail of a subject to address, which asks nothing, and returns how many of them the log has.
func notices(t *testing.T, address, subject string) (n int) {
	t.Helper()
	pgtest.Eventually(t, "a notice to "+address+": "+subject, func() bool {
		n = 0
		for line := range strings.Lines(logs.after(0)) {
			var entry struct{ Msg, To, Subject string }
			if json.Unmarshal([]byte(line), &entry) == nil && entry.Msg == "mail" &&
				entry.To == address && entry.Subject == subject {
				n++
			}
		}
		return n > 0
	})
	return n
}
