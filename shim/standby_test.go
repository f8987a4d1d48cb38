package main_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/todo-backend/todo-backend/migrations"
	"github.com/todo-backend/todo-backend/shared/localpg"
	"github.com/todo-backend/todo-backend/shared/pgtest"
)

// newPrimary starts a server of the test's alone with a migrated database, whose commits wait for the disk and for a
// synchronous standby. It returns the database's address.
func newPrimary(t *testing.T) (server *pgtest.Server, address string) {
	t.Helper()
	server, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	address = server.URL("todo")
	if _, err := migrations.Up(t.Context(), address); err != nil {
		t.Fatal(err)
	}
	mustExec(t, connect(t, address), `alter database todo set synchronous_commit = on`)
	return server, address
}

// newStandby starts a standby that streams from the primary, and returns the address of the same database on it.
func newStandby(t *testing.T, primary string, synchronous bool) (address string) {
	t.Helper()
	conn := connect(t, primary)
	program := filepath.Join(text(t, conn, `select setting from pg_config where name = 'BINDIR'`), "pg_basebackup")
	if _, err := os.Stat(program); err != nil && os.Getenv("CI") == "" {
		t.Skip("this PostgreSQL has no pg_basebackup")
	}
	dir := shortDir(t)
	owner := asOwner(t, socketOf(t, primary), dir)
	if err := os.WriteFile(filepath.Join(dir, "program.lock"), nil, 0o600); err != nil { // localpg takes it for its own
		t.Fatal(err)
	}
	backup := exec.Command(program, "--dbname="+primary, "--pgdata="+filepath.Join(dir, "data"),
		"--write-recovery-conf", "--checkpoint=fast")
	backup.Dir, backup.SysProcAttr = dir, owner
	if out, err := backup.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	server, err := localpg.Start(t.Context(), localpg.Options{Dir: dir, Database: "todo", Ephemeral: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Stop() })
	configureServer(t, server.URL(), `wal_retrieve_retry_interval = '100ms'`) // how long a promotion may wait
	state := "async"
	if synchronous {
		state = "sync"
		configureServer(t, primary, `synchronous_standby_names = '*'`)
	}
	waitUntil(t, primary, `select count(*) = 1 from pg_stat_replication
		where state = 'streaming' and sync_state = '`+state+`'`)
	return server.URL()
}

// bothHosts returns an address of two servers, of which the one that takes writes is meant.
func bothHosts(t *testing.T, primary, standby string) string {
	t.Helper()
	socket := socketOf(t, primary)
	return strings.Replace(primary, socket, socket+","+socketOf(t, standby), 1) + "&target_session_attrs=read-write"
}

// configureServer gives a server a setting.
func configureServer(t *testing.T, address, setting string) {
	t.Helper()
	conn := connect(t, address)
	mustExec(t, conn, `alter system set `+setting)
	mustExec(t, conn, `select pg_reload_conf()`)
}

// crash kills every process of a server at once.
func crash(t *testing.T, address string) {
	t.Helper()
	conn := connect(t, address)
	file := filepath.Join(text(t, conn, `show data_directory`), "postmaster.pid")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	pid, _, _ := strings.Cut(string(content), "\n")
	children, err := exec.Command("ps", "-o", "pid=", "--ppid", pid).Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range append([]string{pid}, strings.Fields(string(children))...) {
		if pid, err := strconv.Atoi(field); err == nil && pid > 1 {
			_ = syscall.Kill(pid, syscall.SIGKILL) // some have ended by themselves
		}
	}
	_ = conn.Close(context.Background())
}
