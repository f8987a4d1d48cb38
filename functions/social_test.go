package functions_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
)

// stubbed stands in for GitHub and Google: it is http.DefaultTransport, which the functions' client uses, and hands
// what goes to them to their stand-ins. Everything else goes where it goes.
type stubbed struct{ http.RoundTripper }

func (s stubbed) RoundTrip(r *http.Request) (*http.Response, error) {
	switch r.URL.Host {
	case "github.com", "api.github.com", "oauth2.googleapis.com", "openidconnect.googleapis.com":
		w := httptest.NewRecorder()
		people.ServeHTTP(w, r)
		return w.Result(), nil
	}
	return s.RoundTripper.RoundTrip(r)
}

// people are those who have accounts at the provider, by the code that it sends the browser back with.
var people = &standIn{people: map[string]person{}, challenges: map[string]string{}}

type person struct {
	ID       int
	Email    string
	Verified bool
	Name     string
	Image    string
	fail     string // the path that answers 500
}

type standIn struct {
	mu         sync.Mutex
	people     map[string]person
	challenges map[string]string // by code, of PKCE
}

// consent is what the person does at the provider: it returns the code that the browser comes back with.
func (s *standIn) consent(p person, challenge string) (code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	code = uuid.NewString()
	s.people[code], s.challenges[code] = p, challenge
	return code
}

func (s *standIn) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	code := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer access-")
	token := strings.HasSuffix(r.URL.Path, "/access_token") || r.URL.Path == "/token"
	if token {
		_ = r.ParseForm()
		code = r.PostForm.Get("code")
	}
	p, known := s.people[code]
	if p.fail == r.URL.Path {
		w.WriteHeader(500)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	answer := func(v any) { _ = json.NewEncoder(w).Encode(v) }
	switch {
	case token:
		sum := sha256.Sum256([]byte(r.PostForm.Get("code_verifier")))
		id, secret := "github-client", "github-secret"
		if r.URL.Host == "oauth2.googleapis.com" {
			id, secret = "google-client", "google-secret"
		}
		if !known || base64.RawURLEncoding.EncodeToString(sum[:]) != s.challenges[code] || r.PostForm.Get("client_id") != id || r.PostForm.Get("client_secret") != secret ||
			!strings.HasPrefix(r.PostForm.Get("redirect_uri"), "https://api.example.com/api/auth/callback/") {
			w.WriteHeader(400)
			answer(map[string]string{"error": "invalid_grant"})
			return
		}
		s.challenges[code] = "" // a code is good once
		answer(map[string]string{"access_token": "access-" + code, "token_type": "bearer"})
	case !known:
		w.WriteHeader(401)
	case r.URL.Path == "/user":
		answer(map[string]any{"id": p.ID, "login": "login", "name": p.Name, "avatar_url": p.Image, "email": "public@example.com"})
	case r.URL.Path == "/user/emails":
		answer([]map[string]any{{"email": "other@example.com", "primary": false, "verified": true}, {"email": p.Email, "primary": true, "verified": p.Verified}})
	case r.URL.Path == "/v1/userinfo":
		answer(map[string]any{"sub": fmt.Sprint(p.ID), "email": p.Email, "email_verified": p.Verified, "name": p.Name, "picture": p.Image})
	}
}

// browser keeps cookies, for the backend alone.
type browser struct {
	t       *testing.T
	cookies map[string]string
	address string
}

func newBrowser(t *testing.T) *browser {
	return &browser{t: t, cookies: map[string]string{}, address: randomAddress()}
}

