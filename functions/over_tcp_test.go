package functions_test

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/functions"
)

// TestSameAnswerDirectlyAndOverTCP calls every function directly and over TCP, with the same requests, and compares the
// answers. All functions meet all of it in one pipeline, so each is tried as its owner and in a fifth of the other
// ways, in turn: each way with a dozen functions or more.
func TestSameAnswerDirectlyAndOverTCP(t *testing.T) {
	type variant struct {
		name   string
		change func(f fixture, q *request)
	}
	variants := []variant{
		{"as the owner", func(f fixture, q *request) {}},
		{"as nobody", func(f fixture, q *request) { q.token = "" }},
		{"as another user", func(f fixture, q *request) { q.token = newUser(t).Token }},
		{"with a forged token", func(f fixture, q *request) { q.token += "x" }},
		{"with the cookie", func(f fixture, q *request) { q.header["Cookie"], q.token = f.owner.cookie(t), "" }},
		{"with the cookie, from elsewhere", func(f fixture, q *request) {
			q.header["Cookie"], q.token, q.header["Origin"] = f.owner.cookie(t), "", "https://evil.example"
		}},
		{"from the frontend", func(f fixture, q *request) { q.header["Origin"] = frontend }},
		{"from a preview", func(f fixture, q *request) { q.header["Origin"] = preview }},
		{"preflight", func(f fixture, q *request) {
			q.header["Origin"], q.header["Access-Control-Request-Method"] = frontend, q.method
			q.header["Access-Control-Request-Headers"] = "authorization,content-type"
			q.method, q.body = "OPTIONS", ""
		}},
		{"OPTIONS", func(f fixture, q *request) { q.method, q.body = "OPTIONS", "" }},
		{"a method nobody answers", func(f fixture, q *request) { q.method, q.body = "CONNECT-NOT", "" }},
		{"no JSON", func(f fixture, q *request) { q.body = "{" }},
		{"unknown fields", func(f fixture, q *request) { q.body = `{"id":"x","user_id":"x"}` }},
		{"too large a body", func(f fixture, q *request) {
			q.body = `{"title":"` + strings.Repeat("x", 65<<10) + `"}`
		}},
		{"another content type", func(f fixture, q *request) { q.header["Content-Type"] = "text/plain" }},
	}
	for i, function := range functions.All {
		for j, v := range variants {
			if j > 0 && (i+j)%5 != 0 { // as the owner always
				continue
			}
			t.Run(function.Method+" "+function.Path+" "+v.name, func(t *testing.T) {
				t.Parallel()
				var answers [2]string
				for i, name := range []string{function.Name, ""} {
					f := newFixture(t)
					q := f.request(function, f.owner.Token)
					v.change(f, &q)
					q.function = name
					answers[i] = canonical(q.send(t))
				}
				if answers[0] != answers[1] {
					t.Errorf("called directly:\n%s\nover TCP:\n%s", answers[0], answers[1])
				}
			})
		}
		if function.Method == "GET" && !strings.HasPrefix(function.Name, "betterAuth") { // Better Auth knows no HEAD
			t.Run("HEAD "+function.Path, func(t *testing.T) {
				t.Parallel()
				f := newFixture(t)
				q := f.request(function, f.owner.Token)
				get := q.send(t)
				q.method = "HEAD"
				over := q.send(t)
				q.function = function.Name
				direct := q.send(t)
				if get.Body = nil; canonical(direct) != canonical(over) || canonical(direct) != canonical(get) {
					t.Errorf("directly:\n%s\nover TCP:\n%s\nGET:\n%s",
						canonical(direct), canonical(over), canonical(get))
				}
			})
		}
	}
}

var (
	anyUUID   = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	anyTime   = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z|;dur=\d+\.\d`)
	anyPlace  = regexp.MustCompile(`i[0-9A-Za-z]{9}[0-9a-f]{8}V|"change_seq":\d+|"cursor":"[\w-]+"|"[0-9a-f]{64}"`)
	anyToken  = regexp.MustCompile(`eyJ[\w-]+\.[\w-]+\.[\w-]+|\b[A-Za-z0-9]{32}\b(\.[\w+/%=-]+)?`)
	anyState  = regexp.MustCompile(`\b(state|code_challenge)=[^;&"]{20,}`)
	anyClient = regexp.MustCompile(`\b10(\.\d+){3}\b|Content-Length: \d+\n`) // the address has several lengths
)

// canonical is an answer without what differs from one request to the next: ids, times, tokens, and the connection's
// own headers. A large body, which is a file, has none of that, and its hash stands for it.
func canonical(a answer) string {
	var b strings.Builder
	fmt.Fprintln(&b, a.Status)
	for _, name := range slices.Sorted(maps.Keys(a.Header)) {
		if name != "Date" && name != "Connection" {
			fmt.Fprintf(&b, "%s: %s\n", name, strings.Join(a.Header[name], ", "))
		}
	}
	if len(a.Body) > 32<<10 {
		fmt.Fprintf(&b, "%x", sha256.Sum256(a.Body))
	} else {
		b.Write(a.Body)
	}
	text := b.String()
	for _, c := range []struct {
		mark    string
		pattern *regexp.Regexp
	}{{"<state>", anyState}, {"<id>", anyUUID}, {"<time>", anyTime}, {"<token>", anyToken}, {"<place>", anyPlace}} {
		text = c.pattern.ReplaceAllString(text, c.mark)
	}
	return anyClient.ReplaceAllString(text, "")
}
