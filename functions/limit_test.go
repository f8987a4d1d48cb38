package functions_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/ratelimit"
)

// passes lets time pass for the counts whose keys are like a pattern.
func passes(t *testing.T, time time.Duration, keys string) {
	t.Helper()
	exec(t, `
		update rate_limits set times = array(select t - $1::interval from unnest(times) t)
		where key like $2`, time, keys)
}

// TestLoginLimit goes round the limit in the ways that others' were gone round (threats: rate limits walked around).
func TestLoginLimit(t *testing.T) {
	u := newUser(t)
	t.Run("five a minute, failed or not", func(t *testing.T) {
		address := randomAddress()
		for i, password := range []string{password, "wrong", "wrong", password, "wrong"} {
			if a := login(t, u.Email, password, address); a.Status == 429 {
				t.Fatalf("attempt %d: 429", i+1)
			}
		}
		a := login(t, u.Email, password, address).want(t, 429)
		if seconds, err := strconv.Atoi(a.Header.Get("Retry-After")); err != nil || seconds < 1 || seconds > 60 {
			t.Errorf("Retry-After %q", a.Header.Get("Retry-After"))
		}
		login(t, u.Email, password, randomAddress()).want(t, 200) // others are not held up
		// A minute later, as the database sees it.
		passes(t, time.Minute, "%"+address)
		login(t, u.Email, password, address).want(t, 200)
	})
	for name, address := range map[string]func(i int) string{
		"one address at once": func(int) string { return "198.51.100.1" },
		"another name for it": func(i int) string {
			return []string{"198.51.100.2", "::ffff:198.51.100.2", "198.51.100.2:80"}[i%3]
		},
		"one IPv6 network":            func(i int) string { return fmt.Sprintf("2001:db8:1:1::%x", i) },
		"what the client says before": func(i int) string { return fmt.Sprintf("203.0.113.%d, 198.51.100.3", i) },
		"an address that is none":     func(i int) string { return fmt.Sprintf("203.0.113.%d, unknown-%d", i, i) },
		"a trusted proxy behind it": func(i int) string {
			return fmt.Sprintf("203.0.113.%d, 198.51.100.4, 192.0.2.1", i)
		},
	} {
		t.Run(name, func(t *testing.T) {
			exec(t, `delete from rate_limits`)
			var n atomic.Int64
			statuses := concurrently(20, func() int {
				return login(t, u.Email, "wrong", address(int(n.Add(1)))).Status
			})
			if statuses[401] != 5 || statuses[429] != 15 {
				t.Errorf("statuses %v, want five 401 and 15 429", statuses)
			}
		})
	}
	t.Run("other ways to write the path", func(t *testing.T) {
		for _, path := range []string{
			"//api/auth/login", "/api/auth/login/", "/API/auth/login",
			"/api/auth/./login", "/api/auth/%6cogin/", "/api//auth/login",
		} {
			request{method: "POST", path: path, body: `{"email":"a@example.com","password":"x"}`}.send(t).want(t, 404)
		}
	})
	t.Run("the alias has no count of its own", func(t *testing.T) {
		u := newUser(t)
		address := randomAddress()
		for range 5 {
			login(t, u.Email, "wrong", address).want(t, 401)
		}
		request{method: "POST", path: "/api/auth/signin", body: fmt.Sprintf(`{"email":%q,"password":"x"}`, u.Email),
			header: map[string]string{"X-Forwarded-For": address}}.send(t).want(t, 429)
	})
	t.Run("a peer that is no proxy is not believed", func(t *testing.T) {
		for i := range 6 {
			r, _ := http.NewRequest("POST", "/api/auth/login",
				strings.NewReader(`{"email":"a@example.com","password":"x"}`))
			r.RemoteAddr = "203.0.113.200:4711"
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("X-Forwarded-For", randomAddress())
			if got, want := call(t, "login", r).Status, map[bool]int{true: 401, false: 429}[i < 5]; got != want {
				t.Errorf("attempt %d: %d, want %d", i+1, got, want)
			}
		}
	})
	t.Run("the own password of a stolen session", func(t *testing.T) {
		u := newUser(t)
		for range 5 {
			request{method: "DELETE", path: "/api/auth/account", token: u.Token,
				body: `{"password":"wrong"}`}.send(t).want(t, 422)
		}
		request{method: "PUT", path: "/api/auth/password", token: u.Token,
			body: fmt.Sprintf(`{"current_password":%q,"new_password":"new password"}`, password)}.send(t).want(t, 429)
	})
	t.Run("counts of more than a minute outlive a database that is suspended", func(t *testing.T) {
		exec(t, `delete from rate_limits`)
		login(t, u.Email, "wrong", randomAddress()).want(t, 401)
		for policy, persistence := range map[ratelimit.Policy]string{
			ratelimit.SignIns: "u", ratelimit.SignInsTo: "p",
		} {
			kept := queryOne[string](t, `
				select c.relpersistence::text from rate_limits l join pg_class c on c.oid = l.tableoid
				where l.key like $1 || ' %'`, policy.Name)
			if kept != persistence {
				t.Errorf("%s: %s, want %s", policy.Name, kept, persistence)
			}
		}
	})
	t.Run("old attempts are taken away", func(t *testing.T) {
		exec(t, `
			insert into rate_limits (key, times, expires_at)
			select 'old ' || n, array[now() - interval '2 hours'], now() - interval '1 hour'
			from generate_series(1, 5) n`)
		login(t, u.Email, "wrong", randomAddress()).want(t, 401)
		if n := queryOne[int](t, `select count(*) from rate_limits where key like 'old %'`); n != 0 {
			t.Errorf("%d old attempts are left", n)
		}
	})
}