func (b *browser) do(method, path, body string) answer {
	b.t.Helper()
	var pairs []string
	for name, value := range b.cookies {
		pairs = append(pairs, name+"="+value)
	}
	header := map[string]string{"Origin": frontend, "X-Forwarded-For": b.address}
	if len(pairs) > 0 {
		header["Cookie"] = strings.Join(pairs, "; ")
	}
	a := request{method: method, path: path, body: body, header: header}.send(b.t)
	for _, line := range a.Header.Values("Set-Cookie") {
		c, err := http.ParseSetCookie(line)
		if err != nil {
			b.t.Fatal(err)
		}
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
	return a
}

// social signs in at a provider, or links it, and returns where the browser ends.
func (b *browser) social(start, provider string, p person, extra string) *url.URL {
	b.t.Helper()
	var began struct{ URL string }
	b.do("POST", start, `{"provider":"`+provider+`","callbackURL":"http://localhost:3000/tasks","errorCallbackURL":"http://localhost:3000/oops?x=1"`+extra+`}`).want(b.t, 200).into(b.t, &began)
	at, err := url.Parse(began.URL)
	if err != nil {
		b.t.Fatal(err)
	}
	code := people.consent(p, at.Query().Get("code_challenge"))
	return b.back(provider, url.Values{"code": {code}, "state": {at.Query().Get("state")}})
}

func (b *browser) back(provider string, query url.Values) *url.URL {
	b.t.Helper()
	a := b.do("GET", "/api/auth/callback/"+provider+"?"+query.Encode(), "").want(b.t, 302)
	to, err := url.Parse(a.Header.Get("Location"))
	if err != nil {
		b.t.Fatal(err)
	}
	return to
}

type sessionBody struct {
	Session *struct {
		ID, Token string
	}
	User struct {
		ID, Name, Email string
		EmailVerified   bool
		Image           *string
	}
}

func (b *browser) session() (s sessionBody) {
	b.t.Helper()
	b.do("GET", "/api/auth/get-session", "").want(b.t, 200).into(b.t, &s)
	return s
}

func someone(id int) person {
	return person{ID: id, Email: fmt.Sprintf("person-%d@example.com", id), Verified: true, Name: "Mina", Image: "https://avatars.example.com/1"}
}

func TestSocialSignIn(t *testing.T) {
	for i, provider := range []string{"github", "google"} {
		t.Run(provider, func(t *testing.T) {
			p := someone(1000 + i)
			b := newBrowser(t)
			if to := b.social("/api/auth/sign-in/social", provider, p, `,"newUserCallbackURL":"http://localhost:3000/welcome"`); to.String() != "http://localhost:3000/welcome" {
				t.Errorf("the first time leads to %s", to)
			}
			first := b.session()
			if first.Session == nil || first.User.Email != p.Email || !first.User.EmailVerified || first.User.Name != "Mina" || *first.User.Image != p.Image {
				t.Errorf("%+v", first)
			}
			b.do("GET", "/api/tasks", "").want(t, 200)
			again := newBrowser(t)
			p.Email = "moved-" + p.Email // the account is known by its id
			if to := again.social("/api/auth/sign-in/social", provider, p, `,"newUserCallbackURL":"http://localhost:3000/welcome"`); to.String() != "http://localhost:3000/tasks" {
				t.Errorf("the second time leads to %s", to)
			}
			if second := again.session(); second.User.ID != first.User.ID || second.Session.ID == first.Session.ID {
				t.Errorf("first %+v, second %+v", first, second)
			}
			if _, left := again.cookies["__Secure-better-auth.state"]; left {
				t.Error("the state's cookie is there still")
			}
		})
	}
}

// TestSocialAddress joins a provider's account with one that has its address (threats: accounts taken before their owner arrives).
func TestSocialAddress(t *testing.T) {
	for i, c := range []struct {
		name             string
		verified         bool // ours, by somebody who opened a link
		proven           bool // ours, by a person who did
		theirs           bool // verified by the provider
		error            string
		keepsItsPassword bool
	}{
		{"both proven", true, true, true, "", true},
		{"ours is not: whoever made the account may be another", false, false, true, "", false},
		{"ours was verified by a mail scanner", true, false, true, "", false},
		{"theirs is not", true, true, false, "account_not_linked", true},
		{"neither is", false, false, false, "account_not_linked", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			u := newUser(t)
			exec(t, `update users set email_verified = $2, owner_proven = $3 where id = $1`, u.ID, c.verified, c.proven)
			exec(t, `insert into accounts (id, user_id, provider_id, account_id) values (gen_random_uuid(), $1, 'google', $2)`, u.ID, uuid.NewString())
			p := someone(2000 + i)
			p.Email, p.Verified = strings.ToUpper(u.Email), c.theirs
			b := newBrowser(t)
			to := b.social("/api/auth/sign-in/social", "github", p, "")
			if got := to.Query().Get("error"); got != c.error {
				t.Errorf("error %q, want %q: %s", got, c.error, to)
			}
			if c.error != "" && (to.Host != "localhost:3000" || to.Path != "/oops" || to.Query().Get("x") != "1" || b.session().Session != nil) {
				t.Errorf("%s, session %v", to, b.session())
			}
			if c.error == "" && b.session().User.ID != u.ID.String() {
				t.Errorf("signed in as %v", b.session())
			}
			status := 401
			if c.keepsItsPassword {
				status = 200
			}
			login(t, u.Email, password, randomAddress()).want(t, status)
			request{method: "GET", path: "/api/auth/me", token: u.Token}.send(t).want(t, status)
			others := lookUp[int](t, `select count(*) from accounts where user_id = $1 and provider_id = 'google'`, u.ID)
			if (others == 1) != c.keepsItsPassword {
				t.Errorf("%d accounts of before", others)
			}
		})
	}
}

