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

// newStandby starts a standby that streams from the primary, on a copy that is taken while the primary is stopped
// (pg_basebackup is not in every package of PostgreSQL). It returns the address of the same database on it.
func newStandby(t *testing.T, from *pgtest.Server, synchronous bool) (address string) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	primary, dir := from.URL("todo"), shortDir(t)
	data := filepath.Join(dir, "data")
	must(from.StopServer())
	must(os.CopyFS(data, os.DirFS(filepath.Join(socketOf(t, primary), "data"))))
	must(os.Chmod(data, 0o700)) // or PostgreSQL refuses it
	must(from.StartServer())
	for file, content := range map[string]string{
		"program.lock":        "", // localpg takes the folder for its own
		"data/standby.signal": "",
		"data/postgresql.auto.conf": "wal_retrieve_retry_interval = '100ms'\n" + // how long a promotion may wait
			"primary_conninfo = 'host=" + socketOf(t, primary) + " port=5432 user=postgres'\n",
	} {
		must(os.WriteFile(filepath.Join(dir, file), []byte(content), 0o600))
	}
	var paths []string
	must(filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		paths = append(paths, path)
		return err
	}))
	asOwner(t, socketOf(t, primary), paths...)
	server, err := localpg.Start(t.Context(), localpg.Options{Dir: dir, Database: "todo", Ephemeral: true})
	must(err)
	t.Cleanup(func() { _ = server.Stop() })
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
