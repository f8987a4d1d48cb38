package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// verify runs the steps of a user's journey and of the contract's edges against a running backend, however it is
// deployed, and prints a line for each. It signs up two accounts, verify-<uuid>@verify.example.com, and deletes them.
// It returns an error when a step has failed. FRONTEND_URL names the frontend that the backend is configured for; by
// default it is the backend itself where that serves the web application, else http://localhost:3000.
func verify(ctx context.Context, base string, out io.Writer) error {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return fmt.Errorf("%s is not an address such as https://name-space.hf.space", base)
	}
	c := &checker{ctx: ctx, base: strings.TrimSuffix(base, "/"), out: out, vars: map[string]string{
		"frontend": os.Getenv("FRONTEND_URL"), "key": uuid.NewString(),
	}}
	for _, name := range []string{"ann", "bob"} {
		c.vars[name+"Email"] = "verify-" + uuid.NewString() + "@verify.example.com"
		c.vars[name+"Password"] = uuid.NewString()
	}
	c.client.Timeout = 30 * time.Second
	c.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c.run()
	fmt.Fprintf(out, "%d steps passed, %d failed; first answer after %s, listTasks p50 %s\n",
		c.passed, c.failed, ms(c.first), ms(c.p50))
	if c.failed > 0 {
		return fmt.Errorf("%d steps failed", c.failed)
	}
	return nil
}

// step is a request and what is expected of its answer. $name in its texts stands for a variable of the checker, and
// $nameCookie for the cookie of the answer that was saved as name.
type step struct {
	name       string
	request    string // method and path
	as         string // the variable that holds the bearer token
	body       string
	header     map[string]string
	want       int                    // the status; 200 where it is 0
	wantBody   string                 // text that the body must hold
	wantHeader map[string]string      // the answer's headers, "" for one that it must not have
	save       string                 // "task=id" saves the member id of the body in the variable task
	do         func(c *checker) error // runs instead of the request
	advice     string                 // what to look at when the step fails
}

// checker runs steps against the backend at base.
type checker struct {
	ctx            context.Context
	client         http.Client
	base           string
	out            io.Writer
	vars           map[string]string
	passed, failed int
	first, p50     time.Duration
}

// run runs all steps; where the backend does not answer or takes no account, the later ones are left out. The accounts
// are deleted in any case.
func (c *checker) run() {
	ready := step{name: "the database", request: "GET /health?database", wantBody: `"database":"connected"`}
	c.first = c.check(ready)
	if c.failed > 0 {
		return
	}
	ready.name = "the database again"
	warm := c.check(ready)
	if c.first > 300*time.Millisecond && c.first > 3*warm {
		c.note("the first answer took %s, the next %s: a suspended Neon compute waking, or a cold start",
			ms(c.first), ms(warm))
	} else if warm > 300*time.Millisecond {
		c.note("the database answers in %s: is it in the same region as the backend?", ms(warm))
	}
	c.checkAll(publicSteps)
	if c.servesApp() {
		c.checkAll(appSteps)
		c.vars["frontend"] = cmp.Or(c.vars["frontend"], c.base)
	}
	c.vars["frontend"] = cmp.Or(c.vars["frontend"], "http://localhost:3000")
	c.checkAll(signUpSteps)
	defer c.deleteAccounts()
	if c.failed == 0 {
		c.checkAll(sessionSteps, betterAuthSteps, taskSteps, listSteps, edgeSteps)
	}
}

func (c *checker) deleteAccounts() {
	var cancel context.CancelFunc
	c.ctx, cancel = context.WithTimeout(context.WithoutCancel(c.ctx), time.Minute) // also when the run was cut off
	defer cancel()
	for _, name := range []string{"bob", "ann"} {
		if c.vars[name] != "" {
			c.checkAll(deletionSteps(name))
		}
	}
}

func (c *checker) checkAll(lists ...[]step) {
	for _, steps := range lists {
		for _, s := range steps {
			c.check(s)
		}
	}
}

