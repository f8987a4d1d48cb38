package functions_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
)

// TestFailuresAtHome are counted too, for that source alone.
func TestFailuresAtHome(t *testing.T) {
	u, home := newUser(t), randomAddress()
	login(t, u.Email, password, home).want(t, 200)
	for range 10 {
		passes(t, time.Minute, "sign-in "+home)
		login(t, u.Email, "forgotten", home).want(t, 401)
	}
	passes(t, time.Minute, "sign-in "+home)
	login(t, u.Email, password, home).want(t, 429)
	login(t, u.Email, password, randomAddress()).want(t, 200)
}

// TestOwnerAtANewPlace signs in from where nobody did before, while others guess: by a link of the mail.
func TestOwnerAtANewPlace(t *testing.T) {
	for name, redeem := range map[string]func(token, address string) answer{
		"REST": func(token, address string) answer {
			body := `{"token":"` + token + `","new_password":"a new password"}`
			return post(t, "/api/auth/password/reset", body, "X-Forwarded-For", address)
		},
		"Better Auth": func(token, address string) answer {
			body := `{"token":"` + token + `","newPassword":"a new password"}`
			return post(t, "/api/auth/reset-password", body, "X-Forwarded-For", address)
		},
	} {
		t.Run(name, func(t *testing.T) {
			u, address := newUser(t), randomAddress()
			for range 11 {
				login(t, u.Email, "a guess", randomAddress())
			}
			login(t, u.Email, password, address).want(t, 429)
			_, token := askReset(t, u, true)
			redeem(token, address).want(t, 200)
			login(t, u.Email, "a new password", address).want(t, 200)
			login(t, u.Email, "a new password", randomAddress()).want(t, 429)
		})
	}
}

func TestSourcesAreBounded(t *testing.T) {
	u := newUser(t)
	exec(t, `
		insert into sign_in_sources (user_id, source, seen_at)
		select $1, sha256(n::text::bytea), now() - n * interval '1 day' from generate_series(1, 120) n`, u.ID)
	for range 10 { // the old ones go a few at a time
		login(t, u.Email, password, randomAddress()).want(t, 200)
	}
	if n := queryOne[int](t, `select count(*) from sign_in_sources where user_id = $1`, u.ID); n != 20 {
		t.Errorf("%d sources are kept, want 20", n)
	}
}

// TestOneLimitForEveryWayIn alternates the ways from one address, a second way's own limit being waited for.
func TestOneLimitForEveryWayIn(t *testing.T) {
	for name, addresses := range map[string]func(i int) string{
		"an IPv4 address": func(int) string { return "198.51.100.50" },
		"an IPv6 /64":     func(i int) string { return fmt.Sprintf("2001:db8:1:50::%x", i+1) },
	} {
		t.Run(name, func(t *testing.T) {
			statuses := map[int]int{}
			for i := range 20 {
				way := signIns[[]string{"REST", "Better Auth"}[i%2]]
				passes(t, 10*time.Second, "/sign-in/email %")
				statuses[way(t, uuid.NewString()+"@example.com", "a guess", addresses(i)).Status]++
			}
			if statuses[401] != 5 || statuses[429] != 15 {
				t.Errorf("statuses %v, want five 401", statuses)
			}
		})
	}
	for name, c := range map[string]struct {
		address string
		checked int
	}{"a /56's /64s": {"2001:db8:3:4%02x::1", 10}, "a /48's /56s": {"2001:db8:4:%02x01::1", 30}} {
		t.Run(name, func(t *testing.T) {
			statuses := map[int]int{}
			for i := range 40 {
				statuses[login(t, uuid.NewString()+"@example.com", "a guess", fmt.Sprintf(c.address, i)).Status]++
			}
			if statuses[401] != c.checked || statuses[429] != 40-c.checked {
				t.Errorf("statuses %v, want %d 401", statuses, c.checked)
			}
		})
	}
}
