package localpg

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// helperDir makes the test binary a program that starts PostgreSQL on that folder, says so and waits.
	helperDir = "LOCALPG_TEST_DIR"

	// helperDurable makes that an ordinary server, not an ephemeral one.
	helperDurable = "LOCALPG_TEST_DURABLE"
)

// base holds all folders of the tests. They are removed at the end, all at once: making files right after
// removing some is slow on ext4.
var base string

func TestMain(m *testing.M) {
	if dir := os.Getenv(helperDir); dir != "" {
		s, err := Start(context.Background(), options(dir, os.Getenv(helperDurable) == ""))
		if err != nil {
			fmt.Println("error", strconv.Quote(err.Error()))
			os.Exit(1)
		}
		fmt.Println("url", strconv.Quote(s.URL()))
		_, _ = io.Copy(io.Discard, os.Stdin)
		if err := s.Stop(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	var err error
	if base, err = os.MkdirTemp("", "lpg-"); err == nil {
		err = os.Chmod(base, 0o755)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	// A fetch may take longer than the tests let a start take; what keeps it from working they report.
	_, _ = (&folder{Options: options("", true)}).findServer(context.Background(), 0)
	code := m.Run()
	if err := os.RemoveAll(base); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// options are those of the shim, on dir, for the version of PostgreSQL that POSTGRES_MAJOR gives.
func options(dir string, ephemeral bool) Options {
	major, _ := strconv.Atoi(os.Getenv("POSTGRES_MAJOR"))
	return Options{
		Dir: dir, Database: "todo", Major: major, Ephemeral: ephemeral,
		DirVariable: "DATA_DIR", ServerVariable: "DATABASE_URL",
	}
}

// newDir names a folder for PostgreSQL that does not exist yet, in a folder that every user can enter.
func newDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp(base, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "pg")
}

// spare is a folder that an earlier test has left in order.
var spare struct {
	sync.Mutex
	dir string
}

// usedDir returns a folder that has data, and saves the second that making one takes. The folder must be
// in order at the end of the test.
func usedDir(t *testing.T) string {
	t.Helper()
	spare.Lock()
	dir := spare.dir
	spare.dir = ""
	spare.Unlock()
	if dir == "" {
		dir = newDir(t)
		stop(t, start(t, dir))
	}
	t.Cleanup(func() {
		spare.Lock()
		defer spare.Unlock()
		if !t.Failed() {
			spare.dir = dir
		}
	})
	return dir
}

func tryStart(t *testing.T, dir string) (*Server, error) {
	t.Helper()
	return tryStartWith(t, options(dir, true))
}

func tryStartWith(t *testing.T, o Options) (*Server, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	s, err := Start(ctx, o)
	if err == nil {
		t.Cleanup(func() { _ = s.Stop() })
	}
	return s, err
}

func start(t *testing.T, dir string) *Server {
	t.Helper()
	s, err := tryStart(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func stop(t *testing.T, s *Server) {
	t.Helper()
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
}

// query runs a statement on a connection of its own, and returns its first value as text.
func query(t *testing.T, url, statement string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	results, err := conn.PgConn().Exec(t.Context(), statement).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	if last := results[len(results)-1]; len(last.Rows) > 0 {
		return string(last.Rows[0][0])
	}
	return ""
}

// wantError checks that an error came and says all that a person needs.
func wantError(t *testing.T, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("error %q does not say %q", err, word)
		}
	}
}

func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !condition(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("after a minute still not: %s", what)
		}
	}
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
