package main_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/GoogleCloudPlatform/functions-framework-go/funcframework"
	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/functions/system"
	"github.com/todo-backend/todo-backend/migrations"
	"github.com/todo-backend/todo-backend/shared/pgtest"
)

var (
	binary   string
	postgres *pgtest.Server
)

func TestMain(m *testing.M) {
	if os.Getenv("SERVE_BARE") != "" {
		serveBare()
	}
	os.Exit(testMain(m))
}

func testMain(m *testing.M) int {
	dir, err := os.MkdirTemp("", "shim-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "shim")
	sources, _ := filepath.Glob("*.go") // a good pattern; read, so that go test's cache knows what the binary is made of
	for _, file := range sources {
		if _, err := os.ReadFile(file); err != nil {
			log.Fatal(err)
		}
	}
	if out, err := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", binary, ".").CombinedOutput(); err != nil {
		log.Fatalf("%v: %s", err, out)
	}
	if postgres, err = pgtest.Start(); err != nil {
		log.Fatal(err)
	}
	defer postgres.Stop()
	return m.Run()
}

// process is a running shim.
type process struct {
	*exec.Cmd
	url    string
	output *output
	done   chan struct{} // closed when it has ended
}

type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(b)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// start runs the binary in dir with these variables, and PATH, alone.
func start(t *testing.T, dir string, variables ...string) *process {
	t.Helper()
	port := freePort(t)
	p := &process{Cmd: exec.Command(binary), url: "http://127.0.0.1:" + port, output: new(output), done: make(chan struct{})}
	p.Dir, p.Stdout, p.Stderr = dir, p.output, p.output
	p.Env = append([]string{"PATH=" + os.Getenv("PATH"), "PORT=" + port, "BETTER_AUTH_URL=http://localhost:7860"}, variables...)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { _ = p.Wait(); close(p.done) }()
	t.Cleanup(func() { _ = p.Process.Kill(); <-p.done })
	return p
}

// up waits until the shim answers.
func (p *process) up(t *testing.T) *process {
	t.Helper()
	pgtest.Eventually(t, "the shim answers", func() bool {
		response, err := http.Get(p.url + "/health")
		if err == nil {
			response.Body.Close()
			return true
		}
		select {
		case <-p.done:
			t.Fatalf("the shim has ended: %s", p.output)
		default:
		}
		return false
	})
	return p
}

// ends waits for the end and returns the exit code.
func (p *process) ends(t *testing.T) int {
	t.Helper()
	select {
	case <-p.done:
	case <-time.After(30 * time.Second):
		t.Fatalf("the shim does not end: %s", p.output)
	}
	return p.ProcessState.ExitCode()
}

func (p *process) signal(t *testing.T, s os.Signal) {
	t.Helper()
	if err := p.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
}

// send makes a request and returns the status and the body.
func (p *process) send(t *testing.T, method, path, token, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequest(method, p.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(answer)
}

// list returns the status of a listing, 0 when the connection breaks; for goroutines, which may not end the test.
func (p *process) list(token string) int {
	r, err := http.NewRequest("GET", p.url+"/api/tasks", nil)
	if err != nil {
		return 0
	}
	r.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return 0
	}
	return response.StatusCode
}

func (p *process) login(t *testing.T, email, password string) (token string) {
	t.Helper()
	status, body := p.send(t, "POST", "/api/auth/login", "", fmt.Sprintf(`{"email":%q,"password":%q}`, email, password))
	if status != 200 {
		t.Fatalf("login: %d %s", status, body)
	}
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		t.Fatal(err)
	}
	return answer.AccessToken
}

