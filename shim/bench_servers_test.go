package main_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/migrations"
	"github.com/todo-backend/todo-backend/shared/localpg"
)

// benchServer is a server that is measured, a process of its own.
type benchServer struct {
	command []string
	dir     string   // where it runs; "" is this one
	env     []string // {port} stands for its port
	port    string   // another at each start
	process *exec.Cmd
}

// benchUser is a user of both servers: the shim knows them by a token, the bare one by their id.
type benchUser struct {
	id    uuid.UUID
	token string
}

// benchPostgres starts a PostgreSQL that keeps what it commits, as deployments have it and the tests do not, and
// returns the URL of an empty database.
func benchPostgres(b *testing.B) (url string) {
	b.Helper()
	dir, err := os.MkdirTemp("/tmp", "bench-")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { os.RemoveAll(dir) })
	server, err := localpg.Start(b.Context(), localpg.Options{Dir: dir, Database: "todo", DirVariable: "TMPDIR"})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = server.Stop() })
	return server.URL()
}

// benchDatabase is benchPostgres with the migrations applied.
func benchDatabase(b *testing.B) (url string) {
	b.Helper()
	url = benchPostgres(b)
	if _, err := migrations.Up(b.Context(), url); err != nil {
		b.Fatal(err)
	}
	return url
}

// benchBinary builds a program as make build builds the shim.
func benchBinary(b *testing.B, source string) (path string) {
	b.Helper()
	path = filepath.Join(b.TempDir(), "server")
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", path, source)
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	return path
}

func newShim(b *testing.B, url string) *benchServer {
	b.Helper()
	return &benchServer{command: []string{benchBinary(b, ".")},
		env: []string{"DATABASE_URL=" + url, secretVariable, "TRUSTED_PROXIES=127.0.0.1",
			"BETTER_AUTH_URL=http://localhost:7860"}} // or it would be another server at each start
}

// newBare is the bare handler on a table, with variables of its own, see testdata/bare.
func newBare(b *testing.B, url, table string, variables ...string) *benchServer {
	b.Helper()
	return &benchServer{command: []string{benchBinary(b, "./testdata/bare")},
		env: append(variables, "DATABASE_URL="+url, "TABLE="+table)}
}

// start starts the server anew and returns the milliseconds until it first answers the request for a path, 200.
func (s *benchServer) start(b *testing.B, path string, header http.Header) float64 {
	b.Helper()
	s.stop()
	log, err := os.Create(filepath.Join(b.TempDir(), "log")) // the shim logs as it does in earnest
	if err != nil {
		b.Fatal(err)
	}
	defer log.Close()
	s.port = freePort(b)
	s.process = exec.Command(s.command[0], s.command[1:]...)
	s.process.Dir, s.process.Stdout, s.process.Stderr = s.dir, log, log
	for _, variable := range append(s.env, "PORT={port}") {
		s.process.Env = append(s.process.Env, strings.ReplaceAll(variable, "{port}", s.port))
	}
	began := time.Now()
	if err := s.process.Start(); err != nil {
		s.process = nil
		b.Fatal(err)
	}
	b.Cleanup(s.stop)
	for time.Since(began) < 30*time.Second {
		if status, _, err := s.send("GET", path, header, ""); err == nil && status == http.StatusOK {
			return float64(time.Since(began).Microseconds()) / 1000
		}
		time.Sleep(time.Millisecond) // leave the core to the process that is measured
	}
	said, _ := os.ReadFile(log.Name())
	b.Fatalf("%s does not answer: %s", s.command, said)
	return 0
}

// address returns the server's address.
func (s *benchServer) address() string { return "127.0.0.1:" + s.port }

func (s *benchServer) stop() {
	if s.process != nil {
		_ = s.process.Process.Kill()
		_ = s.process.Wait()
		s.process = nil
	}
}

func (s *benchServer) send(method, path string, header http.Header, body string) (int, []byte, error) {
	r, err := http.NewRequest(method, "http://"+s.address()+path, strings.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	maps.Copy(r.Header, header)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept-Encoding", "identity") // as those who measure ask
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	return response.StatusCode, answer, err
}

// need sends a request and returns the body of the answer, which must have the status.
func (s *benchServer) need(b *testing.B, status int, method, path string, header http.Header, body string) []byte {
	b.Helper()
	got, answer, err := s.send(method, path, header, body)
	if err != nil || got != status {
		b.Fatalf("%s %s: %d %s %v", method, path, got, answer, err)
	}
	return answer
}

// newUser signs a user up and in, from an address of its own.
func (s *benchServer) newUser(b *testing.B) (u benchUser) {
	b.Helper()
	random := uuid.New()
	header := http.Header{"X-Forwarded-For": {fmt.Sprintf("10.%d.%d.%d", random[0], random[1], random[2])}}
	credentials := fmt.Sprintf(`{"email":"%s@example.com","password":"correct horse"}`, random)
	var signedUp struct{ ID uuid.UUID }
	var session struct {
		AccessToken string `json:"access_token"`
	}
	read(b, s.need(b, 201, "POST", "/api/auth/signup", header, credentials), &signedUp)
	read(b, s.need(b, 200, "POST", "/api/auth/login", header, credentials), &session)
	return benchUser{id: signedUp.ID, token: session.AccessToken}
}

func read(b *testing.B, body []byte, into any) {
	b.Helper()
	if err := json.Unmarshal(body, into); err != nil {
		b.Fatalf("%v: %s", err, body)
	}
}

// header says who the user is: either server takes no notice of what the other reads.
func (u benchUser) header() http.Header {
	return http.Header{"Authorization": {"Bearer " + u.token}, "User": {u.id.String()}}
}

// request returns a request's bytes.
func (u benchUser) request(method, path, body string) string {
	var raw bytes.Buffer
	fmt.Fprintf(&raw, "%s %s HTTP/1.1\r\nHost: localhost\r\n", method, path)
	_ = u.header().Write(&raw)
	if body != "" {
		fmt.Fprintf(&raw, "Content-Type: application/json\r\nContent-Length: %d\r\n", len(body))
	}
	raw.WriteString("\r\n" + body)
	return raw.String()
}

// printMachine prints what the figures depend on.
func printMachine(b *testing.B) {
	b.Helper()
	output := func(name string, args ...string) string {
		out, err := exec.Command(name, args...).Output()
		if err != nil {
			return "no " + name
		}
		return strings.TrimSpace(string(out))
	}
	var version string
	conn := connect(b, postgres.URL("postgres"))
	if err := conn.QueryRow(b.Context(), `show server_version`).Scan(&version); err != nil {
		b.Fatal(err)
	}
	fmt.Printf("\n%d cores, %s %s; PostgreSQL %s; %s; Node.js %s; other processes took %.0f %% of the machine\n",
		runtime.NumCPU(), output("uname", "-s"), output("uname", "-r"), version, runtime.Version(),
		output("node", "--version"), machineBusy())
}
