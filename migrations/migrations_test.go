package migrations_test

import (
	"context"
	"log"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/migrations"
	"github.com/todo-backend/todo-backend/shared/pgtest"
)

var postgres *pgtest.Server

func TestMain(m *testing.M) {
	var err error
	if postgres, err = pgtest.Start(); err != nil {
		log.Fatal(err)
	}
	url, err := postgres.NewDatabase(context.Background(), "migrated", "")
	if err == nil {
		_, err = migrations.Up(context.Background(), url)
	}
	if err != nil {
		postgres.Stop()
		log.Fatal(err)
	}
	code := m.Run()
	postgres.Stop()
	os.Exit(code)
}

// schema describes every table, index, constraint, policy and grant of a database.
func schema(t *testing.T, url string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	var s string
	if err := conn.QueryRow(t.Context(), `
		select coalesce(string_agg(line, E'\n' order by line), '') from (
		  select concat_ws(' ', 'column', table_name, column_name, data_type, is_nullable, column_default) as line
		  from information_schema.columns where table_schema = 'public' and table_name not like 'goose%'
		  union all select concat_ws(' ', 'index', indexdef)
		  from pg_indexes where schemaname = 'public' and tablename not like 'goose%'
		  union all select concat_ws(' ', 'constraint', conrelid::regclass, pg_get_constraintdef(oid))
		  from pg_constraint where connamespace = 'public'::regnamespace and conrelid::regclass::text not like 'goose%'
		  union all select concat_ws(' ', 'policy', tablename, policyname, roles, qual) from pg_policies
		  union all select concat_ws(' ', 'grant', table_name, privilege_type)
		  from information_schema.role_table_grants where grantee = 'todo_app'
		  union all select concat_ws(' ', 'function', proname, prosecdef, proconfig)
		  from pg_proc p where pronamespace = 'public'::regnamespace
		    and not exists (select from pg_depend d where d.objid = p.oid and deptype = 'e') -- of an extension
		) lines`).Scan(&s); err != nil {
		t.Fatal(err)
	}
	return s
}

func database(t *testing.T, name string) string { return copyOf(t, "", name) }

// copyOf creates a database as a copy of another, or an empty one.
func copyOf(t *testing.T, template, name string) string {
	t.Helper()
	url, err := postgres.NewDatabase(t.Context(), name, template)
	if err != nil {
		t.Fatal(err)
	}
	return url
}

// migrated returns the URL of a database of its own with the newest schema, and a connection to it.
func migrated(t *testing.T, name string) (url string, conn *pgx.Conn) {
	t.Helper()
	url = copyOf(t, "migrated", name)
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.WithoutCancel(t.Context())) })
	return url, conn
}

func TestForwardAndBack(t *testing.T) {
	url := database(t, "forward_and_back")
	empty := schema(t, url)
	n, err := migrations.Up(t.Context(), url)
	if err != nil || n == 0 {
		t.Fatalf("%d applied, %v", n, err)
	}
	full := schema(t, url)
	if again, err := migrations.Up(t.Context(), url); err != nil || again != 0 {
		t.Errorf("again: %d applied, %v", again, err)
	}
	for range n {
		if down, err := migrations.Down(t.Context(), url); err != nil || down != 1 {
			t.Fatalf("%d taken back, %v", down, err)
		}
	}
	if left := schema(t, url); left != empty {
		t.Errorf("left:\n%s", left)
	}
	if down, err := migrations.Down(t.Context(), url); err != nil || down != 0 {
		t.Errorf("from nothing: %d taken back, %v", down, err)
	}
	if _, err := migrations.Up(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	if again := schema(t, url); again != full {
		t.Errorf("forward again:\n%s\nfirst:\n%s", again, full)
	}
}

func TestTenInstancesAtOnce(t *testing.T) {
	url := database(t, "ten_at_once")
	applied, errs := make([]int, 10), make([]error, 10)
	var all sync.WaitGroup
	for i := range 10 {
		all.Go(func() { applied[i], errs[i] = migrations.Up(t.Context(), url) })
	}
	all.Wait()
	total := 0
	for i := range 10 {
		if errs[i] != nil {
			t.Error(errs[i])
		}
		total += applied[i]
	}
	if files, err := filepath.Glob("*.sql"); err != nil || total != len(files) {
		t.Errorf("%d applied in all, want each of the %d once", total, len(files))
	}
}

// TestOwnerWithoutSuperpowers migrates and works as Neon's owner does: no superuser, but allowed to create roles. From
// PostgreSQL 16 on those are the roles that it has created itself, so it has a server where no other test has.
func TestOwnerWithoutSuperpowers(t *testing.T) {
	neon, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(neon.Stop)
	asAdmin, err := neon.NewDatabase(t.Context(), "as_neon", "")
	if err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(t.Context(), asAdmin)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	for _, sql := range []string{
		`create role neon_owner login createrole nosuperuser`,
		`alter database as_neon owner to neon_owner`,
		`alter schema public owner to neon_owner`,
	} {
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	owner, err := url.Parse(asAdmin)
	if err != nil {
		t.Fatal(err)
	}
	query := owner.Query()
	query.Set("user", "neon_owner")
	owner.RawQuery, owner.User = query.Encode(), url.User("neon_owner")
	if _, err := migrations.Up(t.Context(), owner.String()); err != nil {
		t.Fatal(err)
	}
	as, err := pgx.Connect(t.Context(), owner.String())
	if err != nil {
		t.Fatal(err)
	}
	defer as.Close(context.WithoutCancel(t.Context()))
	var role string
	b := &pgx.Batch{}
	b.Queue(`select set_config('role', 'todo_app', true)`)
	b.Queue(`select current_user::text`).QueryRow(func(row pgx.Row) error { return row.Scan(&role) })
	if err := as.SendBatch(t.Context(), b).Close(); err != nil || role != "todo_app" {
		t.Errorf("stepped down to %q, %v", role, err)
	}
}

func TestUnreachable(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for url, says := range map[string]string{
		"postgres://ann:hunter2@127.0.0.1:1/todo":    "cannot be reached",
		"postgres://ann:hunter2@127.0.0.1:port/todo": "cannot be read",
		"postgres://ann:hunter2%@127.0.0.1:1/todo":   "cannot be read",
	} {
		_, err := migrations.Up(ctx, url)
		if err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%v, want an error that says %q, and no password", err, says)
		}
	}
}

// TestRefused connects with what the server will never take: its words are told, and it is not asked again.
func TestRefused(t *testing.T) {
	at := database(t, "refused")
	for name, c := range map[string]struct{ change, says string }{
		"a parameter that it does not know": {"&nonsense=1", `unrecognized configuration parameter "nonsense"`},
		"a parameter that is its own":       {"&max_connections=1", `"max_connections" cannot be changed`},
		"a value that it does not take":     {"&statement_timeout=long", `"statement_timeout"`},
		"a database that it does not have":  {"&dbname=nowhere", `database "nowhere" does not exist`},
		"a role that it does not have":      {"&user=nobody", `role "nobody" does not exist`},
	} {
		_, err := migrations.Up(t.Context(), at+c.change)
		if err == nil || !strings.Contains(err.Error(), "the database refuses the connection") ||
			!strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want it to say %q", name, err, c.says)
		}
	}
}