func TestSocialErrors(t *testing.T) {
	p := someone(3000)
	start := func(b *browser) (state, challenge string) {
		var began struct{ URL string }
		b.do("POST", "/api/auth/sign-in/social", `{"provider":"github","callbackURL":"http://localhost:3000/tasks"}`).want(t, 200).into(t, &began)
		at, _ := url.Parse(began.URL)
		return at.Query().Get("state"), at.Query().Get("code_challenge")
	}
	for name, c := range map[string]struct {
		want string
		back func(b *browser) *url.URL
	}{
		"no state": {"state_not_found", func(b *browser) *url.URL { return b.back("github", url.Values{"code": {"x"}}) }},
		"another browser's state": {"state_mismatch", func(b *browser) *url.URL { // login CSRF
			state, challenge := start(newBrowser(t))
			return b.back("github", url.Values{"code": {people.consent(p, challenge)}, "state": {state}})
		}},
		"a state of before": {"state_mismatch", func(b *browser) *url.URL {
			state, challenge := start(b)
			start(b)
			return b.back("github", url.Values{"code": {people.consent(p, challenge)}, "state": {state}})
		}},
		"a forged cookie": {"state_mismatch", func(b *browser) *url.URL {
			state, challenge := start(b)
			forged := base64.RawURLEncoding.EncodeToString([]byte(`{"state":"` + state + `","target":"https://evil.example","expires":9999999999}`))
			b.cookies["__Secure-better-auth.state"] = forged + ".AAAA"
			return b.back("github", url.Values{"code": {people.consent(p, challenge)}, "state": {state}})
		}},
		"a session's cookie for the state's": {"state_mismatch", func(b *browser) *url.URL {
			u := newUser(t)
			_, b.cookies["__Secure-better-auth.state"], _ = strings.Cut(u.cookie(t), "=")
			return b.back("github", url.Values{"code": {"x"}, "state": {""}, "x": {u.Secret}, "state ": {u.Secret}})
		}},
		"refused by the person": {"access_denied", func(b *browser) *url.URL {
			state, _ := start(b)
			return b.back("github", url.Values{"error": {"access_denied"}, "error_description": {"no"}, "state": {state}})
		}},
		"no code": {"no_code", func(b *browser) *url.URL { state, _ := start(b); return b.back("github", url.Values{"state": {state}}) }},
		"another provider": {"oauth_provider_not_found", func(b *browser) *url.URL {
			state, _ := start(b)
			return b.back("apple", url.Values{"state": {state}, "code": {"x"}})
		}},
		"an unknown code": {"invalid_code", func(b *browser) *url.URL {
			state, _ := start(b)
			return b.back("github", url.Values{"state": {state}, "code": {"x"}})
		}},
		"a code of another flow": {"invalid_code", func(b *browser) *url.URL { // PKCE
			_, challenge := start(newBrowser(t))
			state, _ := start(b)
			return b.back("github", url.Values{"state": {state}, "code": {people.consent(p, challenge)}})
		}},
		"the provider's API is down": {"unable_to_get_user_info", func(b *browser) *url.URL {
			broken := p
			broken.fail = "/user/emails"
			return b.social("/api/auth/sign-in/social", "github", broken, "")
		}},
		"no address": {"email_not_found", func(b *browser) *url.URL {
			nameless := p
			nameless.Email = ""
			return b.social("/api/auth/sign-in/social", "github", nameless, "")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBrowser(t)
			to := c.back(b)
			if got := to.Query().Get("error"); got != c.want && !(name == "a session's cookie for the state's" && got == "state_not_found") {
				t.Errorf("error %q, want %q: %s", got, c.want, to)
			}
			if to.Host != "api.example.com" && to.Host != "localhost:3000" {
				t.Errorf("leads to %s", to)
			}
			if _, in := b.cookies["__Secure-better-auth.session_token"]; in {
				t.Error("signed in")
			}
		})
	}
	if lookUp[int](t, `select count(*) from accounts where account_id = '3000'`) != 0 {
		t.Error("an account was made")
	}
	for body, want := range map[string][2]any{
		`{"provider":"apple"}`: {404, "PROVIDER_NOT_FOUND"}, `{"provider":"x"}`: {404, "PROVIDER_NOT_FOUND"}, `{}`: {400, "VALIDATION_ERROR"},
		`{"provider":"github","callbackURL":"https://evil.example"}`: {403, "INVALID_CALLBACK_URL"}, `{"provider":"github","errorCallbackURL":"//evil.example"}`: {403, "INVALID_ERROR_CALLBACK_URL"},
		`{"provider":"github","newUserCallbackURL":"/\\evil.example"}`: {403, "INVALID_NEW_USER_CALLBACK_URL"}, `{"provider":"github","idToken":{"token":"x"}}`: {404, "ID_TOKEN_NOT_SUPPORTED"},
		`{"provider":"github","scopes":"x"}`: {400, "VALIDATION_ERROR"}, `{"provider":"github","callbackURL":"/` + strings.Repeat("x", 2048) + `"}`: {403, "INVALID_CALLBACK_URL"},
	} {
		wantCode(t, body, newBrowser(t).do("POST", "/api/auth/sign-in/social", body), want[0].(int), want[1].(string))
	}
}

