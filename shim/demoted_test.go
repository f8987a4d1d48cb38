package main_test

import (
	"testing"

	"github.com/todo-backend/todo-backend/shared/pgtest"
)

// TestStandby has a shim that knows a primary and its standby, and one that is led to the standby alone, as by a name
// or a pooler that has not followed a failover. The primary stops taking writes while its connections stay, as a
// provider's failover begins: a write is refused for as long as no server takes any, and then finds the other host.
func TestStandby(t *testing.T) {
	t.Parallel()
	server, primary := newPrimary(t)
	standby := newStandby(t, server, true)
	p := start(t, t.TempDir(), "DATABASE_URL="+bothHosts(t, primary, standby), secretVariable,
		"DATABASE_ACQUIRE_TIMEOUT=1s").up(t)
	token := signup(t, p)
	alone := start(t, t.TempDir(), "DATABASE_URL="+standby, secretVariable).up(t)
	answers := func(promoted bool) {
		t.Helper()
		for _, c := range []struct {
			method, path, body string
			standby, primary   int
		}{
			{"GET", "/health", "", 200, 200},
			{"GET", "/health?database", "", 503, 200},
			{"GET", "/api/tasks", "", 200, 200},
			{"GET", "/api/overview", "", 200, 200},
			{"GET", "/api/auth/me", "", 200, 200},
			{"GET", "/api/auth/get-session", "", 503, 200}, // is counted, in a table that standbys lack: it is unlogged
			{"POST", "/api/auth/login", `{"email":"ann@example.com","password":"correct horse"}`, 503, 200},
			{"POST", "/api/auth/sign-in/email", `{"email":"ann@example.com","password":"correct horse"}`, 503, 200},
			{"PATCH", "/api/auth/profile", `{"full_name":"Ann"}`, 503, 200},
		} {
			want := c.standby
			if promoted {
				want = c.primary
			}
			if status, body := alone.send(t, c.method, c.path, token, c.body); status != want {
				t.Errorf("promoted %t: %s %s: %d %s, want %d", promoted, c.method, c.path, status, body, want)
			}
		}
	}
	answers(false)

	created := 0
	send := func(c creation) int {
		t.Helper()
		if _, failure := c.send(p.url); failure != "" {
			t.Error(failure)
		}
		if c.status == 201 {
			created++
		}
		return c.status
	}
	before := newCreation(token)
	if status := send(before); status != 201 {
		t.Errorf("before: %d", status)
	}
	configureServer(t, primary, `default_transaction_read_only = on`)
	var refused creation
	pgtest.Eventually(t, "writes are refused", func() bool {
		refused = newCreation(token)
		return send(refused) == 503
	})
	mustExec(t, connect(t, standby), `select pg_promote()`)
	answers(true)
	if again, status := send(before), send(refused); again != 200 || status != 201 {
		t.Errorf("sent again: %d and %d, want 200 and 201", again, status)
	}
	for range 20 { // no connection leads to the former primary
		if status := send(newCreation(token)); status != 201 {
			t.Errorf("after: %d", status)
		}
	}
	if status := p.list(token); status != 200 {
		t.Errorf("a listing: %d", status)
	}
	if n := len(titles(t, standby)); n != created {
		t.Errorf("%d tasks, want %d", n, created)
	}
	whole(t, standby)
}
