package main_test

import (
	"cmp"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/todo-backend/todo-backend/shared/pgtest"
)

// TestIdle leaves the shim alone with its health checks and the readers of its metrics, for IDLE (3s), and reads what
// the server has logged meanwhile: every message of the protocol that runs, parses or binds a statement, and every new
// connection (a serverless database is billed by the time that statements keep it awake). The server is this test's
// alone.
func TestIdle(t *testing.T) {
	t.Parallel()
	idle, err := time.ParseDuration(cmp.Or(os.Getenv("IDLE"), "3s"))
	if err != nil {
		t.Fatal(err)
	}
	server, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	address, err := server.NewDatabase(t.Context(), "idle", "")
	if err != nil {
		t.Fatal(err)
	}
	observer, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	query := observer.Query()
	query.Set("log_min_duration_statement", "-1") // what the test asks is not logged
	observer.RawQuery = query.Encode()
	conn := connect(t, observer.String())
	for _, setting := range []string{"log_min_duration_statement = 0", "log_connections = on"} {
		mustExec(t, conn, "alter system set "+setting)
	}
	const loaded = "select pg_conf_load_time()::text"
	before := text(t, conn, loaded)
	mustExec(t, conn, "select pg_reload_conf()")
	pgtest.Eventually(t, "the settings hold", func() bool { return text(t, conn, loaded) != before })

	p := start(t, t.TempDir(), "DATABASE_URL="+address, secretVariable, "SMTP_URL=log:", "DATABASE_MAX_CONN_IDLE=1s",
		"METRICS_SECRET="+metricsSecret,
		"DEMO_EMAIL=demo@example.com", "DEMO_PASSWORD=demo password").up(t)
	token := signup(t, p)
	listings := make(chan int)
	for range 5 {
		go func() { listings <- p.list(token) }()
	}
	for range 5 {
		if status := <-listings; status != 200 {
			t.Fatalf("listing: %d", status)
		}
	}
	const file = "current_setting('data_directory') || '/../postgres.log'"
	logged := func(since string) string {
		return text(t, conn, "select pg_read_file("+file+", $1::text::bigint, 1000000)", since)
	}
	size := func() string { return text(t, conn, "select size::text from pg_stat_file("+file+")") }
	for _, asked := range []string{"connection authorized", " from tasks"} {
		if before := logged("0"); !strings.Contains(before, asked) {
			t.Fatalf("the server does not log what it is asked: %s", before)
		}
	}

	began, checks := size(), 0
	healthcheck := func() {
		c := exec.Command(binary, "healthcheck")
		c.Env = []string{"PORT=" + p.url[strings.LastIndex(p.url, ":")+1:]}
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		if status, body := p.send(t, "GET", "/metrics", metricsSecret, ""); status != 200 {
			t.Fatalf("/metrics: %d %s", status, body)
		}
		checks++
	}
	again := time.NewTicker(200 * time.Millisecond)
	defer again.Stop()
	for end := time.Now().Add(idle); time.Now().Before(end); <-again.C {
		healthcheck()
	}
	pgtest.Eventually(t, "the connections close by themselves", func() bool {
		return text(t, conn, `select count(*) from pg_stat_activity
			where backend_type = 'client backend' and pid <> pg_backend_pid()`) == "0"
	})
	if statements := logged(began); statements != "" {
		t.Errorf("%d health checks in %s, and the server was asked:\n%s", checks, idle, statements)
	}
	t.Logf("%d health checks in %s: no statement, no connection", checks, idle)

	if status, body := p.send(t, "GET", "/health?database", "", ""); status != 200 {
		t.Errorf("readiness: %d %s", status, body)
	}
	if statements := logged(began); !strings.Contains(statements, "insert into room") {
		t.Errorf("the server does not log what readiness asks: %q", statements)
	}
}