// TestRateLimits walks around them, or tries to (threats: rate limits).
func TestRateLimits(t *testing.T) {
	wrongPassword := func(address, path string) answer {
		return request{method: "POST", path: path,
			body:   `{"email":"nobody-` + uuid.NewString() + `@example.com","password":"wrong password"}`,
			header: map[string]string{"X-Forwarded-For": address}}.send(t)
	}
	address := randomAddress()
	for range 3 {
		wantCode(t, "within the limit", wrongPassword(address, "/api/auth/sign-in/email"),
			401, "INVALID_EMAIL_OR_PASSWORD")
	}
	refused := wrongPassword(address, "/api/auth/sign-in/email").want(t, 429)
	if string(refused.Body) != `{"message":"Too many requests. Please try again later."}`+"\n" {
		t.Errorf("%s", refused.Body)
	}
	if wait := refused.Header.Get("X-Retry-After"); wait != "10" && wait != "9" ||
		refused.Header.Get("Retry-After") != wait {
		t.Errorf("X-Retry-After %q", wait)
	}
	wrongPassword("198.51.100.77, "+address, "/api/auth/sign-in/email").want(t, 429) // what the client has invented
	wrongPassword(randomAddress(), "/api/auth/sign-in/email").want(t, 401)
	for _, path := range []string{
		"/api/auth/sign-in/email/", "/api/auth//sign-in/email", "/api/auth/Sign-In/email",
		"/api/auth/sign-in/email%2f", "/api/auth/./sign-in/email",
	} {
		wrongPassword(address, path).want(t, 404)
	}
	passes(t, 10*time.Second, "/sign-in/email "+address)
	wrongPassword(address, "/api/auth/sign-in/email").want(t, 401)

	six := "2001:db8:" + uuid.NewString()[:4] + ":1::"
	for i := range 3 {
		wrongPassword(fmt.Sprintf("%s%x", six, i+1), "/api/auth/sign-in/email").want(t, 401)
	}
	wrongPassword(six+"ffff", "/api/auth/sign-in/email").want(t, 429)

	burst := randomAddress()
	if statuses := concurrently(30, func() int {
		return wrongPassword(burst, "/api/auth/sign-in/email").Status
	}); statuses[401] != 3 || statuses[429] != 27 {
		t.Errorf("a burst: %v", statuses)
	}

	// What is malformed is a try too, and so is one without a session.
	malformed := randomAddress()
	for i := range 4 {
		want := map[bool]int{true: 400, false: 429}[i < 3]
		request{method: "POST", path: "/api/auth/sign-up/email", body: `{"email":"x"}`,
			header: map[string]string{"X-Forwarded-For": malformed}}.send(t).want(t, want)
		want = map[bool]int{true: 401, false: 429}[i < 3]
		request{method: "POST", path: "/api/auth/change-email", body: `{"newEmail":"x@example.com"}`,
			header: map[string]string{"X-Forwarded-For": malformed}}.send(t).want(t, want)
	}

	// What is refused has no effect, though its statements travel with the count.
	f := newFixture(t)
	exec(t, `
		insert into rate_limits (key, times, expires_at)
		values ('/revoke-sessions ' || $1, array_fill(clock_timestamp(), array[100]),
			clock_timestamp() + interval '10 seconds')`, address)
	request{method: "POST", path: "/api/auth/revoke-sessions", token: f.owner.Token,
		header: map[string]string{"X-Forwarded-For": address}}.send(t).want(t, 429)
	if n := queryOne[int](t, `select count(*) from sessions where user_id = $1`, f.owner.ID); n != 2 {
		t.Errorf("%d sessions are left", n)
	}
	get := randomAddress()
	statuses := map[int]int{}
	for range 101 {
		statuses[request{method: "GET", path: "/api/auth/get-session", token: f.owner.Token,
			header: map[string]string{"X-Forwarded-For": get}}.send(t).Status]++
	}
	if statuses[200] != 100 || statuses[429] != 1 {
		t.Errorf("get-session: %v", statuses)
	}
}
