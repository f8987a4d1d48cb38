package functions_test

import (
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
)

// signIns are the ways to sign in with a password, all of which one limit holds.
var signIns = map[string]func(t *testing.T, email, password, address string) answer{
	"REST": login,
	"Better Auth": func(t *testing.T, email, password, address string) answer {
		body := fmt.Sprintf(`{"email":%q,"password":%q}`, email, password)
		return post(t, "/api/auth/sign-in/email", body, "X-Forwarded-For", address)
	},
}

// TestSignInsOfOneAccount guesses at one account from many addresses, by both ways in turns: ten are checked, and the
// owner goes on signing in from where they did before (attacks: H4).
func TestSignInsOfOneAccount(t *testing.T) {
	ways := []string{"REST", "Better Auth"}
	home := map[string]string{"REST": randomAddress(), "Better Auth": "2001:db8:7:7::1"}
	owner := newUser(t)
	for name, way := range signIns {
		way(t, owner.Email, password, home[name]).want(t, 200)
	}
	for _, email := range []string{owner.Email, "nobody-" + uuid.NewString() + "@example.com"} {
		statuses := map[int]int{}
		var bodies []string
		for i := range 30 {
			a := signIns[ways[i%2]](t, email, "a guess", randomAddress())
			statuses[a.Status]++
			if a.Status == 429 && i%2 == 0 {
				bodies = append(bodies, a.problem(t).Detail)
			}
		}
		if statuses[401] != 10 || statuses[429] != 20 {
			t.Errorf("%s: %v, want ten 401 and twenty 429", email, statuses)
		}
		if len(slices.Compact(bodies)) != 1 || bodies[0] != "Too many attempts, please try again later" {
			t.Errorf("%s: %v", email, bodies)
		}
	}
	for name, way := range signIns {
		// the /64 is the same
		address := map[string]string{"REST": home["REST"], "Better Auth": "2001:db8:7:7::2"}[name]
		way(t, owner.Email, password, address).want(t, 200)
		refused := way(t, owner.Email, password, randomAddress()).want(t, 429)
		if wait, _ := strconv.Atoi(refused.Header.Get("Retry-After")); wait < 1 || wait > 900 {
			t.Errorf("%s: Retry-After %d", name, wait)
		}
	}
	login(t, "nobody-"+owner.Email, password, home["REST"]).want(t, 401) // it is the owner's for this account alone
	passes(t, 15*time.Minute, "sign-in to %")
	login(t, owner.Email, password, randomAddress()).want(t, 200)
}

func TestSignInsAtOnceAreCounted(t *testing.T) {
	u := newUser(t)
	statuses := atOnce(40, func() int { return login(t, u.Email, "a guess", randomAddress()).Status })
	if statuses[401] != 10 || statuses[429] != 30 {
		t.Errorf("statuses %v, want ten 401", statuses)
	}
}

// TestSuccessIsNotCounted signs in more often than may fail, after failures of somebody else that stay counted.
func TestSuccessIsNotCounted(t *testing.T) {
	u := newUser(t)
	for range 9 {
		login(t, u.Email, "a guess", randomAddress()).want(t, 401)
	}
	for range 15 {
		login(t, u.Email, password, randomAddress()).want(t, 200)
	}
	login(t, u.Email, "a guess", randomAddress()).want(t, 401)
	login(t, u.Email, "a guess", randomAddress()).want(t, 429)
}

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
	if n := lookUp[int](t, `select count(*) from sign_in_sources where user_id = $1`, u.ID); n != 20 {
		t.Errorf("%d sources are kept, want 20", n)
	}
}

// TestPasswordOfAStolenSession tries passwords with one session: the owner, who has another, changes the password still
// (attacks: H15).
func TestPasswordOfAStolenSession(t *testing.T) {
	change := func(t *testing.T, u user, current string) answer {
		return request{method: "PUT", path: "/api/auth/password", token: u.Token,
			body: fmt.Sprintf(`{"current_password":%q,"new_password":"new password"}`, current)}.send(t)
	}
	better := func(path, body string) func(t *testing.T, u user, current string) answer {
		return func(t *testing.T, u user, current string) answer {
			return post(t, path, fmt.Sprintf(body, current), "Authorization", "Bearer "+u.Secret)
		}
	}
	for name, try := range map[string]func(t *testing.T, u user, current string) answer{
		"REST":            change,
		"change-password": better("/api/auth/change-password", `{"newPassword":"new password","currentPassword":%q}`),
		"verify-password": better("/api/auth/verify-password", `{"password":%q}`),
		"delete-user":     better("/api/auth/delete-user", `{"password":%q}`),
	} {
		t.Run(name, func(t *testing.T) {
			owner := newUser(t)
			stolen := owner
			stolen.signIn(t)
			statuses := map[int]int{}
			for range 20 {
				statuses[try(t, stolen, "a guess").Status]++
			}
			if statuses[429] != 15 {
				t.Errorf("the stolen session: %v, want five that are checked", statuses)
			}
			change(t, stolen, password).want(t, 429)
			change(t, owner, password).want(t, 200)
		})
	}
}

// TestSignInDuringACrowdOfSignUps signs in while more sign up than there are places to hash: whoever signs in does not
// wait for all of them (attacks: H3).
func TestSignInDuringACrowdOfSignUps(t *testing.T) {
	const crowd = 60
	u := newUser(t)
	exec(t, `delete from rate_limits`)
	var arrived, answered atomic.Int64
	var all sync.WaitGroup
	for range crowd {
		all.Go(func() {
			arrived.Add(1)
			post(t, "/api/auth/signup",
				`{"email":"`+uuid.NewString()+`@example.com","password":"`+password+`"}`).want(t, 201)
			answered.Add(1)
		})
	}
	for arrived.Load() < crowd ||
		lookUp[int](t, `select count(*) from rate_limits where key like 'sign-up 10.%'`) < crowd {
		time.Sleep(time.Millisecond)
	}
	before := answered.Load()
	login(t, u.Email, password, randomAddress()).want(t, 200)
	if after := answered.Load(); after == crowd && before < crowd-10 {
		t.Errorf("the sign-in was answered after all of the %d sign-ups, of which %d were answered before it began",
			crowd, before)
	}
	all.Wait()
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

// TestClockThatGoesBack has counts of an hour ahead (attacks: H13).
func TestClockThatGoesBack(t *testing.T) {
	u, address := newUser(t), randomAddress()
	for range 5 {
		login(t, u.Email, "a guess", address).want(t, 401)
	}
	passes(t, -500*time.Millisecond, "sign-in "+address) // less than a second is the order of two requests
	a := login(t, u.Email, "a guess", address).want(t, 429)
	if wait, _ := strconv.Atoi(a.Header.Get("Retry-After")); wait < 1 || wait > 60 {
		t.Errorf("Retry-After %d, want the window of 60 s at most", wait)
	}
	passes(t, -time.Hour, "sign-in "+address)
	for range 5 { // the key begins anew, and is a whole one
		login(t, uuid.NewString()+"@example.com", "a guess", address).want(t, 401)
	}
	a = login(t, u.Email, "a guess", address).want(t, 429)
	if wait, _ := strconv.Atoi(a.Header.Get("Retry-After")); wait < 1 || wait > 60 {
		t.Errorf("Retry-After %d, want the window of 60 s at most", wait)
	}
}
