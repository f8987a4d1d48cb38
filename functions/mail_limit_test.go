package functions_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
)

// sent counts the mails to address, once every mail that was answered for is sent.
func sent(t *testing.T, address string) (n int) {
	t.Helper()
	if err := process.Mail.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	return len(logs.linesContaining(fmt.Sprintf(`"to":%q`, address)))
}

// TestMailsToOneRecipient asks for every kind of mail that a stranger or a session can cause, each from an address of
// its own: the recipient gets five in an hour, and every answer is as if there was no end (attacks: H5).
func TestMailsToOneRecipient(t *testing.T) {
	session := func(u user) []string { return []string{"Authorization", "Bearer " + u.Secret} }
	kinds := map[string]func(t *testing.T, u user) answer{
		"forgot": func(t *testing.T, u user) answer {
			return post(t, "/api/auth/password/forgot", `{"email":"`+u.Email+`"}`).want(t, 202)
		},
		"request-password-reset": func(t *testing.T, u user) answer {
			return post(t, "/api/auth/request-password-reset", `{"email":"`+u.Email+`"}`).want(t, 200)
		},
		"verification": func(t *testing.T, u user) answer {
			passes(t, time.Minute, "verification %")
			return post(t, "/api/auth/verification", `{}`, session(u)...).want(t, 202)
		},
		"send-verification-email": func(t *testing.T, u user) answer {
			return post(t, "/api/auth/send-verification-email", `{"email":"`+u.Email+`"}`).want(t, 200)
		},
		"send-verification-email, signed in": func(t *testing.T, u user) answer {
			return post(t, "/api/auth/send-verification-email", `{"email":"`+u.Email+`"}`, session(u)...).want(t, 200)
		},
		"delete-user": func(t *testing.T, u user) answer {
			exec(t, `update sessions set created_at = now() - interval '2 days' where id = $1`, u.SessionID)
			return post(t, "/api/auth/delete-user", `{"callbackURL":"/bye"}`, session(u)...).want(t, 200)
		},
	}
	all := func(t *testing.T, u user) (a answer) {
		for _, ask := range kinds {
			a = ask(t, u)
		}
		return a
	}
	for name, ask := range kinds {
		t.Run(name, func(t *testing.T) {
			u := newUser(t)
			first := canonical(ask(t, u))
			for range 7 {
				if again := canonical(ask(t, u)); again != first {
					t.Errorf("first:\n%s\nlater:\n%s", first, again)
				}
			}
			if n := sent(t, u.Email); n != 5 {
				t.Errorf("%d mails, want 5", n)
			}
			passes(t, time.Hour, "mail to %")
			if ask(t, u); sent(t, u.Email) != 6 {
				t.Error("none an hour later")
			}
		})
	}
	t.Run("all in turns", func(t *testing.T) {
		u := newUser(t)
		all(t, u)
		all(t, u)
		if n := sent(t, u.Email); n != 5 {
			t.Errorf("%d mails, want 5", n)
		}
		if n := queryOne[int](t, `select count(*) from one_time_tokens where user_id = $1`, u.ID); n > 5 {
			t.Errorf("%d links are kept, want those that were mailed", n)
		}
	})
	if len(logs.linesContaining("mail withheld")) == 0 {
		t.Error("the log does not say that mails are withheld")
	}
	t.Run("change of address", func(t *testing.T) {
		to := uuid.NewString() + "@example.com"
		for range 8 {
			u := newUser(t)
			post(t, "/api/auth/change-email", `{"newEmail":"`+to+`"}`, session(u)...).want(t, 200)
		}
		if n := sent(t, to); n != 5 {
			t.Errorf("%d mails, want 5", n)
		}
		for name, path := range map[string]string{
			"REST": "/api/auth/signup", "Better Auth": "/api/auth/sign-up/email",
		} {
			a := post(t, path, `{"name":"A","email":"`+to+`","password":"`+password+`"}`)
			if a.Status >= 300 || sent(t, to) != 5 {
				t.Errorf("a sign-up by %s: %d and %d mails", name, a.Status, sent(t, to))
			}
			exec(t, `delete from users where email = $1`, to)
		}
	})
}

// TestAskingForMails is the limit of who asks, over both ways.
func TestAskingForMails(t *testing.T) {
	for path, accepted := range map[string]int{
		"/api/auth/password/forgot": 202, "/api/auth/request-password-reset": 200,
		"/api/auth/send-verification-email": 200,
	} {
		address, statuses := randomAddress(), map[int]int{}
		for i := range 9 {
			passes(t, time.Minute, "/%") // Better Auth's own limits
			to := map[bool]string{true: path, false: "/api/auth/password/forgot"}[i%2 == 0]
			statuses[post(t, to, `{"email":"`+uuid.NewString()+`@example.com"}`,
				"X-Forwarded-For", address).Status/100]++
		}
		if statuses[2] != 5 || statuses[4] != 4 {
			t.Errorf("%s (%d): %v, want five mails from one address", path, accepted, statuses)
		}
	}
}

// TestResetLinksLiveOn asks for as many more as there may be: none kills the one that its owner has not opened yet, and
// each of them is good.
func TestResetLinksLiveOn(t *testing.T) {
	for i := range 5 {
		u := newUser(t)
		var tokens []string
		for range 5 {
			_, token := askReset(t, u, i%2 == 0)
			tokens = append(tokens, token)
		}
		for range 30 {
			post(t, "/api/auth/password/forgot", `{"email":"`+u.Email+`"}`).want(t, 202)
		}
		post(t, "/api/auth/password/reset", `{"token":"`+tokens[i]+`","new_password":"a new password"}`).want(t, 200)
	}
}

// TestForgotAtOnce asks for links to one account from many addresses at once: no deadlock is told (attacks: H10).
func TestForgotAtOnce(t *testing.T) {
	for range 12 {
		u := newUser(t)
		exec(t, `
			insert into one_time_tokens (token_hash, purpose, user_id, credential_version, expires_at)
			select sha256((random()::text || n)::bytea), 'reset-password', $1, 0, now() - interval '1 second'
			from generate_series(1, 40) n`, u.ID)
		statuses := concurrently(16, func() int {
			return post(t, "/api/auth/password/forgot", `{"email":"`+u.Email+`"}`).Status
		})
		if statuses[202] != 16 {
			t.Fatalf("statuses %v, want sixteen 202", statuses)
		}
	}
}
