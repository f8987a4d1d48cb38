package main_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	turn   = 3 * time.Second // how long each server is measured at a time
	turns  = 5               // the servers take turns; of the rates the median counts
	starts = 5

	benchEmail    = "ann@example.com"
	benchPassword = "correct horse battery"
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

// BenchmarkBetterAuth compares the shim with the real Better Auth server: the same machine, the same PostgreSQL and a
// database each, the same client, in turns. Both speak HTTP, so that neither limits rates; both run as they come, with
// ten connections to the database at most. It needs npm.
//
// What else runs on the machine decides much: the real server hashes on every core and the shim on all but one
// (MAX_HASHINGS), so a core that is taken away halves one on two cores and hardly touches the other. The last line tells
// how busy the machine was before the turns; where that is more than a few percent, the ratios mean little.
func BenchmarkBetterAuth(b *testing.B) {
	ours, theirs := benchBetterAuth(b)
	both := []*authServer{ours, theirs}
	loads := []struct {
		name        string
		connections int
		request     func(s *authServer) string
	}{
		{"get-session", 32, func(s *authServer) string {
			return fmt.Sprintf("GET /api/auth/get-session HTTP/1.1\r\nHost: localhost:%s\r\nCookie: %s\r\n\r\n", s.port, s.cookie)
		}},
		{"sign-in", 8, func(s *authServer) string {
			body := fmt.Sprintf(`{"email":%q,"password":%q}`, benchEmail, benchPassword)
			return fmt.Sprintf("POST /api/auth/sign-in/email HTTP/1.1\r\nHost: localhost:%s\r\nOrigin: http://localhost:%[1]s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", s.port, len(body), body)
		}},
	}
	for range b.N {
		report := func(what, metric string, o, t float64) {
			fmt.Printf("%-34s %10.2f %10.2f %10.3f\n", what, o, t, o/t)
			b.ReportMetric(o/t, metric)
		}
		fmt.Printf("\n%-34s %10s %10s %10s\n", "", "ours", "theirs", "ratio")

		took := map[*authServer][]float64{}
		for range starts {
			for _, s := range both {
				took[s] = append(took[s], s.start(b))
			}
		}
		report("start to the first answer, ms", "start-ratio", median(took[ours]), median(took[theirs]))
		report("resident after the start, MB", "start-memory-ratio", resident(ours.process), resident(theirs.process))

		var busy []float64
		for _, l := range loads {
			rates, latencies := map[*authServer][]float64{}, map[*authServer][]time.Duration{}
			for i := range turns + 1 {
				for _, s := range both {
					busy = append(busy, machineBusy())
					rate, latency := loadChecked(b, s, l.connections, l.request(s))
					if i > 0 { // the first makes both warm
						rates[s], latencies[s] = append(rates[s], rate), append(latencies[s], latency...)
					}
				}
			}
			report(l.name+", requests a second", l.name+"-ratio", median(rates[ours]), median(rates[theirs]))
			report(l.name+", p50 ms", l.name+"-p50-ratio", percentile(latencies[ours], 50), percentile(latencies[theirs], 50))
			report(l.name+", p99 ms", l.name+"-p99-ratio", percentile(latencies[ours], 99), percentile(latencies[theirs], 99))
			report("resident after "+l.name+", MB", l.name+"-memory-ratio", resident(ours.process), resident(theirs.process))
		}
		time.Sleep(3 * time.Second)
		report("resident three seconds later, MB", "rest-memory-ratio", resident(ours.process), resident(theirs.process))
		fmt.Printf("other processes took %.0f %% of the machine before a turn (median), %.0f %% at most\n", median(busy), slices.Max(busy))
		b.ReportMetric(median(busy), "others-%")
	}
}