func TestLinkSocial(t *testing.T) {
	owner := func() (user, *browser) {
		u, b := newUser(t), newBrowser(t)
		name, value, _ := strings.Cut(u.cookie(t), "=")
		b.cookies[name] = value
		return u, b
	}
	links := func(u user) int {
		return lookUp[int](t, `select count(*) from accounts where user_id = $1`, u.ID)
	}
	u, b := owner()
	p := someone(4000)
	p.Email = u.Email
	if to := b.social("/api/auth/link-social", "github", p, ""); to.String() != "http://localhost:3000/tasks" || links(u) != 1 {
		t.Errorf("%s, %d links", to, links(u))
	}
	if to := b.social("/api/auth/link-social", "github", p, ""); to.Query().Get("error") != "" || links(u) != 1 { // again
		t.Errorf("%s, %d links", to, links(u))
	}
	other, bo := owner()
	theirs := p
	theirs.Email = other.Email
	if to := bo.social("/api/auth/link-social", "github", theirs, ""); to.Query().Get("error") != "account_already_linked_to_different_user" || links(other) != 0 {
		t.Errorf("%s", to)
	}
	if to := bo.social("/api/auth/link-social", "github", someone(4001), ""); to.Query().Get("error") != "email_does_not_match" || links(other) != 0 {
		t.Errorf("%s", to)
	}
	unverified := someone(4002)
	unverified.Email, unverified.Verified = other.Email, false
	if to := bo.social("/api/auth/link-social", "github", unverified, ""); to.Query().Get("error") != "unable_to_link_account" || links(other) != 0 {
		t.Errorf("%s", to)
	}
	// The session that began it has ended before the provider answers.
	var began struct{ URL string }
	bo.do("POST", "/api/auth/link-social", `{"provider":"github","errorCallbackURL":"http://localhost:3000/oops"}`).want(t, 200).into(t, &began)
	at, _ := url.Parse(began.URL)
	exec(t, `delete from sessions where user_id = $1`, other.ID)
	mine := someone(4003)
	mine.Email = other.Email
	to := bo.back("github", url.Values{"code": {people.consent(mine, at.Query().Get("code_challenge"))}, "state": {at.Query().Get("state")}})
	if to.Query().Get("error") != "state_mismatch" || links(other) != 0 {
		t.Errorf("after the session's end: %s", to)
	}
}

// TestTwoUnlinkAtOnce shows that the last way to sign in stays, whichever of two requests comes first.
func TestTwoUnlinkAtOnce(t *testing.T) {
	f := newFixture(t)
	holder, err := admin.Begin(t.Context()) // makes the two meet
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = holder.Rollback(t.Context()) }()
	if _, err := holder.Exec(t.Context(), `select from users where id = $1 for update`, f.owner.ID); err != nil {
		t.Fatal(err)
	}
	ids := make(chan string, 2)
	ids <- f.account.String()
	ids <- f.owner.ID.String()
	done := make(chan map[int]int)
	go func() {
		done <- atOnce(2, func() int {
			return request{method: "POST", path: "/api/auth/unlink-account", token: f.owner.Token, body: `{"accountId":"` + <-ids + `"}`,
				header: map[string]string{"X-Forwarded-For": randomAddress()}}.send(t).Status
		})
	}()
	waitUntil(t, `select count(*) >= 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
	if err := holder.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	statuses := <-done
	if ways := lookUp[int](t, `select (select count(*) from accounts where user_id = $1) + (select count(password_hash) from users where id = $1)`, f.owner.ID); ways != 1 || statuses[200] != 1 {
		t.Errorf("%d ways are left, statuses %v", ways, statuses)
	}
}

func wantCode(t *testing.T, what string, a answer, status int, code string) {
	t.Helper()
	var e struct{ Message, Code string }
	if len(a.Body) > 0 && bytes.HasPrefix(a.Body, []byte("{")) {
		a.into(t, &e)
	}
	if a.Status != status || e.Code != code || status >= 400 && code != "" && e.Message == "" {
		t.Errorf("%s: %d %s, want %d %s", what, a.Status, a.Body, status, code)
	}
}
