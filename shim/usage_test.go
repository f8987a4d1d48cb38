package main_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"testing"
)

// usage runs shim usage on a database, and returns the exit code and what it prints.
func usage(t *testing.T, database string, arguments ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	c := exec.Command(binary, append([]string{"usage"}, arguments...)...)
	c.Env = []string{"PATH=" + os.Getenv("PATH"), "DATABASE_URL=" + database, secretVariable}
	c.Stdout, c.Stderr = &out, &err
	_ = c.Run() // the exit code tells
	return c.ProcessState.ExitCode(), out.String(), err.String()
}

// usageJSON returns what shim usage --json prints, without the time and the size of the database, which it checks.
func usageJSON(t *testing.T, database string, arguments ...string) map[string]any {
	t.Helper()
	code, out, said := usage(t, database, append(arguments, "--json")...)
	figures := map[string]any{}
	if err := json.Unmarshal([]byte(out), &figures); err != nil || code != 0 {
		t.Fatalf("exit %d, %v: %s %s", code, err, out, said)
	}
	size, _ := figures["database_bytes"].(float64)
	if left := figures["left_bytes"]; size < 5e6 || size > 50e6 || left != figures["limit_bytes"].(float64)-size {
		t.Errorf("size and what is left: %v", figures)
	}
	if at, _ := figures["at"].(string); !strings.HasSuffix(at, "Z") {
		t.Errorf("at %q", at)
	}
	for _, name := range []string{"at", "database_bytes", "left_bytes"} {
		delete(figures, name)
	}
	return figures
}

// TestUsage counts a database with known contents, and an empty one.
func TestUsage(t *testing.T) {
	t.Parallel()
	address, _ := database(t)
	figures := func(users, day, week, month, tasks, completed, writes, limit float64) map[string]any {
		return map[string]any{"users": users, "tasks": tasks, "completed_tasks": completed, "writes_a_day": writes,
			"active_users": map[string]any{"last_day": day, "last_7_days": week, "last_30_days": month},
			"limit_bytes":  limit}
	}
	if got, want := usageJSON(t, address), figures(0, 0, 0, 0, 0, 0, 0, 0.5e9); !reflect.DeepEqual(got, want) {
		t.Errorf("an empty database: %v\nwant %v", got, want)
	}

	conn := connect(t, address)
	mustExec(t, conn, `
		create temporary table person as
		  select name, gen_random_uuid() as id from unnest(array['ann', 'bob', 'cat', 'dan', 'eve', 'fay']) as name;
		insert into users (id, email) select id, name || '@example.com' from person;
		insert into tasks (id, user_id, title, completed, completed_at, created_at, updated_at)
		  select gen_random_uuid(), id, 'task', done, case when done then now() end, now() - age, now() - age
		  from (values -- ann's last write is of today, dan's of long ago
		    ('ann', false, interval '1 hour'), ('ann', true, interval '2 days'), ('ann', false, interval '167 hours'),
		    ('ann', true, interval '169 hours'), ('dan', false, interval '31 days')) as t (name, done, age)
		  join person using (name);
		insert into sessions (id, user_id, token_hash, lifetime, created_at, updated_at, expires_at)
		  select gen_random_uuid(), id, decode(md5(name), 'hex') || decode(md5(name), 'hex'), interval '7 days',
		    now() - begun, now() - renewed, now() + interval '1 day'
		  from (values -- bob began one long ago and has renewed it; fay's has lasted
		    ('bob', interval '40 days', interval '2 days'), ('fay', interval '31 days', interval '31 days')
		  ) as s (name, begun, renewed) join person using (name);
		insert into sign_in_sources (user_id, source, seen_at) -- cat has signed in and out
		  select id, decode(repeat('00', 32), 'hex'), now() - interval '20 days' from person where name = 'cat'`)
	want := figures(6, 1, 2, 3, 5, 2, 3./7, 10e9)
	if got := usageJSON(t, address, "--limit", "10"); !reflect.DeepEqual(got, want) {
		t.Errorf("%v\nwant %v", got, want)
	}
	code, table, said := usage(t, address)
	for _, row := range [][2]string{{"users", "6"}, {"active, last day", "1"}, {"active, last 7 days", "2"},
		{"active, last 30 days", "3"}, {"tasks", "5"}, {"completed tasks", "2"}, {"writes a day", "0.4"}} {
		if line := fmt.Sprintf("%-20s %12s", row[0], row[1]); !strings.Contains("\n"+table, "\n"+line) {
			t.Errorf("%q is not in\n%s", line, table)
		}
	}
	if code != 0 || said != "" || !strings.Contains(table, "left of 500.0 MB") {
		t.Errorf("exit %d: %s %s", code, table, said)
	}
}

// TestUsageRefused runs shim usage where it cannot count: it says what to do, counts nothing less than everything, and
// shows no password.
func TestUsageRefused(t *testing.T) {
	t.Parallel()
	address, _ := database(t)
	unmigrated, err := postgres.NewDatabase(t.Context(), "usage_unmigrated", "")
	if err != nil {
		t.Fatal(err)
	}
	mustExec(t, connect(t, address), `create role usage_reader login;
		grant select on all tables in schema public to usage_reader`)
	as := func(user, database string) string {
		u, err := url.Parse(database)
		if err != nil {
			t.Fatal(err)
		}
		query := u.Query()
		query.Set("user", user)
		u.RawQuery = query.Encode()
		return u.String()
	}
	for name, c := range map[string]struct {
		database, arguments string
		code                int
		says                string
	}{
		"a database without tables":     {unmigrated, "", 1, "run shim migrate before"},
		"a role that owns no table":     {as("usage_reader", address), "", 1, "must own the tables"},
		"a role that does not exist":    {as("nobody_here", address), "", 1, "refuses the connection"},
		"a server that does not answer": {"postgres://ann:hunter2@127.0.0.1:1/todo", "", 1, "cannot be reached"},
		"a host that does not exist":    {"postgres://ann:hunter2@nowhere.invalid/todo", "", 1, "cannot be reached"},
		"an unknown argument":           {address, "--xml", 2, "usage: shim"},
		"a word too many":               {address, "today", 2, "usage: shim"},
		"no limit":                      {address, "--limit 0", 2, "usage: shim"},
		"a limit that is not a number":  {address, "--limit NaN", 2, "usage: shim"},
	} {
		code, out, said := usage(t, c.database, strings.Fields(c.arguments)...)
		if code != c.code || out != "" || !strings.Contains(said, c.says) || strings.Contains(said, "hunter2") {
			t.Errorf("%s: exit %d, %q, %s; want %d and %q", name, code, out, said, c.code, c.says)
		}
	}
}
