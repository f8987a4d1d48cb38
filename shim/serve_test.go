package main_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/GoogleCloudPlatform/functions-framework-go/funcframework"

	"github.com/todo-backend/todo-backend/functions/system"
	"github.com/todo-backend/todo-backend/shared/pgtest"
)

// TestFunctionsFramework serves a function as Google's Functions Framework does for whoever deploys it so.
func TestFunctionsFramework(t *testing.T) {
	if err := funcframework.RegisterHTTPFunctionContext(t.Context(), "/", system.Docs); err != nil {
		t.Fatal(err)
	}
	t.Setenv("DATABASE_URL", "postgres://nowhere.invalid/todo")
	name, value, _ := strings.Cut(secretVariable, "=")
	t.Setenv(name, value)
	port := freePort(t)
	served := make(chan error, 1)
	go func() { served <- funcframework.StartHostPort("127.0.0.1", port) }()
	pgtest.Eventually(t, "the framework serves", func() bool {
		select {
		case err := <-served:
			t.Fatal(err)
		default:
		}
		response, err := http.Get("http://127.0.0.1:" + port + "/docs")
		if err != nil {
			return false
		}
		response.Body.Close()
		if response.StatusCode != 200 || response.Header.Get("X-Request-Id") == "" {
			t.Errorf("%s %v", response.Status, response.Header)
		}
		return true
	})
}

// TestOneFunction serves functions alone.
func TestOneFunction(t *testing.T) {
	t.Parallel()
	_, variables := database(t)
	all := start(t, t.TempDir(), variables...).up(t)
	token := signup(t, all)
	p := start(t, t.TempDir(), append(variables, "FUNCTION_TARGET=createTask")...).up(t)
	if status, body := p.send(t, "POST", "/api/tasks", token, `{"title":"alone"}`); status != 201 {
		t.Errorf("createTask: %d %s", status, body)
	}
	for _, c := range []struct {
		p      *process
		path   string
		status int
		holds  string
	}{
		{p, "/api/tasks", 405, "Method Not Allowed"},
		{p, "/api/auth/me", 404, "request_id"},
		{all, "/api/tasks", 200, "alone"},
	} {
		status, body := c.p.send(t, "GET", c.path, token, "")
		if status != c.status || !strings.Contains(body, c.holds) {
			t.Errorf("GET %s: %d %s, want %d and %q", c.path, status, body, c.status, c.holds)
		}
	}
	unknown := start(t, t.TempDir(), append(variables, "FUNCTION_TARGET=createTasks")...)
	if code := unknown.ends(t); code != 1 || !strings.Contains(unknown.output.String(), "createTask, ") {
		t.Errorf("an unknown function: exit %d, %s", code, unknown.output)
	}
}

func TestCommands(t *testing.T) {
	t.Parallel()
	url, err := postgres.NewDatabase(t.Context(), "commands", "")
	if err != nil {
		t.Fatal(err)
	}
	const secret, short = secretVariable, "BETTER_AUTH_SECRET=short"
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
		{"", []string{short, "PORT=x", "FRONTEND_URL=*"}, 1, "BETTER_AUTH_SECRET must be at least 32 characters"},
		{"", []string{short, "PORT=x", "FRONTEND_URL=*"}, 1, "PORT must be a whole number"},
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
	t.Parallel()
	_, variables := database(t)
	demo := append(slices.Clip(variables), "DEMO_EMAIL=Demo@Example.com", "DEMO_PASSWORD=demo password")
	p := start(t, t.TempDir(), demo...).up(t)
	token := p.login(t, "demo@example.com", "demo password")
	status, body := p.send(t, "GET", "/api/tasks", token, "")
	if status != 200 || !strings.Contains(body, `"total":5`) {
		t.Errorf("the demo's tasks: %d %s", status, body)
	}
	const change = `{"current_password":"demo password","new_password":"mine, all mine"}`
	if status, body = p.send(t, "PUT", "/api/auth/password", token, change); status != 200 {
		t.Fatalf("%d %s", status, body)
	}
	again := start(t, t.TempDir(), demo...).up(t)
	token = again.login(t, "demo@example.com", "demo password")
	status, body = again.send(t, "GET", "/api/tasks", token, "")
	if status != 200 || !strings.Contains(body, `"total":5`) {
		t.Errorf("the demo's tasks after another start: %d %s", status, body)
	}

	signup(t, p)
	variables = append(variables, "DEMO_EMAIL=ann@example.com", "DEMO_PASSWORD=demo password")
	persons := start(t, t.TempDir(), variables...).up(t)
	persons.login(t, "ann@example.com", "correct horse")
	persons.says(t, "no demo account")
}

// TestLimitsOfTheListener sends what is too slow or too large, to each form (threats: unbounded work), all at once: the
// shim's limits of time are what it takes.
func TestLimitsOfTheListener(t *testing.T) {
	t.Parallel()
	_, variables := database(t)
	all := start(t, t.TempDir(), variables...).up(t)
	alone := start(t, t.TempDir(), append(variables, "FUNCTION_TARGET=login")...).up(t)
	var connections sync.WaitGroup
	for name, c := range map[string]struct{ send, want string }{
		"a header that does not end": {"GET /health HTTP/1.1\r\nHost: x\r\n", ""},
		"a body that does not come": {"POST /api/auth/login HTTP/1.1\r\nHost: x\r\n" +
			"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{", "400"},
		"a header of 64 KB": {"GET /health HTTP/1.1\r\nHost: x\r\nX: " +
			strings.Repeat("x", 64<<10) + "\r\n\r\n", "431"},
		"headers of 900 KB": {"GET /health HTTP/1.1\r\nHost: x\r\n" +
			strings.Repeat("X: "+strings.Repeat("x", 1000)+"\r\n", 900) + "\r\n", "431"},
		"no HTTP": {"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", "400"},
	} {
		for form, p := range map[string]*process{"all functions": all, "one function": alone} {
			connections.Go(func() {
				line, err := firstLine(p, c.send)
				if err != nil || !strings.Contains(line, c.want) || c.want == "" && line != "" {
					t.Errorf("%s, %s: %q %v, want %s", form, name, line, err, c.want)
				}
			})
		}
	}
	connections.Wait()
	if status, _ := all.send(t, "GET", "/health", strings.Repeat("x", 5<<10), ""); status != 200 {
		t.Errorf("a 5 KB Authorization header where none is needed: %d", status)
	}
}

// firstLine sends raw bytes, and returns the first line of what comes until the shim hangs up. The error says that it
// does not.
func firstLine(p *process, raw string) (string, error) {
	conn, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
	if err != nil {
		return "", err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(25 * time.Second)); err != nil {
		return "", err
	}
	_, _ = conn.Write([]byte(raw))  // the shim may have hung up before all of it is sent
	answer, err := io.ReadAll(conn) // until the shim hangs up
	line, _, _ := strings.Cut(string(answer), "\r\n")
	if ne, ok := errors.AsType[net.Error](err); ok && ne.Timeout() {
		return line, err
	}
	return line, nil
}
