package main_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/pgtest"
)

const (
	connections = 32
	round       = time.Second // how long each side is measured at a time
	rounds      = 5           // the sides take turns; the median counts
)

// BenchmarkAgainstBare asks both for the same, in turns, over 32 connections.
func BenchmarkAgainstBare(b *testing.B) {
	url, ours, token, user := benchShim(b)
	bare := exec.Command(os.Args[0])
	port := freePort(b)
	bare.Env = append(os.Environ(), "SERVE_BARE=1", "DATABASE_URL="+url, "PORT="+port, "BARE_USER="+user)
	bare.Stderr = os.Stderr
	if err := bare.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = bare.Process.Kill(); _ = bare.Wait() })
	pgtest.Eventually(b, "the bare server listens", func() bool {
		conn, err := net.Dial("tcp", "127.0.0.1:"+port)
		if err == nil {
			conn.Close()
		}
		return err == nil
	})
	conn := connect(b, url)
	var id string
	if err := conn.QueryRow(b.Context(), `select id::text from tasks limit 1`).Scan(&id); err != nil {
		b.Fatal(err)
	}
	fmt.Printf("\n%-8s %12s %12s %7s\n", "", "ours req/s", "bare req/s", "ratio")
	for _, c := range []struct{ name, method, path, body string }{
		{"list", "GET", "/api/tasks?limit=50", ""},
		{"get", "GET", "/api/tasks/" + id, ""},
		{"create", "POST", "/api/tasks",
			`{"title":"Buy milk","description":"Two litres, fresh","priority":"high","tags":["home","food"]}`},
	} {
		b.Run(c.name, func(b *testing.B) {
			for range b.N {
				request := fmt.Sprintf("%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"+
					"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
					c.method, c.path, token, len(c.body), c.body)
				var oursRates, bareRates, ratios []float64
				for i := range rounds + 1 {
					m, t := load(b, ours, request), load(b, "127.0.0.1:"+port, request)
					if i > 0 { // the first makes both warm
						oursRates, bareRates, ratios = append(oursRates, m), append(bareRates, t), append(ratios, m/t)
					}
					if c.method == "POST" {
						if _, err := conn.Exec(b.Context(), `delete from tasks where title = 'Buy milk'`); err != nil {
							b.Fatal(err)
						}
					}
				}
				fmt.Printf("%-8s %12.0f %12.0f %7.2f\n", c.name, median(oursRates), median(bareRates), median(ratios))
				b.ReportMetric(median(ratios), "ratio")
			}
		})
	}
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

// load sends the request over and over on every connection for one round, and returns requests a second. Its client is
// bare as well, so that it takes little of the machine that it measures.
func load(b *testing.B, address, request string) float64 {
	var answered atomic.Int64
	var clients sync.WaitGroup
	start := time.Now()
	for range connections {
		clients.Go(func() {
			conn, err := net.Dial("tcp", address)
			if err != nil {
				b.Error(err)
				return
			}
			defer conn.Close()
			for r := bufio.NewReaderSize(conn, 64<<10); time.Since(start) < round; answered.Add(1) {
				if _, err := io.WriteString(conn, request); err != nil {
					b.Error(err)
					return
				}
				response, err := http.ReadResponse(r, nil)
				if err != nil {
					b.Error(err)
					return
				}
				if _, err := io.Copy(io.Discard, response.Body); err != nil || response.StatusCode >= 300 {
					b.Errorf("%s %v", response.Status, err)
					return
				}
			}
		})
	}
	clients.Wait()
	return float64(answered.Load()) / time.Since(start).Seconds()
}

// BenchmarkLogins logs in over 8 connections: the hashing is what it costs.
func BenchmarkLogins(b *testing.B) {
	_, ours, _, _ := benchShim(b)
	for range b.N {
		var n atomic.Int64
		var clients sync.WaitGroup
		start := time.Now()
		for range 8 {
			clients.Go(func() {
				for time.Since(start) < 3*round {
					r, _ := http.NewRequest("POST", "http://"+ours+"/api/auth/login",
						strings.NewReader(`{"email":"ann@example.com","password":"correct horse"}`))
					r.Header.Set("Content-Type", "application/json")
					r.Header.Set("X-Forwarded-For", uuidAddress()) // each from elsewhere, or the limit would answer
					response, err := http.DefaultClient.Do(r)
					if err != nil {
						b.Error(err)
						return
					}
					response.Body.Close()
					if response.StatusCode != 200 {
						b.Error(response.Status)
						return
					}
					n.Add(1)
				}
			})
		}
		clients.Wait()
		perSecond := float64(n.Load()) / time.Since(start).Seconds()
		fmt.Printf("\nlogins   %12.0f a second (8 connections)\n", perSecond)
		b.ReportMetric(perSecond, "logins/s")
	}
}

