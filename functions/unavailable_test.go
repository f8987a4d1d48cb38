package functions_test

import (
	"context"
	"net/http"
	"os"
	osexec "os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/todo-backend/todo-backend/functions"
	"github.com/todo-backend/todo-backend/shared/database"
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
	db, err := database.Default()
	if err != nil {
		t.Fatal(err)
	}
	db.Pool.Reset()
}

// lockAll keeps every table from everybody else, until the test ends.
func lockAll(t *testing.T) {
	t.Helper()
	tx, err := admin.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tx.Rollback(context.Background()) })
	if _, err := tx.Exec(t.Context(), `
		do $$ begin execute (
		  select 'lock table ' || string_agg(oid::regclass::text, ', ') || ' in access exclusive mode'
		  from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'); end $$`); err != nil {
		t.Fatal(err)
	}
}

// unavailable fails the test unless a is "cannot serve now", with the cause in the log.
func unavailable(t *testing.T, a answer, requestID string) {
	t.Helper()
	if a.Status != 503 || a.Header.Get("Retry-After") == "" {
		t.Errorf("status %d, Retry-After %q: %s", a.Status, a.Header.Get("Retry-After"), a.Body)
		return
	}
	for _, line := range logs.of(requestID) {
		if strings.Contains(line, `"level":"ERROR"`) && strings.Contains(line, "SQLSTATE") {
			return
		}
	}
	t.Errorf("the log does not say why: %v", logs.of(requestID))
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
					case rowOf(f).trips == 0 || f.Name == "health":
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
	u := newUser(t)
	requests := writes(t, u)
	requests["reading"] = request{method: "GET", path: "/api/tasks", token: u.Token}
	resetPool(t)
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

// TestFullDisk fills the disk that the tables stand on: a tablespace of 2 MB where the test may mount one, else a
// trigger that fails as PostgreSQL does.
func TestFullDisk(t *testing.T) {
	u := newUser(t)
	fillDisk(t)
	for name, q := range writes(t, u) {
		t.Run(name, func(t *testing.T) {
			for i := 0; ; i++ { // the last page has some room
				id := "full-" + name[:4] + strconv.Itoa(i)
				q.header = map[string]string{"X-Request-Id": id, "X-Forwarded-For": randomAddress()}
				if a := q.send(t); a.Status >= 300 {
					unavailable(t, a, id)
					break
				} else if i > 1000 {
					t.Fatal("the disk is not full")
				}
			}
		})
	}
	request{method: "GET", path: "/api/tasks", token: u.Token}.send(t).want(t, 200)
	unhealthy(t, "full")
}

// unhealthy waits until the health check says so, and why: it writes every few seconds.
func unhealthy(t *testing.T, why string) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		a := request{method: "GET", path: "/health"}.send(t)
		if a.Status == 503 {
			if !strings.Contains(string(a.Body), `"database":"`+why+`"`) || a.Header.Get("Retry-After") == "" {
				t.Errorf("want %s: %v %s", why, a.Header, a.Body)
			}
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the health check does not notice that the database is %s: %s", why, a.Body)
		}
	}
}

// fillDisk leaves no room for tasks and rate_limits, until the test ends.
func fillDisk(t *testing.T) {
	t.Helper()
	dir, mounted := mountSmall(t)
	var undo []string
	t.Cleanup(func() {
		for _, sql := range undo {
			if _, err := admin.Exec(context.Background(), sql); err != nil {
				t.Errorf("%s: %v", sql, err)
			}
		}
	})
	if !mounted {
		t.Log("no tablespace can be mounted here: a trigger fails instead")
		exec(t, `create function no_room() returns trigger language plpgsql as $$ begin raise disk_full; end $$`)
		undo = []string{`drop function no_room cascade`}
		for _, table := range []string{"tasks", "rate_limits", "room"} {
			exec(t, `create trigger no_room before insert on `+table+` for each row execute function no_room()`)
		}
		return
	}
	exec(t, `create tablespace small location '`+dir+`'`)
	undo = []string{`drop table if exists filler`}
	exec(t, `truncate tasks, rate_limits`)
	for _, table := range []string{"tasks", "rate_limits_brief", "rate_limits_lasting", "room"} {
		exec(t, `alter table `+table+` set tablespace small`)
		undo = append(undo, `alter table `+table+` set tablespace pg_default`)
	}
	undo = append(undo, `drop tablespace small`)
	exec(t, `create table filler (n int) with (autovacuum_enabled = off) tablespace small`)
	for rows := 10_000; rows > 0; {
		if _, err := admin.Exec(t.Context(), `insert into filler select generate_series(1, $1)`, rows); err == nil {
			continue
		} else if !strings.Contains(err.Error(), "53100") {
			t.Fatal(err)
		}
		rows /= 10
	}
}

// mountSmall mounts 2 MB of memory for the server's user, where the test may.
func mountSmall(t *testing.T) (dir string, mounted bool) {
	t.Helper()
	data := lookUp[string](t, `select current_setting('data_directory')`)
	dir, err := os.MkdirTemp("/tmp", "small-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Remove(dir) })
	if osexec.Command("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", dir).Run() != nil {
		return "", false
	}
	t.Cleanup(func() { _ = osexec.Command("umount", dir).Run() })
	return dir, osexec.Command("chown", "--reference="+data, dir).Run() == nil
}
