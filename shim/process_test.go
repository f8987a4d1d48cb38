package main_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/todo-backend/todo-backend/shared/pgtest"
)

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
	return startProgram(t, binary, dir, variables...)
}

func startProgram(t *testing.T, program, dir string, variables ...string) *process {
	t.Helper()
	if err := readSources(); err != nil {
		t.Fatal(err)
	}
	port := freePort(t)
	p := &process{
		Cmd: exec.Command(program), url: "http://127.0.0.1:" + port, output: new(output), done: make(chan struct{}),
	}
	p.Dir, p.Stdout, p.Stderr = dir, p.output, p.output
	p.Env = []string{"PATH=" + os.Getenv("PATH"), "PORT=" + port, "BETTER_AUTH_URL=http://localhost:7860"}
	p.Env = append(p.Env, variables...)
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

// says waits until the output of a running shim holds text.
func (p *process) says(t *testing.T, text string) {
	t.Helper()
	pgtest.Eventually(t, "the shim says "+text, func() bool { return strings.Contains(p.output.String(), text) })
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
	credentials := fmt.Sprintf(`{"email":%q,"password":%q}`, email, password)
	status, body := p.send(t, "POST", "/api/auth/login", "", credentials)
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

func signup(t *testing.T, p *process) (token string) {
	t.Helper()
	const credentials = `{"email":"ann@example.com","password":"correct horse"}`
	if status, body := p.send(t, "POST", "/api/auth/signup", "", credentials); status != 201 {
		t.Fatalf("signup: %d %s", status, body)
	}
	return p.login(t, "ann@example.com", "correct horse")
}