// database makes a migrated database and returns the variables of a shim on it.
func database(t *testing.T) (url string, variables []string) {
	t.Helper()
	url, err := postgres.NewDatabase(t.Context(), strings.ToLower(t.Name()), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := migrations.Up(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	return url, []string{"DATABASE_URL=" + url, "BETTER_AUTH_SECRET=0123456789abcdef0123456789abcdef"}
}

// freePort returns a port that nothing listens on.
func freePort(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
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

// TestOwnDatabase goes the way of somebody who has nothing but the binary: data and login outlive restarts and kill -9.
func TestOwnDatabase(t *testing.T) {
	dir := shortDir(t)
	demo := []string{"DEMO_EMAIL=demo@example.com", "DEMO_PASSWORD=demo password"}
	p := start(t, dir, demo...).up(t)
	for _, text := range []string{p.url[len("http://127.0.0.1"):] + "/docs", "demo@example.com", "demo password", "psql"} {
		if !strings.Contains(p.output.String(), text) {
			t.Errorf("the welcome lacks %q: %s", text, p.output)
		}
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
		for deadline := time.Now().Add(20 * time.Second); postgresRuns(t, dir); {
			if time.Now().After(deadline) {
				t.Fatalf("%v: a server was left behind", s)
			}
		}
		p = start(t, dir, demo...).up(t)
		if status, body := p.send(t, "GET", "/api/tasks?search=still+there", token, ""); status != 200 || !strings.Contains(body, "still there") {
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
		said := func() int { return strings.Count(p.output.String(), "starting the database again") }
		for deadline := time.Now().Add(30 * time.Second); pid() == 0 || pid() == killed ||
			p.list(token) != 200; time.Sleep(time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("the database does not come back: %s", p.output)
			}
		}
		if status, body := p.send(t, "GET", "/api/tasks", token, ""); status != 200 || !strings.Contains(body, title) {
			t.Errorf("%d %s", status, body)
		}
		if said() != round+1 {
			t.Errorf("the log says it %d times", said())
		}
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

// TestDrain ends the shim while a request runs: it is finished, and no new one is taken.
func TestDrain(t *testing.T) {
	for _, target := range []string{"", "listTasks"} {
		t.Run("FUNCTION_TARGET="+target, func(t *testing.T) {
			url, variables := database(t)
			all := start(t, t.TempDir(), variables...).up(t)
			p := all
			if target != "" {
				p = start(t, t.TempDir(), append(variables, "FUNCTION_TARGET="+target)...).up(t)
			}
			token := signup(t, all)
			conn := connect(t, url)
			tx, err := conn.Begin(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := tx.Exec(t.Context(), `lock table tasks in access exclusive mode`); err != nil {
				t.Fatal(err)
			}
			status := make(chan int)
			go func() { status <- p.list(token) }()
			waitUntil(t, url, `select count(*) > 0 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`)
			p.signal(t, syscall.SIGTERM)
			for deadline := time.Now().Add(20 * time.Second); ; { // until new requests are refused
				response, err := http.Get(p.url + "/health")
				if err != nil || response.StatusCode == 503 {
					break
				}
				response.Body.Close()
				if time.Now().After(deadline) {
					t.Fatal("new requests are still taken")
				}
			}
			if err := tx.Rollback(t.Context()); err != nil {
				t.Fatal(err)
			}
			if s := <-status; s != 200 {
				t.Errorf("the request in flight got %d", s)
			}
			if code := p.ends(t); code != 0 {
				t.Errorf("exit %d: %s", code, p.output)
			}
		})
	}
}

// TestDrainLimit ends the shim while a request runs that does not end.
func TestDrainLimit(t *testing.T) {
	url, variables := database(t)
	p := start(t, t.TempDir(), append(variables, "SHUTDOWN_TIMEOUT=100ms")...).up(t)
	token := signup(t, p)
	tx, err := connect(t, url).Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(t.Context(), `lock table tasks in access exclusive mode`); err != nil {
		t.Fatal(err)
	}
	go p.list(token)
	waitUntil(t, url, `select count(*) > 0 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`)
	p.signal(t, syscall.SIGTERM)
	if code := p.ends(t); code != 1 || !strings.Contains(p.output.String(), "still running") {
		t.Errorf("exit %d: %s", code, p.output)
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

func signup(t *testing.T, p *process) (token string) {
	t.Helper()
	if status, body := p.send(t, "POST", "/api/auth/signup", "", `{"email":"ann@example.com","password":"correct horse"}`); status != 201 {
		t.Fatalf("signup: %d %s", status, body)
	}
	return p.login(t, "ann@example.com", "correct horse")
}

// TestFunctionsFramework serves a function as Google's Functions Framework does for whoever deploys it so.
func TestFunctionsFramework(t *testing.T) {
	if err := funcframework.RegisterHTTPFunctionContext(t.Context(), "/", system.Docs); err != nil {
		t.Fatal(err)
	}
	t.Setenv("DATABASE_URL", "postgres://nowhere.invalid/todo")
	t.Setenv("BETTER_AUTH_SECRET", "0123456789abcdef0123456789abcdef")
	port := freePort(t)
	served := make(chan error, 1)
	go func() { served <- funcframework.StartHostPort("127.0.0.1", port) }()
	for deadline := time.Now().Add(20 * time.Second); ; {
		response, err := http.Get("http://127.0.0.1:" + port + "/docs")
		if err == nil {
			response.Body.Close()
			if response.StatusCode != 200 || response.Header.Get("X-Request-Id") == "" {
				t.Errorf("%s %v", response.Status, response.Header)
			}
			return
		}
		select {
		case err := <-served:
			t.Fatal(err)
		default:
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
}

// TestOneFunction serves functions alone.
func TestOneFunction(t *testing.T) {
	_, variables := database(t)
	all := start(t, t.TempDir(), variables...).up(t)
	token := signup(t, all)
	p := start(t, t.TempDir(), append(variables, "FUNCTION_TARGET=createTask")...).up(t)
	if status, body := p.send(t, "POST", "/api/tasks", token, `{"title":"alone"}`); status != 201 {
		t.Errorf("createTask: %d %s", status, body)
	}
	if status, body := p.send(t, "GET", "/api/tasks", token, ""); status != 405 || !strings.Contains(body, "Method Not Allowed") {
		t.Errorf("another method: %d %s", status, body)
	}
	if status, body := p.send(t, "GET", "/api/auth/me", token, ""); status != 404 || !strings.Contains(body, "request_id") {
		t.Errorf("another function's path: %d %s", status, body)
	}
	if status, body := all.send(t, "GET", "/api/tasks", token, ""); status != 200 || !strings.Contains(body, "alone") {
		t.Errorf("listTasks: %d %s", status, body)
	}
	unknown := start(t, t.TempDir(), append(variables, "FUNCTION_TARGET=createTasks")...)
	if code := unknown.ends(t); code != 1 || !strings.Contains(unknown.output.String(), "createTask, ") {
		t.Errorf("an unknown function: exit %d, %s", code, unknown.output)
	}
}

func TestCommands(t *testing.T) {
	url, err := postgres.NewDatabase(t.Context(), "commands", "")
	if err != nil {
		t.Fatal(err)
	}
	secret := "BETTER_AUTH_SECRET=0123456789abcdef0123456789abcdef"
	run := func(arguments string, variables ...string) (int, string) {
		t.Helper()
		c := exec.Command(binary, strings.Fields(arguments)...)
		c.Dir, c.Env = t.TempDir(), append([]string{"PATH=" + os.Getenv("PATH"), "DATABASE_URL=" + url}, variables...)
		out, _ := c.CombinedOutput() // the exit code tells
		return c.ProcessState.ExitCode(), string(out)
	}
	up := start(t, t.TempDir(), "DATABASE_URL="+url, secret).up(t)
	port := "PORT=" + up.url[strings.LastIndex(up.url, ":")+1:]
	for _, c := range []struct {
		arguments string
		variables []string
		code      int
		output    string
	}{
		{"migrate", []string{secret}, 0, "0 migrations applied\n"}, // the start has applied them
		{"migrate down", []string{secret}, 0, "1 migrations taken back\n"},
		{"migrate", []string{secret}, 0, "1 migrations applied\n"},
		{"healthcheck", []string{port}, 0, ""},
		{"healthcheck", []string{"PORT=1"}, 1, "connection refused"},
		{"", []string{"BETTER_AUTH_SECRET=short", "PORT=x", "FRONTEND_URL=*"}, 1, "BETTER_AUTH_SECRET must be at least 32 characters"},
		{"", []string{"BETTER_AUTH_SECRET=short", "PORT=x", "FRONTEND_URL=*"}, 1, "PORT must be a whole number"},
		{"", []string{secret, port}, 1, "set PORT to another"},
		{"", []string{secret, "DEMO_EMAIL=demo", "DEMO_PASSWORD=demo password"}, 1, "DEMO_EMAIL"},
		{"migrate up", nil, 2, "usage:"},
		{"--help", nil, 2, "usage:"},
	} {
		if code, out := run(c.arguments, c.variables...); code != c.code || !strings.Contains(out, c.output) {
			t.Errorf("shim %s %v: exit %d, want %d: %s", c.arguments, c.variables, code, c.code, out)
		}
	}
}

// TestDemoAccount lets visitors spoil the demo, and a person have its address.
func TestDemoAccount(t *testing.T) {
	_, variables := database(t)
	demo := append(variables, "DEMO_EMAIL=Demo@Example.com", "DEMO_PASSWORD=demo password")
	p := start(t, t.TempDir(), demo...).up(t)
	token := p.login(t, "demo@example.com", "demo password")
	if status, body := p.send(t, "GET", "/api/tasks", token, ""); status != 200 || !strings.Contains(body, `"total":5`) {
		t.Errorf("the demo's tasks: %d %s", status, body)
	}
	if status, body := p.send(t, "PUT", "/api/auth/password", token, `{"current_password":"demo password","new_password":"mine, all mine"}`); status != 200 {
		t.Fatalf("%d %s", status, body)
	}
	again := start(t, t.TempDir(), demo...).up(t)
	token = again.login(t, "demo@example.com", "demo password")
	if status, body := again.send(t, "GET", "/api/tasks", token, ""); status != 200 || !strings.Contains(body, `"total":5`) {
		t.Errorf("the demo's tasks after another start: %d %s", status, body)
	}

	signup(t, p)
	persons := start(t, t.TempDir(), append(variables, "DEMO_EMAIL=ann@example.com", "DEMO_PASSWORD=demo password")...).up(t)
	persons.login(t, "ann@example.com", "correct horse")
	if !strings.Contains(persons.output.String(), "no demo account") {
		t.Errorf("nothing says that there is no demo: %s", persons.output)
	}
}

// TestLimitsOfTheListener sends what is too slow or too large, to each form (threats: unbounded work).
func TestLimitsOfTheListener(t *testing.T) {
	_, variables := database(t)
	p := start(t, t.TempDir(), variables...).up(t)
	t.Run("all functions", func(t *testing.T) { t.Parallel(); limitsOfTheListener(t, p) })
	alone := start(t, t.TempDir(), append(variables, "FUNCTION_TARGET=login")...).up(t)
	t.Run("one function", func(t *testing.T) { t.Parallel(); limitsOfTheListener(t, alone) })
	if status, _ := p.send(t, "GET", "/health", strings.Repeat("x", 5<<10), ""); status != 200 {
		t.Errorf("a 5 KB Authorization header where none is needed: %d", status)
	}
}

func limitsOfTheListener(t *testing.T, p *process) {
	address := strings.TrimPrefix(p.url, "http://")
	for name, c := range map[string]struct{ send, want string }{
		"a header that does not end": {"GET /health HTTP/1.1\r\nHost: x\r\n", ""},
		"a body that does not come":  {"POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{", "400"},
		"a header of 64 KB":          {"GET /health HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("x", 64<<10) + "\r\n\r\n", "431"},
		"headers of 900 KB": {"GET /health HTTP/1.1\r\nHost: x\r\n" +
			strings.Repeat("X: "+strings.Repeat("x", 1000)+"\r\n", 900) + "\r\n", "431"},
		"no HTTP": {"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", "400"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if err := conn.SetDeadline(time.Now().Add(25 * time.Second)); err != nil {
				t.Fatal(err)
			}
			_, _ = conn.Write([]byte(c.send)) // the shim may have hung up before all of it is sent
			answer, err := io.ReadAll(conn)   // until the shim hangs up
			if ne, ok := err.(net.Error); ok && ne.Timeout() {
				t.Fatal("the shim does not hang up")
			}
			if line, _, _ := strings.Cut(string(answer), "\r\n"); !strings.Contains(line, c.want) || c.want == "" && line != "" {
				t.Errorf("%q, want %s", line, c.want)
			}
		})
	}
}

// TestVerify runs the acceptance run against the shim, and against one whose answers are wrong.
func TestVerify(t *testing.T) {
	url, variables := database(t)
	p := start(t, t.TempDir(), variables...).up(t)
	run := func(variables ...string) (int, string) {
		c := exec.Command(binary, "verify", p.url)
		c.Env = variables
		out, _ := c.CombinedOutput() // the exit code tells
		return c.ProcessState.ExitCode(), string(out)
	}
	if code, out := run(); code != 0 || !strings.Contains(out, " 0 failed") || strings.Contains(out, "FAIL") {
		t.Errorf("exit %d:\n%s", code, out)
	}
	conn := connect(t, url)
	var left int
	if err := conn.QueryRow(t.Context(), `select count(*) from users`).Scan(&left); err != nil || left != 0 {
		t.Errorf("%d accounts are left, %v", left, err)
	}
	forget := func() { // the minute's logins
		if _, err := conn.Exec(t.Context(), `delete from rate_limits`); err != nil {
			t.Fatal(err)
		}
	}
	forget()
	if code, out := run("FRONTEND_URL=https://elsewhere.example"); code != 1 || !strings.Contains(out, "is FRONTEND_URL the same here and at the backend?") {
		t.Errorf("another frontend: exit %d:\n%s", code, out)
	}
	forget()
	if _, err := conn.Exec(t.Context(), `create function lose() returns trigger language plpgsql as 'begin return null; end'; create trigger lose before delete on tasks for each row execute function lose()`); err != nil {
		t.Fatal(err)
	}
	if code, out := run(); code != 1 || !strings.Contains(out, " delete: 412") {
		t.Errorf("a task that cannot be deleted: exit %d:\n%s", code, out)
	}
}
