package main_test

import (
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// bouncer is a running PgBouncer in transaction mode.
type bouncer struct {
	*exec.Cmd
	url  string // of its database
	file string // its configuration
	port string
	log  *output
	size int
}

// findBouncer returns PgBouncer's program, and skips the test where there is none.
func findBouncer(t *testing.T) string {
	t.Helper()
	program, err := exec.LookPath("pgbouncer")
	if err != nil {
		if program = "/usr/sbin/pgbouncer"; os.Getenv("CI") == "" {
			if _, err := os.Stat(program); err != nil {
				t.Skip("pgbouncer is not installed; make test installs it")
			}
		}
	}
	return program
}

// startBouncer starts a PgBouncer of so many server connections on the database at an address with a socket.
func startBouncer(t *testing.T, address string, size int) *bouncer {
	t.Helper()
	dir := shortDir(t)
	b := &bouncer{file: filepath.Join(dir, "pgbouncer.ini"), port: freePort(t), log: new(output), size: size}
	b.url = "postgres://postgres@127.0.0.1:" + b.port + "/todo?sslmode=disable"
	b.configure(t, address)
	b.Cmd = exec.Command(findBouncer(t), b.file)
	b.SysProcAttr = asOwner(t, socketOf(t, address), dir)
	b.Stdout, b.Stderr = b.log, b.log
	if err := b.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Process.Kill(); _ = b.Wait() })
	return b
}

func (b *bouncer) configure(t *testing.T, address string) {
	t.Helper()
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	config := fmt.Sprintf(`
[databases]
todo = host=%s port=5432 user=postgres dbname=%s
[pgbouncer]
listen_addr=127.0.0.1
listen_port=%s
unix_socket_dir=
auth_type=any
pool_mode=transaction
default_pool_size=%d
max_client_conn=300
server_reset_query=
server_login_retry=1
`, socketOf(t, address), strings.TrimPrefix(parsed.Path, "/"), b.port, b.size)
	if err := os.WriteFile(b.file, []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
}

// lead leads the clients to another server, as an operator does.
func (b *bouncer) lead(t *testing.T, address string) {
	t.Helper()
	b.configure(t, address)
	if err := b.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
}

// socketOf returns the folder of a local server's socket.
func socketOf(t *testing.T, address string) string {
	t.Helper()
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return parsed.Query().Get("host")
}
