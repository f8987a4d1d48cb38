package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// verify drives a user's journey and the contract's edges against a running backend, however it is deployed, and prints
// a line for each step. It works with two accounts of its own, verify-<uuid>@verify.example.com, and deletes them. It
// returns an error when a step has failed. FRONTEND_URL names the frontend that the backend is configured for.
func verify(ctx context.Context, base string, out io.Writer) error {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return fmt.Errorf("%s is not an address such as https://name-space.hf.space", base)
	}
	frontend := os.Getenv("FRONTEND_URL")
	if frontend == "" {
		frontend = "http://localhost:3000"
	}
	v := &verification{ctx: ctx, base: strings.TrimSuffix(base, "/"), out: out}
	v.client.Timeout = 30 * time.Second
	v.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	v.journey(frontend)
	fmt.Fprintf(out, "%d steps passed, %d failed; first answer after %s, listTasks p50 %s\n", v.passed, v.failed, ms(v.first), ms(v.p50))
	if v.failed > 0 {
		return fmt.Errorf("%d steps failed", v.failed)
	}
	return nil
}

type verification struct {
	ctx            context.Context
	client         http.Client
	base           string
	out            io.Writer
	passed, failed int
	first, p50     time.Duration
}

// call is a request and what is expected of its answer.
type call struct {
	method, path, body, token string
	header                    map[string]string
	want                      int
	holds                     string // text that the body must hold
}

