package main_test

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/shared/pgtest"
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
	direct, variables := database(t)
	bouncer := startBouncer(t, direct, 5)
	p := start(t, t.TempDir(), "DATABASE_URL="+bouncer.url+parameter, "DATABASE_URL_UNPOOLED="+direct, variables[1],
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
		t.Errorf("the hundred clients got %v, want 200 alone\n%s", counts, bouncer.log)
	}
	version, err := exec.Command(bouncer.Path, "--version").Output()
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

// TestPgBouncerWithoutItsServer stops the server behind PgBouncer, which takes connections meanwhile and breaks them:
// reads wait until the server is back, and writes that the server has not seen.
func TestPgBouncerWithoutItsServer(t *testing.T) {
	t.Parallel()
	server, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	direct := server.URL("todo")
	bouncer := startBouncer(t, direct, 5)
	p := start(t, t.TempDir(), "DATABASE_URL="+bouncer.url, "DATABASE_URL_UNPOOLED="+direct, secretVariable,
		"DATABASE_MAX_CONNS=8", "DATABASE_ACQUIRE_TIMEOUT=20s", "REQUEST_TIMEOUT=30s").up(t)
	token := signup(t, p)
	if err := server.StopServer(); err != nil {
		t.Fatal(err)
	}
	const each = 2 // of the four places of one user
	listed, created := make(chan int), make(chan string)
	for range each {
		go func() { listed <- p.list(token) }()
		go func() {
			c := newCreation(token)
			_, failure := c.send(p.url)
			created <- fmt.Sprint(c.status, failure)
		}()
	}
	pgtest.Eventually(t, "PgBouncer refuses", func() bool {
		return strings.Contains(bouncer.log.String(), "pooler error: server login has been failing")
	})
	if err := server.StartServer(); err != nil {
		t.Fatal(err)
	}
	for range each {
		if list, create := <-listed, <-created; list != 200 || create != "201" {
			t.Errorf("a listing: %d, a creation: %s\n%s", list, create, bouncer.log)
		}
	}
}
