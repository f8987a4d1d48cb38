package functions_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/todo-backend/todo-backend/functions"
	"github.com/todo-backend/todo-backend/shared/config"
)

// setting gives every new connection of the functions a setting, until the test ends.
func setting(t *testing.T, settings ...string) {
	t.Helper()
	for _, s := range settings {
		exec(t, `alter database functions set `+s)
	}
	resetPool(t)
	t.Cleanup(func() {
		if _, err := admin.Exec(context.Background(), `alter database functions reset all`); err != nil {
			t.Error(err)
		}
		resetPool(t)
	})
}

func resetPool(t *testing.T) {
	t.Helper()
	process.DB.Pool.Reset()
}

// lockAll keeps every table from everybody else, until the test ends.
func lockAll(t *testing.T) {
	t.Helper()
	begin(t, `
		do $$ begin execute (
		  select 'lock table ' || string_agg(oid::regclass::text, ', ') || ' in access exclusive mode'
		  from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'); end $$`)
}

// unavailable fails the test unless a is "cannot serve now", with the cause in the log.
func unavailable(t *testing.T, a answer, requestID string) {
	t.Helper()
	if a.Status != 503 || a.Header.Get("Retry-After") == "" {
		t.Errorf("status %d, Retry-After %q: %s", a.Status, a.Header.Get("Retry-After"), a.Body)
		return
	}
	for _, line := range logs.linesContaining(requestID) {
		if strings.Contains(line, `"level":"ERROR"`) && strings.Contains(line, "SQLSTATE") {
			return
		}
	}
	t.Errorf("the log does not say why: %v", logs.linesContaining(requestID))
}

// TestCannotServeNow calls every function while the database refuses, and expects 503, never 500.
func TestCannotServeNow(t *testing.T) {
	for name, c := range map[string]struct {
		settings []string
		locked   bool
		reads    bool // what only reads is answered as ever
	}{
		"read-only":         {[]string{"default_transaction_read_only = on"}, false, true},
		"lock timeout":      {[]string{"lock_timeout = '10ms'"}, true, false},
		"statement timeout": {[]string{"statement_timeout = '30ms'"}, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			fixtures := map[string]fixture{}
			for _, f := range functions.All {
				fixtures[f.Method+f.Path] = newFixture(t)
			}
			setting(t, c.settings...)
			if c.locked {
				lockAll(t)
			}
			if c.reads {
				unhealthy(t, "read-only")
			}
			refused := map[bool]int{}
			for _, f := range functions.All {
				id := strings.NewReplacer(" ", "-", "/", ".", "{", "", "}", "").Replace(name + f.Method + f.Path)
				q := fixtures[f.Method+f.Path].request(f, fixtures[f.Method+f.Path].owner.Token)
				q.header["X-Request-Id"] = id
				a := q.send(t)
				t.Run(f.Method+" "+f.Path, func(t *testing.T) {
					// these count requests
					reads := f.Method == http.MethodGet && !strings.HasPrefix(f.Name, "betterAuth")
					switch {
					case rowOf(f).trips == 0:
					case a.Status == rowOf(f).owner && a.Status >= 400 && c.reads:
						// refused before anything was written
					case c.reads && reads:
						if a.Status != rowOf(f).owner {
							t.Errorf("status %d: %s", a.Status, a.Body)
						}
					default:
						unavailable(t, a, id)
						refused[strings.HasPrefix(f.Name, "betterAuth")]++
					}
				})
			}
			if refused[true] < 10 || refused[false] < 10 {
				t.Errorf("only %v were tried", refused)
			}
		})
	}
}

// writes are requests of both dialects that write, each another row.
func writes(t *testing.T, u user) map[string]request {
	t.Helper()
	return map[string]request{
		"REST": {method: "POST", path: "/api/tasks", token: u.Token,
			body: `{"title":"` + strings.Repeat("x", 200) + `"}`},
		"Better Auth": {method: "POST", path: "/api/auth/update-user", token: u.Token, body: `{"name":"Ann"}`},
	}
}

// TestWithoutConnections takes every connection that the server has.
func TestWithoutConnections(t *testing.T) {
	ownProcess(t, func(cfg *config.Config) { cfg.AcquireTimeout = time.Second })
	u := newUser(t)
	requests := writes(t, u)
	requests["reading"] = request{method: "GET", path: "/api/tasks", token: u.Token}
	var all []*pgxpool.Pool
	free := func() {
		for _, pool := range all {
			pool.Close()
		}
		all = nil
	}
	defer free()
	for {
		pool, err := pgxpool.New(t.Context(), admin.Config().ConnString())
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, pool)
		if err := pool.Ping(t.Context()); err != nil {
			if !strings.Contains(err.Error(), "53300") {
				t.Fatal(err)
			}
			break
		}
	}
	answers := map[string]chan answer{}
	for name, q := range requests {
		received := make(chan answer, 1)
		answers[name] = received
		q.header = map[string]string{"X-Request-Id": "no-connection-" + name[:4], "X-Forwarded-For": randomAddress()}
		go func() { received <- q.send(t) }()
	}
	got := map[string]answer{}
	for name := range requests {
		got[name] = <-answers[name]
	}
	free()
	for name := range requests {
		unavailable(t, got[name], "no-connection-"+name[:4])
	}
	u.waitFor(t)
}