func (v *verification) journey(frontend string) {
	began := time.Now()
	v.step("health", func() error {
		_, err := v.send(call{method: "GET", path: "/health", want: 200, holds: `"healthy"`})
		return err
	})
	v.first = time.Since(began)
	if v.failed > 0 {
		return // nothing else can work
	}
	again := time.Now()
	v.expect("health again", call{method: "GET", path: "/health", want: 200})
	if warm := time.Since(again); v.first > 300*time.Millisecond && v.first > 3*warm {
		fmt.Fprintf(v.out, "              the first answer took %s, the next %s: a suspended Neon compute waking, or a cold start\n", ms(v.first), ms(warm))
	} else if warm > 300*time.Millisecond {
		fmt.Fprintf(v.out, "              the database answers in %s: is it in the same region as the backend?\n", ms(warm))
	}
	v.expect("index", call{method: "GET", path: "/", want: 200, holds: `"docs":"/docs"`})
	v.expect("index for a browser", call{method: "GET", path: "/", header: map[string]string{"Accept": "text/html"}, want: 200, holds: "<!doctype html>"})
	v.expect("demo", call{method: "GET", path: "/api/auth/demo", want: 200, holds: `{"demo":`})
	v.expect("docs", call{method: "GET", path: "/docs", want: 200, holds: "swagger-ui"})
	v.expect("docs' files", call{method: "GET", path: "/docs/docs.js", want: 200, holds: "/openapi.json"})
	v.expect("redoc", call{method: "GET", path: "/redoc", want: 200, holds: "redoc"})
	v.expect("openapi", call{method: "GET", path: "/openapi.json", want: 200, holds: `"openapi":"3.1`})

	ann, bob := v.account("ann"), v.account("bob")
	defer v.remove(ann)
	defer v.remove(bob)
	if v.failed > 0 {
		return
	}
	v.expect("me", call{method: "GET", path: "/api/auth/me", token: ann.token, want: 200, holds: ann.email})
	v.expect("sessions", call{method: "GET", path: "/api/auth/sessions", token: ann.token, want: 200, holds: `"current":true`})
	v.expect("profile", call{method: "PATCH", path: "/api/auth/profile", token: ann.token, body: `{"full_name":"Ann Verify"}`, want: 200, holds: "Ann Verify"})
	v.expect("refresh", call{method: "POST", path: "/api/auth/refresh", token: ann.token, want: 200, holds: "access_token"})

	v.betterAuth(ann, frontend)

	var ids [3]string
	for i, body := range []string{`{"title":"Verify: milk","priority":"high","tags":["verify"]}`, `{"title":"Verify: bread","tags":["verify"]}`, `{"title":"Verify: salt <b>&</b>"}`} {
		var made struct{ ID string }
		v.step("create", func() error {
			return v.read(call{method: "POST", path: "/api/tasks", token: ann.token, body: body, want: 201}, &made)
		})
		ids[i] = made.ID
	}
	v.step("create again with one Idempotency-Key", func() error {
		key := map[string]string{"Idempotency-Key": uuid.NewString()}
		var first, second struct{ ID string }
		if err := v.read(call{method: "POST", path: "/api/tasks", token: ann.token, body: `{"title":"Verify: once"}`, header: key, want: 201}, &first); err != nil {
			return err
		}
		if err := v.read(call{method: "POST", path: "/api/tasks", token: ann.token, body: `{"title":"Verify: once"}`, header: key, want: 200}, &second); err != nil {
			return err
		}
		if first.ID != second.ID {
			return errors.New("two tasks were made")
		}
		return nil
	})
	v.expect("list, filtered", call{method: "GET", path: "/api/tasks?tag=verify&priority=high&search=MILK&completed=false", token: ann.token, want: 200, holds: ids[0]})
	v.step("list, page by page", func() error {
		seen, cursor := map[string]bool{}, ""
		for {
			var page struct {
				Tasks      []struct{ ID string }
				Total      int
				NextCursor *string `json:"next_cursor"`
			}
			if err := v.read(call{method: "GET", path: "/api/tasks?sort_by=title&order=asc&limit=1" + cursor, token: ann.token, want: 200}, &page); err != nil {
				return err
			}
			for _, task := range page.Tasks {
				seen[task.ID] = true
			}
			if page.NextCursor == nil || len(seen) > page.Total {
				if len(seen) != 4 || page.Total != 4 {
					return fmt.Errorf("%d tasks in the pages, total %d, want 4", len(seen), page.Total)
				}
				return nil
			}
			cursor = "&cursor=" + url.QueryEscape(*page.NextCursor)
		}
	})
	v.expect("get", call{method: "GET", path: "/api/tasks/" + ids[2], token: ann.token, want: 200, holds: "<b>&</b>"})
	v.expect("get, with another's id in the query", call{method: "GET", path: "/api/tasks/" + ids[0] + "?id=" + ids[1], token: ann.token, want: 200, holds: ids[0]})
	v.expect("update", call{method: "PATCH", path: "/api/tasks/" + ids[0], token: ann.token, body: `{"description":"two litres"}`, want: 200, holds: "two litres"})
	v.expect("update of another version", call{method: "PATCH", path: "/api/tasks/" + ids[0], token: ann.token, body: `{"title":"x"}`, header: map[string]string{"If-Match": `"1"`}, want: 412})
	v.expect("complete", call{method: "PATCH", path: "/api/tasks/" + ids[0], token: ann.token, body: `{"completed":true}`, want: 200, holds: `"completed":true`})
	v.expect("overview", call{method: "GET", path: "/api/overview", token: ann.token, want: 200, holds: `"tags":[{"name":"verify","count":2}]`})
	v.expect("delete", call{method: "DELETE", path: "/api/tasks/" + ids[1], token: ann.token, want: 204})
	v.expect("deleted", call{method: "GET", path: "/api/tasks/" + ids[1], token: ann.token, want: 404})
	v.measureList(ann.token)

	for _, method := range []string{"GET", "PATCH", "DELETE"} {
		body := map[string]string{"PATCH": `{"title":"taken"}`}[method]
		v.expect("another user's "+method, call{method: method, path: "/api/tasks/" + ids[0], token: bob.token, body: body, want: 404, holds: "Task not found"})
	}
	v.expect("nobody", call{method: "GET", path: "/api/tasks", want: 401, holds: "Not authenticated"})
	v.step("wrong password", func() error {
		_, err := v.login(ann.email, "not the password", 401)
		return err
	})
	v.expect("bad fields", call{method: "POST", path: "/api/tasks", token: ann.token, body: `{"title":" ","priority":"urgent","user_id":"x"}`, want: 422, holds: "Title is required"})
	v.expect("no JSON", call{method: "POST", path: "/api/tasks", token: ann.token, body: `{`, want: 400})
	v.expect("no such path", call{method: "GET", path: "/api/nothing", want: 404, holds: "request_id"})
	v.expect("no source", call{method: "GET", path: "/functions/tasks/create.go", want: 404, holds: "request_id"})
	v.step("no such method", func() error {
		a, err := v.send(call{method: "PUT", path: "/api/tasks", token: ann.token, body: `{}`, want: 405})
		if err == nil && !strings.Contains(a.Header.Get("Allow"), "POST") {
			err = fmt.Errorf("the header Allow is %q", a.Header.Get("Allow"))
		}
		return err
	})
	preflight := map[string]string{"Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "authorization,content-type"}
	v.step("preflight from "+frontend, func() error {
		err := v.cors(call{method: "OPTIONS", path: "/api/tasks/" + ids[0], header: preflight, want: 204}, frontend, frontend, "true")
		if err != nil {
			err = fmt.Errorf("%w: is FRONTEND_URL the same here and at the backend?", err)
		}
		return err
	})
	v.step("no credentials for a preview", func() error {
		preview := "https://verify-preview.vercel.app"
		return v.cors(call{method: "OPTIONS", path: "/api/tasks/" + ids[0], header: preflight, want: 204}, preview, preview, "")
	})
	v.step("nothing for a foreign origin", func() error {
		return v.cors(call{method: "GET", path: "/api/tasks", token: ann.token, want: 200}, "https://evil.example", "", "")
	})

	v.step("logout", func() error {
		ended, err := v.login(ann.email, ann.password, 200)
		if err != nil {
			return err
		}
		if _, err := v.send(call{method: "POST", path: "/api/auth/logout", token: ended, want: 200}); err != nil {
			return err
		}
		_, err = v.send(call{method: "GET", path: "/api/auth/me", token: ended, want: 401})
		return err
	})
}

// betterAuth signs in as Better Auth's client does, and goes on with that session in the REST functions.
func (v *verification) betterAuth(a verifyAccount, frontend string) {
	v.expect("Better Auth is there", call{method: "GET", path: "/api/auth/ok", want: 200, holds: `"ok":true`})
	v.expect("the login's session, seen by Better Auth", call{method: "GET", path: "/api/auth/get-session", token: a.token, want: 200, holds: a.email})
	v.expect("its keys", call{method: "GET", path: "/api/auth/jwks", want: 200, holds: "Ed25519"})
	body := fmt.Sprintf(`{"email":%q,"password":%q}`, a.email, a.password)
	from := func(origin string) map[string]string {
		return map[string]string{"Origin": origin, "Sec-Fetch-Mode": "cors"}
	}
	v.expect("no sign-in from a foreign origin", call{method: "POST", path: "/api/auth/sign-in/email", body: body, header: from("https://evil.example"), want: 403, holds: "INVALID_ORIGIN"})
	var in struct{ Token string }
	v.step("sign-in by Better Auth", func() error {
		return v.read(call{method: "POST", path: "/api/auth/sign-in/email", body: body, header: from(frontend), want: 200}, &in)
	})
	v.expect("its session, seen by REST", call{method: "GET", path: "/api/auth/me", token: in.Token, want: 200, holds: a.email})
	v.expect("a JWT for other services", call{method: "GET", path: "/api/auth/token", token: in.Token, want: 200, holds: `"token":"eyJ`})
	v.expect("sign-out", call{method: "POST", path: "/api/auth/sign-out", token: in.Token, want: 200, holds: `"success":true`})
	v.expect("no session any more", call{method: "GET", path: "/api/auth/get-session", token: in.Token, want: 200, holds: "null"})
	v.expect("no such method of Better Auth", call{method: "GET", path: "/api/auth/update-user", want: 404})
}

type verifyAccount struct{ email, password, token string }

func (v *verification) account(name string) verifyAccount {
	a := verifyAccount{email: "verify-" + uuid.NewString() + "@verify.example.com", password: uuid.NewString()}
	v.expect("signup of "+name, call{method: "POST", path: "/api/auth/signup", body: fmt.Sprintf(`{"email":%q,"password":%q,"full_name":"Verify %s"}`, a.email, a.password, name), want: 201, holds: a.email})
	v.step("login of "+name, func() (err error) {
		a.token, err = v.login(a.email, a.password, 200)
		return err
	})
	return a
}

// remove deletes the account, also when the run was cut off, and shows that its token is dead with it.
func (v *verification) remove(a verifyAccount) {
	if a.token == "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(v.ctx), 30*time.Second)
	defer cancel()
	v.ctx = ctx
	v.expect("deletion of "+a.email, call{method: "DELETE", path: "/api/auth/account", token: a.token, body: fmt.Sprintf(`{"password":%q}`, a.password), want: 204})
	v.expect("its token is dead", call{method: "GET", path: "/api/auth/me", token: a.token, want: 401})
}

func (v *verification) login(email, password string, want int) (token string, err error) {
	c := call{method: "POST", path: "/api/auth/login", body: fmt.Sprintf(`{"email":%q,"password":%q}`, email, password), want: want}
	a, err := v.send(c)
	if err != nil || want != 200 {
		return "", err
	}
	var body struct {
		AccessToken string `json:"access_token"`
	}
	err = json.Unmarshal(a.body, &body)
	return body.AccessToken, err
}

// measureList takes the median of 21 listings.
func (v *verification) measureList(token string) {
	v.step("list, 21 times", func() error {
		times := make([]time.Duration, 21)
		for i := range times {
			start := time.Now()
			if _, err := v.send(call{method: "GET", path: "/api/tasks", token: token, want: 200}); err != nil {
				return err
			}
			times[i] = time.Since(start)
		}
		slices.Sort(times)
		v.p50 = times[len(times)/2]
		return nil
	})
}

func (v *verification) cors(c call, origin, allowed, credentials string) error {
	header := map[string]string{"Origin": origin}
	for name, value := range c.header {
		header[name] = value
	}
	c.header = header
	a, err := v.send(c)
	if err != nil {
		return err
	}
	gotOrigin, gotCredentials := a.Header.Get("Access-Control-Allow-Origin"), a.Header.Get("Access-Control-Allow-Credentials")
	if gotOrigin != allowed || gotCredentials != credentials {
		return fmt.Errorf("the headers Access-Control-Allow-Origin and -Credentials are %q and %q, want %q and %q", gotOrigin, gotCredentials, allowed, credentials)
	}
	return nil
}

// step runs f, and prints what came of it and how long it took.
func (v *verification) step(name string, f func() error) {
	start := time.Now()
	err := f()
	if err != nil {
		v.failed++
		fmt.Fprintf(v.out, "FAIL %8s %s: %v\n", ms(time.Since(start)), name, err)
		return
	}
	v.passed++
	fmt.Fprintf(v.out, "ok   %8s %s\n", ms(time.Since(start)), name)
}

func (v *verification) expect(name string, c call) {
	v.step(name, func() error { _, err := v.send(c); return err })
}

func (v *verification) read(c call, into any) error {
	a, err := v.send(c)
	if err != nil {
		return err
	}
	return json.Unmarshal(a.body, into)
}

type verifyAnswer struct {
	*http.Response
	body []byte
}

// send makes the request; its error says what to look at. Where too many came from here within the last minute, it
// waits as long as the answer asks for.
func (v *verification) send(c call) (*verifyAnswer, error) {
	a, err := v.sendOnce(c)
	if a == nil || a.StatusCode != http.StatusTooManyRequests {
		return a, err
	}
	seconds, _ := strconv.Atoi(a.Header.Get("Retry-After"))
	if seconds > 60 {
		return a, err
	}
	fmt.Fprintf(v.out, "              too many requests from here: waiting for %d s\n", seconds)
	select {
	case <-time.After(time.Duration(seconds) * time.Second):
	case <-v.ctx.Done():
		return nil, v.ctx.Err()
	}
	return v.sendOnce(c)
}

func (v *verification) sendOnce(c call) (*verifyAnswer, error) {
	r, err := http.NewRequestWithContext(v.ctx, c.method, v.base+c.path, strings.NewReader(c.body))
	if err != nil {
		return nil, err
	}
	if c.body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	for name, value := range c.header {
		r.Header.Set(name, value)
	}
	response, err := v.client.Do(r)
	if err != nil {
		return nil, fmt.Errorf("%w: does the backend run there?", err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	a := &verifyAnswer{response, body}
	id := response.Header.Get("X-Request-Id")
	switch {
	case response.StatusCode == c.want && bytes.Contains(body, []byte(c.holds)):
		return a, nil
	case response.StatusCode == c.want:
		return a, fmt.Errorf("the answer lacks %s: %.300s", c.holds, body)
	case id == "":
		return a, fmt.Errorf("%d, want %d, and no X-Request-Id: it is not the backend that answers, but something before it: %.300s", response.StatusCode, c.want, body)
	case response.StatusCode == http.StatusServiceUnavailable:
		return a, fmt.Errorf("503: the database cannot be reached: look at DATABASE_URL, and for request id %s in the log", id)
	default:
		return a, fmt.Errorf("%d, want %d: %.300s (request id %s in the log)", response.StatusCode, c.want, body, id)
	}
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }
