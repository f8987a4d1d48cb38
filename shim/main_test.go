package main_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/migrations"
	"github.com/todo-backend/todo-backend/shared/pgtest"
)

var (
	binary   string
	postgres *pgtest.Server
)

func TestMain(m *testing.M) { os.Exit(testMain(m)) }

func testMain(m *testing.M) int {
	dir, err := os.MkdirTemp("", "shim-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "shim")
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", binary, ".")
	if out, err := build.CombinedOutput(); err != nil {
		log.Fatalf("%v: %s", err, out)
	}
	if postgres, err = pgtest.Start(); err != nil {
		log.Fatal(err)
	}
	defer postgres.Stop()
	url, err := postgres.NewDatabase(context.Background(), "migrated", "")
	if err == nil {
		_, err = migrations.Up(context.Background(), url)
	}
	if err != nil {
		log.Fatal(err)
	}
	return m.Run()
}

// readSources reads the folders of the binary's sources, within a test, so that go test's cache knows what the binary
// is made of: the test's own binary leaves out what no test calls.
var readSources = sync.OnceValue(func() (err error) {
	for _, dir := range []string{".", "../functions", "../migrations", "../shared"} {
		err = errors.Join(err, filepath.WalkDir(dir, func(_ string, _ fs.DirEntry, err error) error { return err }))
	}
	return err
})

// database makes a migrated database and returns the variables of a shim on it.
func database(t *testing.T) (url string, variables []string) {
	t.Helper()
	if err := readSources(); err != nil {
		t.Fatal(err)
	}
	url, err := postgres.NewDatabase(t.Context(), strings.ToLower(t.Name()), "migrated")
	if err != nil {
		t.Fatal(err)
	}
	return url, []string{"DATABASE_URL=" + url, secretVariable}
}

const secretVariable = "BETTER_AUTH_SECRET=0123456789abcdef0123456789abcdef"

// lastPort is the last port that a test has taken. They lie below those that the kernel gives to clients, so that no
// connection of a parallel test takes one before its server listens.
var lastPort atomic.Uint32

// freePort returns a port that nothing listens on, and that no other test gets.
func freePort(t testing.TB) string {
	t.Helper()
	lastPort.CompareAndSwap(0, 10_000+uint32(os.Getpid()%20_000))
	for range 1000 {
		port := strconv.Itoa(int(lastPort.Add(1)))
		if listener, err := net.Listen("tcp", "0.0.0.0:"+port); err == nil {
			listener.Close()
			return port
		}
	}
	t.Fatal("no port is free")
	return ""
}

// shortDir is a folder whose path leaves room for a socket, and which PostgreSQL's user can enter where root runs the
// tests.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "shim-")
	if err == nil {
		err = os.Chmod(dir, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func connect(t testing.TB, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

func mustExec(t *testing.T, conn *pgx.Conn, sql string, args ...any) {
	t.Helper()
	if len(args) == 0 { // several statements
		if _, err := conn.PgConn().Exec(t.Context(), sql).ReadAll(); err != nil {
			t.Fatal(err)
		}
	} else if _, err := conn.Exec(t.Context(), sql, args...); err != nil {
		t.Fatal(err)
	}
}

// text returns a query's rows as lines of columns.
func text(t *testing.T, conn *pgx.Conn, sql string, args ...any) string {
	t.Helper()
	rows, _ := conn.Query(t.Context(), sql, args...) // CollectRows returns the error
	lines, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (string, error) {
		values, err := row.Values()
		return strings.Trim(fmt.Sprint(values), "[]"), err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

// same compares a query's rows with lines.
func same(t *testing.T, what string, conn *pgx.Conn, sql, want string, args ...any) {
	t.Helper()
	if got := text(t, conn, sql, args...); got != want {
		t.Errorf("%s:\n%s\nwant:\n%s", what, got, want)
	}
}

func waitUntil(t *testing.T, url, sql string) {
	t.Helper()
	conn := connect(t, url)
	pgtest.Eventually(t, sql, func() (so bool) {
		if err := conn.QueryRow(t.Context(), sql).Scan(&so); err != nil {
			t.Fatal(err)
		}
		return so
	})
}

// someoneWaits reports whether a session of the database waits for a lock.
const someoneWaits = `
	select count(*) > 0 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`

// forgetRequests makes the database forget the last minute's requests, which would keep the next run waiting.
func forgetRequests(t *testing.T, url string) {
	t.Helper()
	mustExec(t, connect(t, url), `delete from rate_limits`)
}
