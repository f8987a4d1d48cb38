package main_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
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

// BenchmarkBetterAuth compares the shim with the real Better Auth server: the same machine, the same PostgreSQL and a
// database each, the same client, in turns. Both speak HTTP, so that neither limits rates; both run as they come, with
// ten connections to the database at most. It needs npm.
//
// What else runs on the machine decides much: the real server hashes on every core and the shim on all but one
// (MAX_HASHINGS), so a core that is taken away halves one on two cores and hardly touches the other. The last line
// tells how busy the machine was before the turns; where that is more than a few percent, the ratios mean little.
func BenchmarkBetterAuth(b *testing.B) {
	printMachine(b)
	ours, theirs := benchBetterAuth(b)
	both := []*authServer{ours, theirs}
	loads := []struct {
		name        string
		connections int
		aim         float64
		request     func(s *authServer) string
	}{
		{"get-session", 32, 25, func(s *authServer) string {
			return fmt.Sprintf("GET /api/auth/get-session HTTP/1.1\r\nHost: localhost:%s\r\nCookie: %s\r\n\r\n",
				s.port, s.cookie)
		}},
		{"sign-in", 8, 4, func(s *authServer) string {
			body := fmt.Sprintf(`{"email":%q,"password":%q}`, benchEmail, benchPassword)
			return fmt.Sprintf("POST /api/auth/sign-in/email HTTP/1.1\r\nHost: localhost:%s\r\n"+
				"Origin: http://localhost:%[1]s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
				s.port, len(body), body)
		}},
	}
	for range b.N {
		report := func(what string, o, t float64, aim string) {
			fmt.Printf("%-34s %10.2f %10.2f %10.3f %s\n", what, o, t, o/t, aim)
		}
		fmt.Printf("\n%-34s %10s %10s %10s aim\n", "", "ours", "theirs", "ratio")

		took := map[*authServer][]float64{}
		for range starts {
			for _, s := range both {
				took[s] = append(took[s], s.start(b))
			}
		}
		report("start to the first answer, ms", median(took[ours]), median(took[theirs]), "")
		report("resident after the start, MB", resident(ours.process), resident(theirs.process), "")

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
			o, t := median(rates[ours]), median(rates[theirs])
			report(l.name+", requests a second", o, t, fmt.Sprintf("%.0f %s", l.aim, met(o/t >= l.aim)))
			report(l.name+", p50 ms", percentile(latencies[ours], 50), percentile(latencies[theirs], 50), "")
			report(l.name+", p99 ms", percentile(latencies[ours], 99), percentile(latencies[theirs], 99), "")
			report("resident after "+l.name+", MB", resident(ours.process), resident(theirs.process), "")
		}
		time.Sleep(3 * time.Second)
		report("resident three seconds later, MB", resident(ours.process), resident(theirs.process), "")
		fmt.Printf("other processes took %.0f %% of the machine before a turn (median), %.0f %% at most\n",
			median(busy), slices.Max(busy))
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
	ours, theirs = &authServer{name: "ours"}, &authServer{name: "theirs"}
	ours.command, ours.dir = []string{benchBinary(b, ".")}, b.TempDir()
	ours.env = []string{"SMTP_URL=log:", "RATE_LIMITS=off"}
	theirs.command, theirs.dir = []string{"node", "real/server.mjs"}, conformance
	theirs.env = []string{
		// Nobody listens on the SMTP port, and the sign-up alone mails.
		"NODE_ENV=production", "SMTP_URL=smtp://127.0.0.1:9", "MAIL_FROM=auth@example.com",
		"GITHUB_CLIENT_ID=github-id", "GITHUB_CLIENT_SECRET=github-secret",
	}
	url := benchPostgres(b)
	if _, err := connect(b, url).Exec(b.Context(), `create database theirs`); err != nil {
		b.Fatal(err)
	}
	ours.env = append(ours.env, "DATABASE_URL="+url)
	theirs.env = append(theirs.env, "DATABASE_URL="+strings.Replace(url, "/todo?", "/theirs?", 1))
	for _, s := range []*authServer{ours, theirs} {
		s.env = append(s.env, "PATH="+os.Getenv("PATH"), "HOME="+os.Getenv("HOME"),
			"BETTER_AUTH_SECRET=0123456789abcdefghijklmnopqrstuv", "FRONTEND_URL=http://localhost:3000",
			"BETTER_AUTH_URL=http://localhost:{port}")
		s.start(b)
		s.signUp(b)
	}
	return ours, theirs
}
