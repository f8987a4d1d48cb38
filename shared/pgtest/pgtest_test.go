package pgtest_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/pgtest"
)

var server *pgtest.Server

func TestMain(m *testing.M) {
	var err error
	if server, err = pgtest.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	server.Stop()
	os.Exit(code)
}

// value runs one statement on a connection of its own.
func value(t *testing.T, url, statement string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	var v string
	if err := conn.QueryRow(t.Context(), statement).Scan(&v); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	return v
}

func newDatabase(t *testing.T, name, template string) string {
	t.Helper()
	url, err := server.NewDatabase(t.Context(), name, template)
	if err != nil {
		t.Fatal(err)
	}
	return url
}

func TestNewDatabaseIsEmptyOrACopyOfItsTemplate(t *testing.T) {
	const tables = `SELECT count(*)::text FROM pg_tables WHERE schemaname = 'public'`
	for _, name := range []string{"plain", `with "quotes" and / ? & % +`} {
		url := newDatabase(t, name, "")
		if got := value(t, url, "SELECT current_database()::text"); got != name {
			t.Errorf("the URL of %q leads to database %q", name, got)
		}
		if got := value(t, url, tables); got != "0" {
			t.Errorf("new database %q has %s tables", name, got)
		}
	}

	template := newDatabase(t, "template", "")
	conn, err := pgx.Connect(t.Context(), template)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), `CREATE TABLE mark AS SELECT 'yes' AS v`); err != nil {
		t.Fatal(err)
	}
	conn.Close(t.Context())

	var wait sync.WaitGroup
	for i := range 4 {
		wait.Go(func() {
			url, err := server.NewDatabase(t.Context(), fmt.Sprintf("copy%d", i), "template")
			if err != nil {
				t.Error(err)
				return
			}
			if conn, err := pgx.Connect(t.Context(), url); err != nil {
				t.Error(err)
			} else {
				defer conn.Close(context.Background())
				if _, err := conn.Exec(t.Context(), `UPDATE mark SET v = 'changed'`); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	if got := value(t, template, `SELECT v FROM mark`); got != "yes" {
		t.Errorf("a change of a copy reached its template: %q", got)
	}
}

func TestNewDatabaseFailsForAnExistingName(t *testing.T) {
	newDatabase(t, "taken", "")
	if _, err := server.NewDatabase(t.Context(), "taken", ""); err == nil || !strings.Contains(err.Error(), "taken") {
		t.Errorf("error = %v, want one that names the database", err)
	}
}

func TestOutage(t *testing.T) {
	url := newDatabase(t, "outage", "")
	if err := server.StopServer(); err != nil {
		t.Fatal(err)
	}
	if err := server.StopServer(); err != nil {
		t.Errorf("stopping a stopped server: %v", err)
	}
	if conn, err := pgx.Connect(t.Context(), url); err == nil {
		conn.Close(t.Context())
		t.Error("a stopped server answers")
	}
	if err := server.StartServer(); err != nil {
		t.Fatal(err)
	}
	if got := value(t, url, "SELECT current_database()::text"); got != "outage" {
		t.Errorf("after the outage the URL leads to %q", got)
	}
	if server.URL("outage") != url {
		t.Errorf("URL changed from %s to %s", url, server.URL("outage"))
	}
}

func TestStopRemovesItsFolderAndNothingElse(t *testing.T) {
	parent, err := os.MkdirTemp("", "p-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(parent) })
	if err := os.Chmod(parent, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", parent)
	bystander := filepath.Join(parent, "pgtest-bystander")
	if err := os.Mkdir(bystander, 0o755); err != nil {
		t.Fatal(err)
	}
	s, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	value(t, s.URL("todo"), "SELECT 'ok'")
	s.Stop()
	left, err := filepath.Glob(filepath.Join(parent, "*"))
	if err != nil || len(left) != 1 || left[0] != bystander {
		t.Errorf("left in the temp folder: %v, %v", left, err)
	}
}

func TestALongTempFolderDoesNotChangeTheURL(t *testing.T) {
	parent, err := os.MkdirTemp("", strings.Repeat("long-", 14))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(parent) })
	if err := os.Chmod(parent, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", parent)
	s, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer s.Stop()
	before := s.URL("todo")
	if err := s.StopServer(); err != nil {
		t.Fatal(err)
	}
	if err := s.StartServer(); err != nil {
		t.Fatal(err)
	}
	if after := s.URL("todo"); after != before {
		t.Errorf("URL changed from %s to %s", before, after)
	}
	value(t, before, "SELECT 'ok'")
}
