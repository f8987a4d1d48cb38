package main_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/todo-backend/todo-backend/shared/pgtest"
)

// TestOwnDatabase goes the way of somebody who has nothing but the binary: data and login outlive restarts and kill -9.
func TestOwnDatabase(t *testing.T) {
	t.Parallel()
	dir := shortDir(t)
	demo := []string{"DEMO_EMAIL=demo@example.com", "DEMO_PASSWORD=demo password"}
	p := start(t, dir, demo...).up(t)
	port := p.url[len("http://127.0.0.1"):]
	for _, text := range []string{port + "/docs", "demo@example.com", "demo password", "postgres:///todo?host="} {
		p.says(t, text)
	}
	token := p.login(t, "demo@example.com", "demo password")
	if status, body := p.send(t, "POST", "/api/tasks", token, `{"title":"still there"}`); status != 201 {
		t.Fatalf("%d %s", status, body)
	}

	second := start(t, dir)
	if code := second.ends(t); code != 1 || !strings.Contains(second.output.String(), "postgres") {
		t.Errorf("a second shim on the folder: exit %d, %s", code, second.output)
	}

	for _, s := range []os.Signal{syscall.SIGTERM, syscall.SIGKILL, os.Interrupt} {
		p.signal(t, s)
		if code := p.ends(t); s != syscall.SIGKILL && code != 0 {
			t.Errorf("%v: exit %d: %s", s, code, p.output)
		}
		pgtest.Eventually(t, "no server is left behind", func() bool { return !postgresRuns(t, dir) })
		p = start(t, dir, demo...).up(t)
		status, body := p.send(t, "GET", "/api/tasks?search=still+there", token, "")
		if status != 200 || !strings.Contains(body, "still there") {
			t.Errorf("after %v: %d %s", s, status, body)
		}
	}
	if info, err := os.Stat(filepath.Join(dir, ".data", "secret")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the secret: %v %v", info, err)
	}
}

// TestOwnDatabaseIsKilled kills the shim's own PostgreSQL: it is started again, and where that cannot be, the shim
// ends.
func TestOwnDatabaseIsKilled(t *testing.T) {
	t.Parallel()
	dir := shortDir(t)
	p := start(t, dir).up(t)
	token := signup(t, p)
	data := filepath.Join(dir, ".data", "postgres", "data")
	pid := func() int { // of the server that the folder belongs to; 0 while it belongs to none
		content, _ := os.ReadFile(filepath.Join(data, "postmaster.pid"))
		line, _, _ := strings.Cut(string(content), "\n")
		pid, _ := strconv.Atoi(line)
		return pid
	}
	kill := func() (killed int) {
		t.Helper()
		if killed = pid(); killed == 0 { // which would kill this process
			t.Fatalf("the folder has no server: %s", p.output)
		}
		if err := syscall.Kill(killed, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		return killed
	}
	for round := range 2 {
		title := fmt.Sprintf(`"before %d"`, round)
		if status, body := p.send(t, "POST", "/api/tasks", token, `{"title":`+title+`}`); status != 201 {
			t.Fatalf("%d %s", status, body)
		}
		killed := kill() // its backends may answer for a moment more
		pgtest.Eventually(t, "the database comes back", func() bool {
			return pid() != 0 && pid() != killed && p.list(token) == 200
		})
		if status, body := p.send(t, "GET", "/api/tasks", token, ""); status != 200 || !strings.Contains(body, title) {
			t.Errorf("%d %s", status, body)
		}
		pgtest.Eventually(t, fmt.Sprintf("the log says it %d times", round+1), func() bool {
			return strings.Count(p.output.String(), "starting the database again") == round+1
		})
	}
	if err := os.WriteFile(filepath.Join(data, "PG_VERSION"), []byte("broken"), 0o600); err != nil {
		t.Fatal(err)
	}
	kill()
	if code := p.ends(t); code != 1 || !strings.Contains(p.output.String(), "PostgreSQL does not stay up") {
		t.Errorf("exit %d: %s", code, p.output)
	}
}

// postgresRuns looks for a server on dir among all processes.
func postgresRuns(t *testing.T, dir string) bool {
	t.Helper()
	out, err := exec.Command("ps", "-eo", "args").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(string(out), "-D "+dir)
}
