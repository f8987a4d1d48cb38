package functions_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// askReset asks for a reset in one of the two ways, and returns the mail's token.
func askReset(t *testing.T, u user, rest bool) (link *url.URL, token string) {
	t.Helper()
	if rest {
		post(t, "/api/auth/password/forgot", `{"email":"`+u.Email+`","redirect_to":"http://localhost:3000/reset?x=1"}`).
			want(t, 202)
	} else {
		post(t, "/api/auth/request-password-reset", `{"email":"`+u.Email+
			`","redirectTo":"http://localhost:3000/reset?x=1"}`).
			want(t, 200)
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
			if to.Host != "localhost:3000" || to.Path != "/reset" || to.Query().Get("x") != "1" ||
				to.Query().Get("token") != token {
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
			if !queryOne[bool](t, `select email_verified from users where id = $1`, u.ID) {
				t.Error("whoever reads the mail owns the address")
			}
		})
	}
}

// TestFiftyRedeemAtOnce: a secret is used once (threats: a race at redemption).
func TestFiftyRedeemAtOnce(t *testing.T) {
	u := newUser(t)
	_, token := askReset(t, u, false)
	statuses := concurrently(50, func() int {
		return post(t, "/api/auth/reset-password", `{"token":"`+token+`","newPassword":"a new password"}`).Status
	})
	if statuses[200] != 1 || statuses[400] != 49 {
		t.Errorf("statuses %v", statuses)
	}
	_, another := askReset(t, u, true)
	if stored := queryOne[string](t,
		`select string_agg(row(o.*)::text, ' ') from one_time_tokens o`); strings.Contains(stored, another) {
		t.Error("the table holds the token")
	}
}

// TestResetDies shows what makes a token worthless before it is used.
func TestResetDies(t *testing.T) {
	for name, end := range map[string]func(u user){
		"expired": func(u user) { exec(t, `update one_time_tokens set expires_at = now() where user_id = $1`, u.ID) },
		"password changed": func(u user) {
			request{method: "PUT", path: "/api/auth/password", token: u.Token,
				body: `{"current_password":"` + password + `","new_password":"another one"}`}.send(t).want(t, 200)
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
			reset := post(t, "/api/auth/reset-password", `{"token":"`+token+`","newPassword":"a new password"}`)
			wantCode(t, name, reset, 400, "INVALID_TOKEN")
		})
	}
}

// TestResetOfAnUnprovenAccount takes it back from whoever made it (threats: accounts taken before their owner arrives).
func TestResetOfAnUnprovenAccount(t *testing.T) {
	for _, proven := range []bool{false, true} {
		u := newUser(t)
		exec(t, `update users set email_verified = true, owner_proven = $2 where id = $1`, u.ID, proven)
		exec(t, `insert into accounts (id, user_id, provider_id, account_id)
			values (gen_random_uuid(), $1, 'github', $2)`,
			u.ID, uuid.NewString())
		_, token := askReset(t, u, true)
		post(t, "/api/auth/password/reset", `{"token":"`+token+`","new_password":"a new password"}`).want(t, 200)
		if links := queryOne[int](t, `select count(*) from accounts where user_id = $1`, u.ID); (links == 1) != proven {
			t.Errorf("proven %v: %d linked accounts are left", proven, links)
		}
	}
}
