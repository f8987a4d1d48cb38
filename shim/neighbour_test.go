package main_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// containerMemory is what the documented container has, in KiB, as /proc counts.
const containerMemory = 256 << 10

// TestOnePersonsLoad lets one account, or one address, misbehave in each of the ways that OWASP API4:2023 (Unrestricted
// Resource Consumption) means, while somebody else signs in, lists and creates: each of these is answered in time, and
// the process stays within the container's memory.
func TestOnePersonsLoad(t *testing.T) {
	url, variables := database(t)
	p := start(t, t.TempDir(), append(variables, "TRUSTED_PROXIES=127.0.0.1", "MAIL_FROM=todo@example.com",
		"SMTP_URL=smtp://127.0.0.1:"+freePort(t))...).up(t)
	conn := connect(t, url)
	attacker := &client{p: p, address: "198.51.100.1"}
	attacker.signUp(t, "attacker@example.com")
	fill(t, conn, "attacker@example.com", 1000)
	searcher := &client{p: p, address: "198.51.100.2"}
	searcher.signUp(t, "searcher@example.com")
	fill(t, conn, "searcher@example.com", 20_000)
	owner := &client{p: p, address: "203.0.113.1"}
	owner.signUp(t, "owner@example.com")
	for range 4 { // at home, at work, at a friend's, on the train
		owner.signIn(t)
	}

	for name, misbehave := range map[string]func(ctx context.Context, worker int){
		"pages that are asked for and never read": func(ctx context.Context, _ int) {
			attacker.unread(ctx, "GET /api/tasks?limit=1000 HTTP/1.1\r\nHost: x\r\n"+
				"Authorization: Bearer "+attacker.token+"\r\n\r\n")
		},
		"searches of 20,000 tasks": func(ctx context.Context, _ int) {
			searcher.send(ctx, "GET", "/api/tasks?search=no+such+word", "")
		},
		"overviews of 20,000 tasks": func(ctx context.Context, _ int) {
			searcher.send(ctx, "GET", "/api/overview", "")
		},
		"sign-ups": func(ctx context.Context, worker int) {
			attacker.send(ctx, "POST", "/api/auth/signup",
				fmt.Sprintf(`{"email":"made-up-%d-%d@example.com","password":"correct horse"}`,
					worker, time.Now().UnixNano()))
		},
		"guesses at the owner's password from many addresses": func(ctx context.Context, worker int) {
			guesser := &client{p: p, address: fmt.Sprintf("192.0.2.%d", worker%250)}
			guesser.send(ctx, "POST", "/api/auth/login",
				`{"email":"owner@example.com","password":"guess `+strconv.Itoa(worker)+`"}`)
		},
		"links asked for the owner's address": func(ctx context.Context, worker int) {
			asker := &client{p: p, address: fmt.Sprintf("192.0.2.%d", worker%250)}
			asker.send(ctx, "POST", "/api/auth/password/forgot", `{"email":"owner@example.com"}`)
		},
		"bodies of unknown members": func(ctx context.Context, _ int) {
			attacker.send(ctx, "POST", "/api/tasks", "{"+strings.Repeat(`"x":1,`, 7000)+`"y":1}`)
		},
		"headers that never end": func(ctx context.Context, _ int) {
			attacker.unread(ctx, "GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: ")
		},
		"bodies that never come": func(ctx context.Context, _ int) {
			attacker.unread(ctx, "POST /api/tasks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"+
				"Content-Length: 60000\r\n"+
				"Authorization: Bearer "+attacker.token+"\r\n\r\n{")
		},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			var workers sync.WaitGroup
			var started atomic.Int64
			for worker := range 150 {
				workers.Go(func() {
					for ctx.Err() == nil {
						started.Add(1)
						misbehave(ctx, worker)
					}
				})
			}
			slowest := time.Duration(0)
			for round := 0; round < 20 || started.Load() < 150; round++ {
				began := time.Now()
				owner.need(t, 200, "GET", "/api/auth/me", "")
				owner.need(t, 200, "GET", "/api/tasks", "")
				owner.need(t, 201, "POST", "/api/tasks", `{"title":"Buy milk"}`)
				slowest = max(slowest, time.Since(began))
			}
			owner.signIn(t)
			cancel()
			workers.Wait()
			t.Logf("%d attempts; the owner's slowest round of three requests took %v; peak memory %d MiB",
				started.Load(), slowest.Round(time.Millisecond), peakMemory(t, p)>>10)
			if peak := peakMemory(t, p); peak > containerMemory {
				t.Errorf("the process took %d KiB, more than the %d KiB of its container", peak, containerMemory)
			}
		})
	}
}

