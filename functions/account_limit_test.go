package functions_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/pgtest"
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
	statuses := concurrently(40, func() int { return login(t, u.Email, "a guess", randomAddress()).Status })
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
			t.Parallel()
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

// TestSignInDuringACrowdOfSignUps keeps the queue of those who choose a password full: the next is answered 503, and
// whoever signs in 200, since sign-ins have a queue of their own (attacks: H3). TestTurns of package secret holds that
// the two queues take turns.
func TestSignInDuringACrowdOfSignUps(t *testing.T) {
	u := newUser(t)
	p := ownProcess(t, func(cfg *config.Config) { cfg.MaxConcurrentHashes = 1 })
	ctx, leave := context.WithCancel(t.Context())
	var full atomic.Bool
	var crowd sync.WaitGroup
	for range 70 { // more than the slot and its queue of 64 take
		crowd.Go(func() {
			for ctx.Err() == nil {
				if _, err := p.Passwords.Hash(ctx, password); err != nil {
					full.Store(true)
				}
			}
		})
	}
	defer func() { leave(); crowd.Wait() }()
	pgtest.Eventually(t, "the queue is full", full.Load)
	for name, signIn := range signIns {
		pgtest.Eventually(t, name+": a sign-up meets the full queue", func() bool {
			a := signUps[name](t, randomAddress())
			return a.Status == 503 && a.Header.Get("Retry-After") != ""
		})
		signIn(t, u.Email, password, randomAddress()).want(t, 200)
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