// check runs a step, prints the outcome and the time that it took, and returns that time.
func (c *checker) check(s step) time.Duration {
	if s.do == nil {
		s.do = func(c *checker) error { _, err := c.send(s); return err }
	}
	start := time.Now()
	err := s.do(c)
	took := time.Since(start)
	if err != nil && s.advice != "" {
		err = fmt.Errorf("%w: %s", err, s.advice)
	}
	if err != nil {
		c.failed++
		fmt.Fprintf(c.out, "FAIL %8s %s: %v\n", ms(took), c.expand(s.name), err)
	} else {
		c.passed++
		fmt.Fprintf(c.out, "ok   %8s %s\n", ms(took), c.expand(s.name))
	}
	return took
}

func (c *checker) note(format string, args ...any) {
	fmt.Fprintf(c.out, "              "+format+"\n", args...)
}

func (c *checker) expand(text string) string {
	return os.Expand(text, func(name string) string { return c.vars[name] })
}

type verifyAnswer struct {
	*http.Response
	body []byte
}

// send makes the step's request; its error says what to look at. Where too many came from here within the last minute,
// it waits as long as the answer asks for.
func (c *checker) send(s step) (*verifyAnswer, error) {
	a, err := c.sendOnce(s)
	if a != nil && a.StatusCode == http.StatusTooManyRequests {
		seconds, _ := strconv.Atoi(a.Header.Get("Retry-After"))
		if seconds > 60 {
			return a, err
		}
		c.note("too many requests from here: waiting for %d s", seconds)
		select {
		case <-time.After(time.Duration(seconds) * time.Second):
		case <-c.ctx.Done():
			return nil, c.ctx.Err()
		}
		a, err = c.sendOnce(s)
	}
	if err != nil || s.save == "" {
		return a, err
	}
	variable, member, _ := strings.Cut(s.save, "=")
	body := map[string]any{}
	err = json.Unmarshal(a.body, &body)
	c.vars[variable], _ = body[member].(string)
	c.vars[variable+"Cookie"], _, _ = strings.Cut(a.Header.Get("Set-Cookie"), ";")
	return a, err
}

func (c *checker) sendOnce(s step) (*verifyAnswer, error) {
	method, path, _ := strings.Cut(c.expand(s.request), " ")
	r, err := http.NewRequestWithContext(c.ctx, method, c.base+path, strings.NewReader(c.expand(s.body)))
	if err != nil {
		return nil, err
	}
	if s.body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if token := c.vars[s.as]; token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for name, value := range s.header {
		r.Header.Set(name, c.expand(value))
	}
	response, err := c.client.Do(r)
	if err != nil {
		return nil, fmt.Errorf("%w: does the backend run there?", err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	a, want := &verifyAnswer{response, body}, cmp.Or(s.want, http.StatusOK)
	id, wantBody := response.Header.Get("X-Request-Id"), c.expand(s.wantBody)
	switch {
	case response.StatusCode == want && !bytes.Contains(body, []byte(wantBody)):
		return a, fmt.Errorf("the answer lacks %s: %.300s", wantBody, body)
	case response.StatusCode == want:
		for name, value := range s.wantHeader {
			if got := response.Header.Get(name); got != c.expand(value) {
				return a, fmt.Errorf("the header %s is %q, want %q", name, got, c.expand(value))
			}
		}
		return a, nil
	case id == "":
		return a, fmt.Errorf("%d, want %d, and no X-Request-Id: it is not the backend that answers, "+
			"but something before it: %.300s", response.StatusCode, want, body)
	case response.StatusCode == http.StatusServiceUnavailable:
		return a, fmt.Errorf("503: the database cannot serve: look at DATABASE_URL, "+
			"and for request id %s in the log: %.300s", id, body)
	default:
		return a, fmt.Errorf("%d, want %d: %.300s (request id %s in the log)", response.StatusCode, want, body, id)
	}
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }
