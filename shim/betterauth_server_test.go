package main_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// authServer is one of the two servers that BenchmarkBetterAuth compares.
type authServer struct {
	benchServer
	name   string
	cookie string // of a session, as its sign-up has set it
}

// start starts the server anew and returns the milliseconds until its first answer of /api/auth/ok.
func (s *authServer) start(b *testing.B) float64 {
	b.Helper()
	return s.benchServer.start(b, "/api/auth/ok", nil)
}

func (s *authServer) signUp(b *testing.B) {
	b.Helper()
	r, err := http.NewRequestWithContext(b.Context(), "POST", "http://"+s.address()+"/api/auth/sign-up/email",
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
