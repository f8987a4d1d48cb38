package main_test

import (
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestPgBouncer runs the acceptance run through PgBouncer in transaction mode, while a hundred clients share its five
// server connections, as on Neon's pooled host. A PgBouncer before 1.21 loses named statements: the shim does without.
func TestPgBouncer(t *testing.T) {
	t.Parallel()
	for mode, parameter := range map[string]string{
		"named": "", "unnamed": "&default_query_exec_mode=cache_describe",
	} {
		t.Run(mode, func(t *testing.T) { t.Parallel(); throughPgBouncer(t, parameter, mode == "named") })
	}
}

// throughPgBouncer gives the shim a URL with a parameter, which leads it to named statements or not.
func throughPgBouncer(t *testing.T, parameter string, named bool) {
	program, err := exec.LookPath("pgbouncer")
	if err != nil {
		if program = "/usr/sbin/pgbouncer"; os.Getenv("CI") == "" {
			if _, err := os.Stat(program); err != nil {
				t.Skip("pgbouncer is not installed; make test installs it")
			}
		}
	}
	direct, variables := database(t)
	parsed, err := url.Parse(direct)
	if err != nil {
		t.Fatal(err)
	}
	socket := parsed.Query().Get("host")
	dir := shortDir(t)
	port := freePort(t)
	config := fmt.Sprintf(`
[databases]
todo = host=%s port=5432 user=postgres dbname=%s
[pgbouncer]
listen_addr=127.0.0.1
listen_port=%s
unix_socket_dir=
auth_type=any
pool_mode=transaction
default_pool_size=5
max_client_conn=300
server_reset_query=
`, socket, strings.TrimPrefix(parsed.Path, "/"), port)
	file := filepath.Join(dir, "pgbouncer.ini")
	if err := os.WriteFile(file, []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
	bouncer := exec.Command(program, file)
	bouncer.SysProcAttr = asOwner(t, socket, dir)
	log := new(output)
	bouncer.Stdout, bouncer.Stderr = log, log
	if err := bouncer.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = bouncer.Process.Kill(); _ = bouncer.Wait() })
	pooled := "postgres://postgres@127.0.0.1:" + port + "/todo?sslmode=disable" + parameter
	p := start(t, t.TempDir(), "DATABASE_URL="+pooled, "DATABASE_URL_UNPOOLED="+direct, variables[1],
		"DATABASE_MAX_CONNS=100").up(t)

	token := signup(t, p)
	forgetRequests(t, direct)
	done := make(chan map[int]int)
	stop := make(chan struct{})
	go func() {
		counts := map[int]int{}
		answers := make(chan int) // statuses, and -1 for each client that has ended
		for range 100 {
			go func() {
				for {
					select {
					case <-stop:
						answers <- -1
						return
					default:
					}
					answers <- p.list(token)
				}
			}()
		}
		for ended := 0; ended < 100; {
			if status := <-answers; status == -1 {
				ended++
			} else {
				counts[status]++
			}
		}
		done <- counts
	}()
	const servers = `from pg_stat_activity where application_name = 'todo-backend' and datname = current_database()`
	waitUntil(t, direct, `select count(*) >= 3 `+servers)
	verifyForm(t, "through PgBouncer", p.url, "-", 0)
	list := text(t, connect(t, direct), `
		select row(pid, backend_type, usename, client_port, state, backend_start, replace(query, chr(10), ' '))::text
		`+servers)
	if n := strings.Count(list, "\n") + 1; n > 5 {
		t.Errorf("%d server connections:\n%s", n, list)
	}
	close(stop)
	if counts := <-done; len(counts) != 1 || counts[200] < 100 {
		t.Errorf("the hundred clients got %v, want 200 alone\n%s", counts, log)
	}
	version, err := exec.Command(program, "--version").Output()
	if err != nil {
		t.Fatal(err)
	}
	p.signal(t, os.Interrupt)
	p.ends(t) // its whole output has been read
	want := 0
	if named && losesStatements(string(version)) {
		want = 1
	}
	if said := strings.Count(p.output.String(), "carries no named prepared statements"); said != want {
		t.Errorf("the log says %d times that named statements are lost, want %d", said, want)
	}
}

// losesStatements reports whether a PgBouncer of this version carries no named statements.
func losesStatements(version string) bool {
	var major, minor int
	_, err := fmt.Sscanf(version, "PgBouncer %d.%d", &major, &minor)
	return err == nil && major == 1 && minor < 21
}
