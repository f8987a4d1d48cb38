package functions_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// timing is a Server-Timing of ours (W3C Server Timing, 3).
var timing = regexp.MustCompile(`^db;dur=(\d+\.\d), total;dur=(\d+\.\d)$`)

// durations returns what the answer's Server-Timing says, in milliseconds.
func (a answer) durations(t *testing.T) (db, total float64) {
	t.Helper()
	parts := timing.FindStringSubmatch(a.Header.Get("Server-Timing"))
	if parts == nil {
		t.Fatalf("Server-Timing %q", a.Header.Values("Server-Timing"))
	}
	db, _ = strconv.ParseFloat(parts[1], 64) // digits
	total, _ = strconv.ParseFloat(parts[2], 64)
	return db, total
}

// TestServerTiming lets the database wait for a lock, and reads its part, which is no more than the total. What asks
// the database nothing has none.
func TestServerTiming(t *testing.T) {
	u := newUser(t)
	tx := begin(t, `lock table tasks in access exclusive mode`)
	listed := make(chan answer)
	go func() { listed <- request{method: "GET", path: "/api/tasks", token: u.Token}.send(t) }()
	waitUntil(t, `select count(*) = 1 from pg_stat_activity
		where wait_event_type = 'Lock' and application_name = 'todo-backend'`)
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if db, total := (<-listed).want(t, 200).durations(t); db == 0 || total < db {
		t.Errorf("db %v ms, total %v ms", db, total)
	}
	for _, q := range []request{
		{method: "GET", path: "/health"}, {method: "HEAD", path: "/health"}, {method: "GET", path: "/api/nothing"},
		{method: "PUT", path: "/api/tasks"}, {method: "GET", path: "/api/tasks"},
	} {
		if db, _ := q.send(t).durations(t); db != 0 {
			t.Errorf("%s %s: %v ms of the database", q.method, q.path, db)
		}
	}
}

// TestWhoMayReadServerTiming asks from where a page may read an answer's times: from where it may read the answer.
func TestWhoMayReadServerTiming(t *testing.T) {
	for origin, allowed := range map[string]bool{frontend: true, preview: true, "https://evil.example": false} {
		a := request{method: "GET", path: "/health", header: map[string]string{"Origin": origin}}.send(t).want(t, 200)
		exposed := strings.ToLower(a.Header.Get("Access-Control-Expose-Headers"))
		if got := a.Header.Get("Timing-Allow-Origin"); (got == origin) != allowed || !allowed && got != "" ||
			strings.Contains(exposed, "server-timing") != allowed {
			t.Errorf("%s: Timing-Allow-Origin %q, exposed %q", origin, got, exposed)
		}
	}
}

// TestNoTimingTellsAnAccount asks what must not tell an account from none, for both (OWASP: Authentication and Error
// Messages): no answer says how long the database took for it.
func TestNoTimingTellsAnAccount(t *testing.T) {
	u, caller := newUser(t), newUser(t)
	for _, email := range []string{u.Email, "nobody@example.com"} {
		for path, c := range map[string]struct {
			body   string
			status int
		}{
			"/api/auth/login":                   {`{"email":"%s","password":"not the password"}`, 401},
			"/api/auth/sign-in/email":           {`{"email":"%s","password":"not the password"}`, 401},
			"/api/auth/password/forgot":         {`{"email":"%s"}`, 202},
			"/api/auth/request-password-reset":  {`{"email":"%s"}`, 200},
			"/api/auth/send-verification-email": {`{"email":"%s"}`, 200},
			"/api/auth/change-email":            {`{"newEmail":"%s"}`, 200},
		} {
			q := request{method: "POST", path: path, body: fmt.Sprintf(c.body, email)}
			if path == "/api/auth/change-email" {
				q.token = caller.Token
			}
			if a := q.send(t).want(t, c.status); a.Header.Get("Server-Timing") != "" {
				t.Errorf("%s of %s: Server-Timing %q", path, email, a.Header.Get("Server-Timing"))
			}
		}
	}
	login(t, u.Email, password, randomAddress()).want(t, 200).durations(t)
}