// benchBetterAuth starts both servers once, which migrates their databases, and signs a user up at each.
func benchBetterAuth(b *testing.B) (ours, theirs *authServer) {
	b.Helper()
	conformance, err := filepath.Abs("../functions/betterauth/conformance")
	if err != nil {
		b.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(conformance, "node_modules")); err != nil {
		npm := exec.Command("npm", "ci")
		npm.Dir = conformance
		if out, err := npm.CombinedOutput(); err != nil {
			b.Fatalf("npm ci: %v: %s", err, out)
		}
	}
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", filepath.Join(b.TempDir(), "shim"), ".") // as `make build` does
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	ours = &authServer{name: "ours", command: []string{build.Args[len(build.Args)-2]}, dir: b.TempDir(),
		env: []string{"SMTP_URL=log:", "RATE_LIMITS=off"}}
	theirs = &authServer{name: "theirs", command: []string{"node", "real/server.mjs"}, dir: conformance, env: []string{
		"NODE_ENV=production", "SMTP_URL=smtp://127.0.0.1:9", "MAIL_FROM=auth@example.com", // nobody listens, and the sign-up alone mails
		"GITHUB_CLIENT_ID=github-id", "GITHUB_CLIENT_SECRET=github-secret",
	}}
	for _, s := range []*authServer{ours, theirs} {
		url, err := postgres.NewDatabase(b.Context(), fmt.Sprintf("auth_%s_%d", s.name, time.Now().UnixNano()), "")
		if err != nil {
			b.Fatal(err)
		}
		s.env = append(s.env, "PATH="+os.Getenv("PATH"), "HOME="+os.Getenv("HOME"), "DATABASE_URL="+url,
			"BETTER_AUTH_SECRET=0123456789abcdefghijklmnopqrstuv", "FRONTEND_URL=http://localhost:3000")
		b.Cleanup(s.stop)
		s.start(b)
		s.signUp(b)
	}
	return ours, theirs
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

// loadChecked sends the request over and over on every connection for one turn, and returns requests a second and how
// long each took. Its client is bare, so that it takes little of the machine that it measures, but it reads every
// answer: 200, and the user's address in it.
func loadChecked(b *testing.B, s *authServer, connections int, request string) (float64, []time.Duration) {
	b.Helper()
	var clients sync.WaitGroup
	var mu sync.Mutex
	var all []time.Duration
	start := time.Now()
	for range connections {
		clients.Go(func() {
			conn, err := net.Dial("tcp", "127.0.0.1:"+s.port)
			if err != nil {
				b.Error(err)
				return
			}
			defer conn.Close()
			var took []time.Duration
			var body bytes.Buffer
			for r := bufio.NewReader(conn); time.Since(start) < turn; {
				sent := time.Now()
				if _, err := io.WriteString(conn, request); err != nil {
					b.Error(s.name, err)
					return
				}
				response, err := http.ReadResponse(r, nil)
				if err != nil {
					b.Error(s.name, err)
					return
				}
				body.Reset()
				if _, err := body.ReadFrom(response.Body); err != nil || response.StatusCode != http.StatusOK || !bytes.Contains(body.Bytes(), []byte(benchEmail)) {
					b.Error(s.name, response.Status, body.String(), err)
					return
				}
				took = append(took, time.Since(sent))
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, took...)
		})
	}
	clients.Wait()
	rate := float64(len(all)) / time.Since(start).Seconds()
	if b.Failed() {
		b.FailNow()
	}
	return rate, all
}

func percentile(took []time.Duration, p int) float64 {
	slices.Sort(took)
	return float64(took[len(took)*p/100].Microseconds()) / 1000
}

// resident is how much memory a process has, in MB; 0 where there is no /proc.
func resident(p *exec.Cmd) float64 {
	status, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(p.Process.Pid), "status"))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if kb, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, _ := strconv.ParseFloat(strings.Fields(kb)[0], 64)
			return n / 1024
		}
	}
	return 0
}

// machineBusy is how many percent of all cores are taken while neither server has anything to do; 0 where there is no
// /proc.
func machineBusy() float64 {
	times := func() (busy, all float64) {
		stat, _ := os.ReadFile("/proc/stat")
		line, _, _ := strings.Cut(string(stat), "\n")
		for i, field := range strings.Fields(line) {
			n, _ := strconv.ParseFloat(field, 64) // 0 of the name
			if all += n; i != 4 && i != 5 {       // idle, and waiting for a disk
				busy += n
			}
		}
		return busy, all
	}
	busy, all := times()
	time.Sleep(200 * time.Millisecond)
	busyNow, allNow := times()
	return 100 * (busyNow - busy) / max(1, allNow-all)
}
