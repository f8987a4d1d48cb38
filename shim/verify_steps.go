package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"
)

var publicSteps = []step{
	{name: "index", request: "GET /", want: 200, wantBody: `"docs":"/docs"`},
	{name: "index for a browser", request: "GET /", header: map[string]string{"Accept": "text/html"},
		want: 200, wantBody: "<!doctype html>"},
	{name: "demo", request: "GET /api/auth/demo", want: 200, wantBody: `{"demo":`},
	{name: "docs", request: "GET /docs", want: 200, wantBody: "swagger-ui"},
	{name: "docs' files", request: "GET /docs/docs.js", want: 200, wantBody: "/openapi.json"},
	{name: "redoc", request: "GET /redoc", want: 200, wantBody: "redoc"},
	{name: "openapi", request: "GET /openapi.json", want: 200, wantBody: `"openapi":"3.1`},
}

var signUpSteps = slices.Concat(signUp("ann"), signUp("bob"))

func signUp(name string) []step {
	return []step{
		{name: "signup of " + name, request: "POST /api/auth/signup", want: 201, wantBody: "$" + name + "Email",
			body: fmt.Sprintf(`{"email":"$%[1]sEmail","password":"$%[1]sPassword","full_name":"Verify %[1]s"}`, name)},
		login("login of "+name, name, name),
	}
}

// login returns the step that signs a user in and saves the token in a variable.
func login(title, user, variable string) step {
	return step{name: title, request: "POST /api/auth/login",
		body: fmt.Sprintf(`{"email":"$%[1]sEmail","password":"$%[1]sPassword"}`, user), want: 200,
		save: variable + "=access_token"}
}

// deletionSteps delete an account, and show that its token is revoked with it.
func deletionSteps(name string) []step {
	return []step{
		{name: "deletion of $" + name + "Email", request: "DELETE /api/auth/account", as: name,
			body: `{"password":"$` + name + `Password"}`, want: 204},
		{name: "its token is dead", request: "GET /api/auth/me", as: name, want: 401},
	}
}

var sessionSteps = []step{
	{name: "me", request: "GET /api/auth/me", as: "ann", want: 200, wantBody: "$annEmail"},
	{name: "sessions", request: "GET /api/auth/sessions", as: "ann", want: 200, wantBody: `"current":true`},
	{name: "profile", request: "PATCH /api/auth/profile", as: "ann", body: `{"full_name":"Ann Verify"}`,
		want: 200, wantBody: "Ann Verify"},
	{name: "refresh", request: "POST /api/auth/refresh", as: "ann", want: 200, wantBody: "access_token"},
}

// betterAuthSteps sign in as Better Auth's client does, and go on with that session in the REST functions.
var betterAuthSteps = []step{
	{name: "Better Auth is there", request: "GET /api/auth/ok", want: 200, wantBody: `"ok":true`},
	{name: "the login's session, seen by Better Auth", request: "GET /api/auth/get-session", as: "ann",
		want: 200, wantBody: "$annEmail"},
	{name: "its keys", request: "GET /api/auth/jwks", want: 200, wantBody: "Ed25519"},
	{name: "no sign-in from a foreign origin", request: "POST /api/auth/sign-in/email",
		body: annsPassword, header: from("https://evil.example"), want: 403, wantBody: "INVALID_ORIGIN"},
	{name: "sign-in by Better Auth", request: "POST /api/auth/sign-in/email",
		body: annsPassword, header: from("$frontend"), want: 200, save: "betterAuth=token"},
	{name: "its session, seen by REST", request: "GET /api/auth/me", as: "betterAuth", want: 200, wantBody: "$annEmail"},
	{name: "a JWT for other services", request: "GET /api/auth/token", as: "betterAuth", want: 200,
		wantBody: `"token":"eyJ`},
	{name: "sign-out", request: "POST /api/auth/sign-out", as: "betterAuth", want: 200, wantBody: `"success":true`},
	{name: "no session any more", request: "GET /api/auth/get-session", as: "betterAuth", want: 200, wantBody: "null"},
	{name: "no such method of Better Auth", request: "GET /api/auth/update-user", want: 404},
}

const annsPassword = `{"email":"$annEmail","password":"$annPassword"}`

func from(origin string) map[string]string {
	return map[string]string{"Origin": origin, "Sec-Fetch-Mode": "cors"}
}

var taskSteps = []step{
	{name: "create", request: "POST /api/tasks", as: "ann", want: 201, save: "milk=id",
		body: `{"title":"Verify: milk","priority":"high","tags":["verify"]}`},
	{name: "create", request: "POST /api/tasks", as: "ann", want: 201, save: "bread=id",
		body: `{"title":"Verify: bread","tags":["verify"]}`},
	{name: "create", request: "POST /api/tasks", as: "ann", want: 201, save: "salt=id",
		body: `{"title":"Verify: salt <b>&</b>"}`},
	{name: "create again with one Idempotency-Key", do: createTwice},
	{name: "list, filtered", request: "GET /api/tasks?tag=verify&priority=high&search=MILK&completed=false",
		as: "ann", want: 200, wantBody: "$milk"},
	{name: "list, page by page", do: listPages},
	{name: "get", request: "GET /api/tasks/$salt", as: "ann", want: 200, wantBody: "<b>&</b>"},
	{name: "get, with another's id in the query", request: "GET /api/tasks/$milk?id=$bread", as: "ann",
		want: 200, wantBody: "$milk"},
	{name: "update", request: "PATCH /api/tasks/$milk", as: "ann", body: `{"description":"two litres"}`,
		want: 200, wantBody: "two litres"},
	{name: "update of another version", request: "PATCH /api/tasks/$milk", as: "ann", body: `{"title":"x"}`,
		header: map[string]string{"If-Match": `"1"`}, want: 412},
	{name: "complete", request: "PATCH /api/tasks/$milk", as: "ann", body: `{"completed":true}`,
		want: 200, wantBody: `"completed":true`},
	{name: "overview", request: "GET /api/overview", as: "ann", want: 200,
		wantBody: `"tags":[{"name":"verify","count":2}]`},
	{name: "delete", request: "DELETE /api/tasks/$bread", as: "ann", want: 204},
	{name: "deleted", request: "GET /api/tasks/$bread", as: "ann", want: 404},
	{name: "list, 21 times", do: measureList},
}

