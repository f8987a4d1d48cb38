package functions_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// askChange asks for a change of address within u's session and returns the link, which nobody has opened.
func askChange(t *testing.T, u user, to string) *url.URL {
	t.Helper()
	post(t, "/api/auth/change-email", `{"newEmail":"`+to+`","callbackURL":"http://localhost:3000/account"}`,
		"Authorization", "Bearer "+u.Secret).want(t, 200)
	return mailed(t, to)
}

// TestChangeLinkDies has somebody with a session, not theirs, ask for a change of address to their own mailbox: what
// the owner does about it ends the link (threats: a link that outlives the proof against it).
func TestChangeLinkDies(t *testing.T) {
	for name, end := range map[string]func(owner, thief user){
		"password changed by REST": func(owner, _ user) {
			request{method: "PUT", path: "/api/auth/password", token: owner.Token,
				body: `{"current_password":"` + password + `","new_password":"another one"}`}.send(t).want(t, 200)
		},
		"password changed by Better Auth": func(owner, _ user) {
			post(t, "/api/auth/change-password", `{"currentPassword":"`+password+`","newPassword":"another one"}`,
				"Authorization", "Bearer "+owner.Secret).want(t, 200)
		},
		"password changed, sessions revoked": func(owner, _ user) {
			post(t, "/api/auth/change-password",
				`{"currentPassword":"`+password+`","newPassword":"another one","revokeOtherSessions":true}`,
				"Authorization", "Bearer "+owner.Secret).want(t, 200)
		},
		"password reset": func(owner, _ user) {
			_, token := askReset(t, owner, true)
			post(t, "/api/auth/password/reset", `{"token":"`+token+`","new_password":"another one"}`).want(t, 200)
		},
		"sessions revoked": func(owner, _ user) {
			post(t, "/api/auth/revoke-sessions", "", "Authorization", "Bearer "+owner.Secret).want(t, 200)
		},
		"other sessions revoked": func(owner, _ user) {
			post(t, "/api/auth/revoke-other-sessions", "", "Authorization", "Bearer "+owner.Secret).want(t, 200)
		},
		"the session logged out": func(_, thief user) {
			post(t, "/api/auth/logout", "", "Authorization", "Bearer "+thief.Secret).want(t, 200)
		},
		"the session signed out": func(_, thief user) {
			post(t, "/api/auth/sign-out", "", "Authorization", "Bearer "+thief.Secret).want(t, 200)
		},
		"the session revoked by REST": func(owner, thief user) {
			request{method: "DELETE", path: "/api/auth/sessions/" + thief.SessionID.String(),
				token: owner.Token}.send(t).want(t, 204)
		},
		"the session expired": func(_, thief user) {
			exec(t, `update sessions set expires_at = now() - interval '1 second' where id = $1`, thief.SessionID)
		},
		"signed in through GitHub": func(owner, _ user) { // which proves the address
			exec(t, `update users set email_verified = false where id = $1`, owner.ID)
			p := someone(int(uuid.New().ID()))
			p.Email = owner.Email
			newBrowser(t).social("/api/auth/sign-in/social", "github", p, "")
		},
	} {
		t.Run(name, func(t *testing.T) {
			owner := newUser(t)
			thief := owner
			thief.signIn(t)
			link := askChange(t, thief, "thief-"+uuid.NewString()+"@example.com")
			end(owner, thief)
			if to := open(t, link).want(t, 302).Header.Get("Location"); !strings.Contains(to, "error=INVALID_TOKEN") {
				t.Errorf("the link leads to %s", to)
			}
			if now := queryOne[string](t, `select email from users where id = $1`, owner.ID); now != owner.Email {
				t.Errorf("the account's address is %s", now)
			}
		})
	}
}

// TestProofOfAddress opens a verification link in every way that there is: each verifies the address, and those alone
// that a person takes prove whose it is. A mail scanner's is a GET without a session.
func TestProofOfAddress(t *testing.T) {
	get := func(token string) func(t *testing.T, u user, link *url.URL) {
		return func(t *testing.T, u user, link *url.URL) {
			t.Helper()
			header := map[string]string{"X-Forwarded-For": randomAddress()}
			switch token {
			case "own":
				header["Cookie"] = u.cookie(t)
			case "several":
				header["Cookie"] = newUser(t).cookie(t) + "; " + u.cookie(t)
			case "another's":
				header["Cookie"] = newUser(t).cookie(t)
			case "bearer":
				header["Authorization"] = "Bearer " + u.Secret
			}
			request{method: "GET", path: link.RequestURI(), header: header}.send(t).want(t, 302)
		}
	}
	for name, c := range map[string]struct {
		open   func(t *testing.T, u user, link *url.URL)
		proven bool
	}{
		"a GET without a session":              {get(""), false},
		"a GET with another user's session":    {get("another's"), false},
		"a GET with the user's own cookie":     {get("own"), true},
		"a GET of the user's client, a bearer": {get("bearer"), true},
		"a GET with several cookies":           {get("several"), true},
		"a POST": {func(t *testing.T, _ user, link *url.URL) {
			post(t, "/api/auth/verification/confirm", `{"token":"`+link.Query().Get("token")+`"}`).want(t, 200)
		}, true},
		"a GET after the POST": {func(t *testing.T, u user, link *url.URL) {
			post(t, "/api/auth/verification/confirm", `{"token":"`+link.Query().Get("token")+`"}`).want(t, 200)
			get("")(t, u, link)
		}, true},
		"a GET with an expired session": {func(t *testing.T, u user, link *url.URL) {
			exec(t, `update sessions set expires_at = now() - interval '1 second' where id = $1`, u.SessionID)
			get("own")(t, u, link)
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			u := newUser(t)
			post(t, "/api/auth/send-verification-email", `{"email":"`+u.Email+`"}`).want(t, 200)
			c.open(t, u, mailed(t, u.Email))
			if !queryOne[bool](t, `select email_verified from users where id = $1`, u.ID) {
				t.Error("the address is not verified")
			}
			if proven := queryOne[bool](t, `select owner_proven from users where id = $1`, u.ID); proven != c.proven {
				t.Errorf("proven %v", proven)
			}
		})
	}
}