func uuidAddress() string {
	id := uuid.New()
	return fmt.Sprintf("10.%d.%d.%d", id[0], id[1], id[2])
}

// BenchmarkStart measures from the start of the process to the answer of /health, on a database that exists.
func BenchmarkStart(b *testing.B) {
	url, _, _, _ := benchShim(b)
	for range b.N {
		var times, sizes []float64
		for range 20 {
			port := freePort(b)
			p := exec.Command(binary)
			p.Env = []string{"PORT=" + port, "DATABASE_URL=" + url, secretVariable}
			start := time.Now()
			if err := p.Start(); err != nil {
				b.Fatal(err)
			}
			for {
				response, err := http.Get("http://127.0.0.1:" + port + "/health")
				if err == nil {
					response.Body.Close()
					break
				}
				time.Sleep(time.Millisecond) // leave the core to the process that is measured
			}
			times = append(times, float64(time.Since(start).Microseconds())/1000)
			sizes = append(sizes, resident(p))
			_ = p.Process.Kill()
			_ = p.Wait()
		}
		fmt.Printf("\nstart    %12.0f ms to the first answer of /health, %.0f MB resident after it\n",
			median(times), median(sizes))
		b.ReportMetric(median(times), "ms-to-health")
		b.ReportMetric(median(sizes), "MB-resident")
	}
}

// benchShim starts a shim on a new database with a user who has 200 tasks.
func benchShim(b *testing.B) (url, address, token, user string) {
	b.Helper()
	url, err := postgres.NewDatabase(b.Context(), "bench_"+strings.ReplaceAll(uuid.NewString(), "-", ""), "migrated")
	if err != nil {
		b.Fatal(err)
	}
	port := freePort(b)
	p := exec.Command(binary)
	p.Env = []string{"PORT=" + port, "DATABASE_URL=" + url, secretVariable, "TRUSTED_PROXIES=127.0.0.1"}
	log, err := os.Create(filepath.Join(b.TempDir(), "log")) // it logs as it does in earnest
	if err != nil {
		b.Fatal(err)
	}
	p.Stdout, p.Stderr = log, log
	if err := p.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = p.Process.Kill(); _ = p.Wait(); log.Close() })
	address = "127.0.0.1:" + port
	post := func(path, body string, into any) bool {
		response, err := http.Post("http://"+address+path, "application/json", strings.NewReader(body))
		if err != nil {
			return false
		}
		defer response.Body.Close()
		return json.NewDecoder(response.Body).Decode(into) == nil && response.StatusCode < 300
	}
	var signedUp struct{ ID string }
	pgtest.Eventually(b, "the shim takes a sign-up", func() bool {
		return post("/api/auth/signup", `{"email":"ann@example.com","password":"correct horse"}`, &signedUp)
	})
	var session struct {
		AccessToken string `json:"access_token"`
	}
	if !post("/api/auth/login", `{"email":"ann@example.com","password":"correct horse"}`, &session) {
		b.Fatal("no login")
	}
	conn := connect(b, url)
	if _, err := conn.Exec(b.Context(), `
		insert into tasks (id, user_id, title, description, tags, priority, created_at)
		select gen_random_uuid(), $1, 'Task ' || n, 'What there is to say of it', '{home,garden}', 'high',
		  now() - n * interval '1 minute'
		from generate_series(1, 200) n`, signedUp.ID); err != nil {
		b.Fatal(err)
	}
	if _, err := conn.Exec(b.Context(), `vacuum analyze tasks`); err != nil {
		b.Fatal(err)
	}
	return url, address, session.AccessToken, signedUp.ID
}