var edgeSteps = []step{
	{name: "another user's GET", request: "GET /api/tasks/$milk", as: "bob", want: 404, wantBody: "Task not found"},
	{name: "another user's PATCH", request: "PATCH /api/tasks/$milk", as: "bob", body: `{"title":"taken"}`,
		want: 404, wantBody: "Task not found"},
	{name: "another user's DELETE", request: "DELETE /api/tasks/$milk", as: "bob", want: 404, wantBody: "Task not found"},
	{name: "nobody", request: "GET /api/tasks", want: 401, wantBody: "Not authenticated"},
	{name: "wrong password", request: "POST /api/auth/login",
		body: `{"email":"$annEmail","password":"not the password"}`, want: 401},
	{name: "bad fields", request: "POST /api/tasks", as: "ann", body: `{"title":" ","priority":"urgent","user_id":"x"}`,
		want: 422, wantBody: "Title is required"},
	{name: "no JSON", request: "POST /api/tasks", as: "ann", body: `{`, want: 400},
	{name: "no such path", request: "GET /api/nothing", want: 404, wantBody: "request_id"},
	{name: "no source", request: "GET /functions/tasks/create.go", want: 404, wantBody: "request_id"},
	{name: "no such method", do: func(c *checker) error {
		a, err := c.send(step{request: "PUT /api/tasks", as: "ann", body: `{}`, want: 405})
		if err == nil && !strings.Contains(a.Header.Get("Allow"), "POST") {
			err = fmt.Errorf("the header Allow is %q", a.Header.Get("Allow"))
		}
		return err
	}},
	{name: "preflight from $frontend", do: func(c *checker) error {
		err := cors(preflight, "$frontend", "$frontend", "true")(c)
		if err != nil {
			err = fmt.Errorf("%w: is FRONTEND_URL the same here and at the backend?", err)
		}
		return err
	}},
	{name: "no credentials for a preview",
		do: cors(preflight, "https://verify-preview.vercel.app", "https://verify-preview.vercel.app", "")},
	{name: "nothing for a foreign origin",
		do: cors(step{request: "GET /api/tasks", as: "ann", want: 200, header: map[string]string{}},
			"https://evil.example", "", "")},
	{name: "logout", do: func(c *checker) error {
		_, err := c.send(login("", "ann", "ended"))
		if err == nil {
			_, err = c.send(step{request: "POST /api/auth/logout", as: "ended", want: 200})
		}
		if err == nil {
			_, err = c.send(step{request: "GET /api/auth/me", as: "ended", want: 401})
		}
		return err
	}},
}

var preflight = step{request: "OPTIONS /api/tasks/$milk", want: 204, header: map[string]string{
	"Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "authorization,content-type",
}}

func createTwice(c *checker) error {
	s := step{request: "POST /api/tasks", as: "ann", body: `{"title":"Verify: once"}`,
		header: map[string]string{"Idempotency-Key": "$key"}, want: 201, save: "first=id"}
	if _, err := c.send(s); err != nil {
		return err
	}
	s.want, s.save = 200, "second=id"
	if _, err := c.send(s); err != nil {
		return err
	}
	if c.vars["first"] != c.vars["second"] {
		return errors.New("two tasks were made")
	}
	return nil
}

// listPages lists the four tasks, each on a page.
func listPages(c *checker) error {
	seen, cursor := map[string]bool{}, ""
	for {
		var page struct {
			Tasks      []struct{ ID string }
			Total      int
			NextCursor *string `json:"next_cursor"`
		}
		a, err := c.send(step{
			request: "GET /api/tasks?sort_by=title&order=asc&limit=1" + cursor, as: "ann", want: 200,
		})
		if err == nil {
			err = json.Unmarshal(a.body, &page)
		}
		if err != nil {
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
}

// measureList takes the median of 21 listings.
func measureList(c *checker) error {
	times := make([]time.Duration, 21)
	for i := range times {
		start := time.Now()
		if _, err := c.send(step{request: "GET /api/tasks", as: "ann", want: 200}); err != nil {
			return err
		}
		times[i] = time.Since(start)
	}
	slices.Sort(times)
	c.p50 = times[len(times)/2]
	return nil
}

// cors returns a check that sends s from an origin, and compares the answer's CORS headers.
func cors(s step, origin, wantOrigin, wantCredentials string) func(*checker) error {
	s.header = maps.Clone(s.header)
	s.header["Origin"] = origin
	return func(c *checker) error {
		a, err := c.send(s)
		if err != nil {
			return err
		}
		allowed := a.Header.Get("Access-Control-Allow-Origin")
		credentials := a.Header.Get("Access-Control-Allow-Credentials")
		if allowed != c.expand(wantOrigin) || credentials != wantCredentials {
			return fmt.Errorf("the headers Access-Control-Allow-Origin and -Credentials are %q and %q, want %q and %q",
				allowed, credentials, c.expand(wantOrigin), wantCredentials)
		}
		return nil
	}
}