// client is somebody who calls from an address.
type client struct {
	p       *process
	address string
	token   string
	signIns int
}

func (c *client) signUp(t *testing.T, email string) {
	t.Helper()
	c.need(t, 201, "POST", "/api/auth/signup", fmt.Sprintf(`{"email":%q,"password":"correct horse"}`, email))
	c.token = c.p.login(t, email, "correct horse")
}

// signIn signs the owner in from the next of the places where the owner has signed in before, so that no limit by
// address is met.
func (c *client) signIn(t *testing.T) {
	t.Helper()
	c.signIns++
	c.address = fmt.Sprintf("203.0.113.%d", 1+c.signIns%4)
	c.need(t, 200, "POST", "/api/auth/login", `{"email":"owner@example.com","password":"correct horse"}`)
}

// need makes a request and fails the test unless it is answered with the status within the time of a request.
func (c *client) need(t *testing.T, status int, method, path, body string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second) // REQUEST_TIMEOUT
	defer cancel()
	got, answer, err := c.send(ctx, method, path, body)
	if err != nil || got != status {
		t.Errorf("%s %s: %d %.200s %v, want %d", method, path, got, answer, err, status)
	}
}

func (c *client) send(ctx context.Context, method, path, body string) (status int, answer string, err error) {
	r, err := http.NewRequestWithContext(ctx, method, c.p.url+path, strings.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Forwarded-For", c.address)
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return response.StatusCode, string(text), err
}

// unread sends raw bytes on a connection of its own, reads nothing, and holds it until the server closes it or ctx
// ends.
func (c *client) unread(ctx context.Context, raw string) {
	dialer := net.Dialer{}
	conn, err := dialer.DialContext(ctx, "tcp", strings.TrimPrefix(c.p.url, "http://"))
	if err != nil {
		return
	}
	defer conn.Close()
	_ = conn.(*net.TCPConn).SetReadBuffer(4 << 10)
	_, _ = io.WriteString(conn, raw)
	<-ctx.Done()
}

// fill gives a user n tasks with titles and descriptions of the largest size.
func fill(t *testing.T, conn *pgx.Conn, email string, n int) {
	t.Helper()
	if _, err := conn.Exec(t.Context(), `
		insert into tasks (id, user_id, title, description)
		select gen_random_uuid(), users.id, repeat('𝒳', 200),
		  repeat('𝒴', case when $2 > 1000 then 100 else 1000 end)
		from users cross join generate_series(1, $2::int) where email = $1`, email, n); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), `analyze tasks`); err != nil {
		t.Fatal(err)
	}
}

// peakMemory returns the most memory that a process has had, in KiB.
func peakMemory(t *testing.T, p *process) int {
	t.Helper()
	file, err := os.Open(fmt.Sprintf("/proc/%d/status", p.Process.Pid))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("this system has no /proc")
	} else if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if value, ok := strings.CutPrefix(lines.Text(), "VmHWM:"); ok {
			kib, err := strconv.Atoi(strings.Fields(value)[0])
			if err != nil {
				t.Fatal(err)
			}
			return kib
		}
	}
	t.Fatal("the process has no peak")
	return 0
}
