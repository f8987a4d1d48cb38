package functions_test

import (
	"bytes"
	"encoding/base64"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
)

func TestSocialSignIn(t *testing.T) {
	for i, provider := range []string{"github", "google"} {
		t.Run(provider, func(t *testing.T) {
			p := someone(1000 + i)
			b := newBrowser(t)
			to := b.social("/api/auth/sign-in/social", provider, p,
				`,"newUserCallbackURL":"http://localhost:3000/welcome"`)
			if to.String() != "http://localhost:3000/welcome" {
				t.Errorf("the first time leads to %s", to)
			}
			first := b.session()
			if first.Session == nil || first.User.Email != p.Email || !first.User.EmailVerified ||
				first.User.Name != "Mina" || *first.User.Image != p.Image {
				t.Errorf("%+v", first)
			}
			b.do("GET", "/api/tasks", "").want(t, 200)
			again := newBrowser(t)
			p.Email = "moved-" + p.Email // the account is known by its id
			if to := again.social("/api/auth/sign-in/social", provider, p,
				`,"newUserCallbackURL":"http://localhost:3000/welcome"`); to.String() != "http://localhost:3000/tasks" {
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

// TestSocialAddress joins a provider's account with one that has its address (threats: accounts taken before their
// owner arrives).
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
			exec(t, `insert into accounts (id, user_id, provider_id, account_id)
				values (gen_random_uuid(), $1, 'google', $2)`,
				u.ID, uuid.NewString())
			p := someone(2000 + i)
			p.Email, p.Verified = strings.ToUpper(u.Email), c.theirs
			b := newBrowser(t)
			to := b.social("/api/auth/sign-in/social", "github", p, "")
			if got := to.Query().Get("error"); got != c.error {
				t.Errorf("error %q, want %q: %s", got, c.error, to)
			}
			if c.error != "" && (to.Host != "localhost:3000" || to.Path != "/oops" || to.Query().Get("x") != "1" ||
				b.session().Session != nil) {
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
			others := queryOne[int](t, `
				select count(*) from accounts where user_id = $1 and provider_id = 'google'`, u.ID)
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
		b.do("POST", "/api/auth/sign-in/social", `{"provider":"github","callbackURL":"http://localhost:3000/tasks"}`).
			want(t, 200).decode(t, &began)
		at, _ := url.Parse(began.URL)
		return at.Query().Get("state"), at.Query().Get("code_challenge")
	}
	for name, c := range map[string]struct {
		want string
		back func(b *browser) *url.URL
	}{
		"no state": {"state_not_found", func(b *browser) *url.URL {
			return b.back("github", url.Values{"code": {"x"}})
		}},
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
			forged := base64.RawURLEncoding.EncodeToString([]byte(`{"state":"` + state +
				`","target":"https://evil.example","expires":9999999999}`))
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
			return b.back("github", url.Values{"error": {"access_denied"},
				"error_description": {"no"}, "state": {state}})
		}},
		"no code": {"no_code", func(b *browser) *url.URL {
			state,
				_ := start(b)
			return b.back("github", url.Values{"state": {state}})
		}},
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
			if got := to.Query().Get("error"); got != c.want &&
				!(name == "a session's cookie for the state's" && got == "state_not_found") {
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
	if queryOne[int](t, `select count(*) from accounts where account_id = '3000'`) != 0 {
		t.Error("an account was made")
	}
	for body, want := range map[string][2]any{
		`{"provider":"apple"}`: {404, "PROVIDER_NOT_FOUND"},
		`{"provider":"x"}`:     {404, "PROVIDER_NOT_FOUND"},
		`{}`:                   {400, "VALIDATION_ERROR"},
		`{"provider":"github","callbackURL":"https://evil.example"}`:   {403, "INVALID_CALLBACK_URL"},
		`{"provider":"github","errorCallbackURL":"//evil.example"}`:    {403, "INVALID_ERROR_CALLBACK_URL"},
		`{"provider":"github","newUserCallbackURL":"/\\evil.example"}`: {403, "INVALID_NEW_USER_CALLBACK_URL"},
		`{"provider":"github","idToken":{"token":"x"}}`:                {404, "ID_TOKEN_NOT_SUPPORTED"},
		`{"provider":"github","scopes":"x"}`:                           {400, "VALIDATION_ERROR"},
		`{"provider":"github","callbackURL":"/` + strings.Repeat("x", 2048) + `"}`: {
			403, "INVALID_CALLBACK_URL"},
	} {
		wantCode(t, body, newBrowser(t).do("POST", "/api/auth/sign-in/social", body), want[0].(int), want[1].(string))
	}
}

func wantCode(t *testing.T, what string, a answer, status int, code string) {
	t.Helper()
	var e struct{ Message, Code string }
	if len(a.Body) > 0 && bytes.HasPrefix(a.Body, []byte("{")) {
		a.decode(t, &e)
	}
	if a.Status != status || e.Code != code || status >= 400 && code != "" && e.Message == "" {
		t.Errorf("%s: %d %s, want %d %s", what, a.Status, a.Body, status, code)
	}
}
