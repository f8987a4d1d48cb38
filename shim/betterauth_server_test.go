package main_test

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// authServer is one of the two servers that BenchmarkBetterAuth compares, a process of its own.
type authServer struct {
	name    string
	command []string
	dir     string
	env     []string

	process *exec.Cmd
	port    string
	cookie  string // of a session, as its sign-up has set it
}

// start starts the server anew and returns the milliseconds until its first answer of /api/auth/ok.
func (s *authServer) start(b *testing.B) float64 {
	b.Helper()
	s.stop()
	log, err := os.Create(filepath.Join(b.TempDir(), "log")) // it logs as it does in earnest
	if err != nil {
		b.Fatal(err)
	}
	defer log.Close()
	s.port = freePort(b)
	s.process = exec.Command(s.command[0], s.command[1:]...)
	s.process.Dir, s.process.Stdout, s.process.Stderr = s.dir, log, log
	s.process.Env = append(slices.Clone(s.env), "PORT="+s.port, "BETTER_AUTH_URL=http://localhost:"+s.port)
	began := time.Now()
	if err := s.process.Start(); err != nil {
		s.process = nil
		b.Fatal(err)
	}
	for time.Since(began) < 30*time.Second {
		response, err := http.Get("http://127.0.0.1:" + s.port + "/api/auth/ok")
		if err == nil {
			response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return float64(time.Since(began).Microseconds()) / 1000
			}
		}
		time.Sleep(time.Millisecond) // leave the core to the process that is measured
	}
	said, _ := os.ReadFile(log.Name())
	b.Fatalf("%s does not answer: %s", s.name, said)
	return 0
}

func (s *authServer) stop() {
	if s.process != nil {
		_ = s.process.Process.Kill()
		_ = s.process.Wait()
		s.process = nil
	}
}

func (s *authServer) signUp(b *testing.B) {
	b.Helper()
	r, err := http.NewRequestWithContext(b.Context(), "POST", "http://127.0.0.1:"+s.port+"/api/auth/sign-up/email",
		strings.NewReader(fmt.Sprintf(`{"name":"Ann","email":%q,"password":%q}`, benchEmail, benchPassword)))
	if err != nil {
		b.Fatal(err)
	}
	r.Host = "localhost:" + s.port
	r.Header.Set("Origin", "http://localhost:"+s.port)
	r.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		b.Fatalf("%s signs up: %s %s %v", s.name, response.Status, body, err)
	}
	var cookies []string
	for _, c := range response.Cookies() {
		if c.MaxAge >= 0 {
			cookies = append(cookies, c.Name+"="+c.Value)
		}
	}
	s.cookie = strings.Join(cookies, "; ")
}
