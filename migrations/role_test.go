package migrations_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/migrations"
	"github.com/todo-backend/todo-backend/shared/pgtest"
)

// TestOwnersOfOneServer migrates databases whose owners are different roles, on a server where no other test has: an
// error says what to grant, a superuser or the creator of todo_app runs that, and it is enough.
func TestOwnersOfOneServer(t *testing.T) {
	server, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	as := func(user, database string) *pgx.Conn {
		t.Helper()
		conn, err := pgx.Connect(t.Context(), server.URL(database)+"&user="+user)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close(context.Background()) })
		return conn
	}
	exec := func(conn *pgx.Conn, sql string) {
		t.Helper()
		if _, err := conn.PgConn().Exec(t.Context(), sql).ReadAll(); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	superuser := as("postgres", "postgres")
	var version int
	if err := superuser.QueryRow(t.Context(), `select current_setting('server_version_num')::int`).
		Scan(&version); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		owner, rights string
		from          int // the first version that refuses
		run, by       string
	}{
		{"plain", "nocreaterole", 0, `alter role plain createrole`, "postgres"},
		{"Second-owner", "createrole", 160000, `grant todo_app to "Second-owner" with admin option`, "plain"},
		{"third", "nocreaterole", 0, `grant todo_app to third with admin option`, "postgres"},
		{"fourth", "nocreaterole superuser", 1e9, "", ""},
	} {
		owner := pgx.Identifier{c.owner}.Sanitize()
		exec(superuser, "create role "+owner+" login "+c.rights)
		exec(superuser, "create database "+owner+" owner "+owner)
		exec(as("postgres", c.owner), "alter schema public owner to "+owner) // as from PostgreSQL 15 on
		at := server.URL(c.owner) + "&user=" + c.owner
		_, err := migrations.Up(t.Context(), at)
		if version >= c.from {
			if err == nil || !strings.Contains(err.Error(), "42501") ||
				!strings.HasSuffix(err.Error(), "run\n  "+c.run) {
				t.Errorf("%s: %v, want an error that says %q", c.owner, err, c.run)
				continue
			}
			exec(as(c.by, "postgres"), c.run)
			_, err = migrations.Up(t.Context(), at)
		}
		if err != nil {
			t.Errorf("%s: %v", c.owner, err)
			continue
		}
		exec(as(c.owner, c.owner), `set role todo_app; select count(*) from tasks`)
	}
}
