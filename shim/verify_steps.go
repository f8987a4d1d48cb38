package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"
)

var publicSteps = []step{
	{name: "health", request: "GET /health", wantBody: `"status":"healthy","service":"todo-backend"`},
	{name: "index", request: "GET /", wantBody: `"docs":"/docs"`},
	{name: "index for a browser", request: "GET /", header: asBrowser, wantBody: "<html"},
	{name: "demo", request: "GET /api/auth/demo", wantBody: `{"demo":`},
	{name: "docs", request: "GET /docs", wantBody: "swagger-ui"},
	{name: "docs' files", request: "GET /docs/docs.js", wantBody: "/openapi.json"},
	{name: "redoc", request: "GET /redoc", wantBody: "redoc"},
	{name: "openapi", request: "GET /openapi.json", wantBody: `"openapi":"3.1`},
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
		body: fmt.Sprintf(`{"email":"$%[1]sEmail","password":"$%[1]sPassword"}`, user),
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
	{name: "me", request: "GET /api/auth/me", as: "ann", wantBody: "$annEmail"},
	{name: "sessions", request: "GET /api/auth/sessions", as: "ann", wantBody: `"current":true`},
	{name: "profile", request: "PATCH /api/auth/profile", as: "ann", body: `{"full_name":"Ann Verify"}`,
		wantBody: "Ann Verify"},
	{name: "refresh", request: "POST /api/auth/refresh", as: "ann", wantBody: "access_token"},
	{name: "the login's cookie", request: "GET /api/auth/me", header: map[string]string{"Cookie": "$annCookie"},
		wantBody: "$annEmail", advice: "does something before the backend take Set-Cookie or Cookie away?"},
}

// betterAuthSteps sign in as Better Auth's client does, and go on with that session in the REST functions.
var betterAuthSteps = []step{
	{name: "Better Auth is there", request: "GET /api/auth/ok", wantBody: `"ok":true`},
	{name: "the login's session, seen by Better Auth", request: "GET /api/auth/get-session", as: "ann",
		wantBody: "$annEmail"},
	{name: "its keys", request: "GET /api/auth/jwks", wantBody: "Ed25519"},
	{name: "no sign-in from a foreign origin", request: "POST /api/auth/sign-in/email",
		body: annsPassword, header: from("https://evil.example"), want: 403, wantBody: "INVALID_ORIGIN"},
	{name: "sign-in by Better Auth", request: "POST /api/auth/sign-in/email",
		body: annsPassword, header: from("$frontend"), save: "betterAuth=token"},
	{name: "its session, seen by REST", request: "GET /api/auth/me", as: "betterAuth", wantBody: "$annEmail"},
	{name: "a JWT for other services", request: "GET /api/auth/token", as: "betterAuth", wantBody: `"token":"eyJ`},
	{name: "sign-out", request: "POST /api/auth/sign-out", as: "betterAuth", wantBody: `"success":true`},
	{name: "no session any more", request: "GET /api/auth/get-session", as: "betterAuth", wantBody: "null"},
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
		as: "ann", wantBody: "$milk"},
	{name: "list, page by page", do: listPages},
	{name: "get", request: "GET /api/tasks/$salt", as: "ann", wantBody: "<b>&</b>"},
	{name: "get, with another's id in the query", request: "GET /api/tasks/$milk?id=$bread", as: "ann",
		wantBody: "$milk"},
	{name: "update", request: "PATCH /api/tasks/$milk", as: "ann", body: `{"description":"two litres"}`,
		wantBody: "two litres"},
	{name: "update of another version", request: "PATCH /api/tasks/$milk", as: "ann", body: `{"title":"x"}`,
		header: map[string]string{"If-Match": `"1"`}, want: 412},
	{name: "complete", request: "PATCH /api/tasks/$milk", as: "ann", body: `{"completed":true}`,
		wantBody: `"completed":true`},
	{name: "overview", request: "GET /api/overview", as: "ann", wantBody: `"tags":[{"name":"verify","count":2}]`},
	{name: "export", request: "GET /api/export", as: "ann", wantBody: `{"id":"$salt","list_id":"inbox",`},
	{name: "import, dry", request: "POST /api/import?dry_run=true", as: "ann", wantBody: `"tasks":{"created":1,`,
		body: `{"format":"todo-backend","version":1,"lists":[{"id":"inbox","name":"Inbox"}],"tasks":[` +
			`{"id":"$key","list_id":"inbox","title":"Verify: import"}]}`},
	{name: "delete", request: "DELETE /api/tasks/$bread", as: "ann", want: 204},
	{name: "deleted", request: "GET /api/tasks/$bread", as: "ann", want: 404},
	{name: "the trash", request: "GET /api/trash", as: "ann", wantBody: "$bread"},
	{name: "restore", request: "POST /api/tasks/$bread/restore", as: "ann", wantBody: `"deleted_at":null`},
	{name: "delete again", request: "DELETE /api/tasks/$bread", as: "ann", want: 204},
	{name: "empty the trash", request: "DELETE /api/trash", as: "ann", want: 204},
	{name: "deleted for good", request: "POST /api/tasks/$bread/restore", as: "ann", want: 404},
	{name: "list, 21 times", do: measureList},
}

var listSteps = []step{
	{name: "create a list", request: "POST /api/lists", as: "ann", want: 201, save: "list=id",
		body: `{"name":"Verify"}`},
	{name: "rename it", request: "PATCH /api/lists/$list", as: "ann", body: `{"name":"Verify: groceries"}`},
	{name: "lists", request: "GET /api/lists", as: "ann", wantBody: "Verify: groceries"},
	{name: "delete it", request: "DELETE /api/lists/$list", as: "ann", want: 204},
	{name: "the trash", request: "GET /api/trash", as: "ann", wantBody: "Verify: groceries"},
	{name: "restore it", request: "POST /api/lists/$list/restore", as: "ann", wantBody: "Verify: groceries"},
	{name: "another user's list", request: "PATCH /api/lists/$list", as: "bob", body: `{"name":"taken"}`, want: 404,
		wantBody: "List not found"},
}

var edgeSteps = []step{
	{name: "another user's GET", request: "GET /api/tasks/$milk", as: "bob", want: 404, wantBody: "Task not found"},
	{name: "another user's PATCH", request: "PATCH /api/tasks/$milk", as: "bob", body: `{"title":"taken"}`,
		want: 404, wantBody: "Task not found"},
	{name: "another user's DELETE", request: "DELETE /api/tasks/$milk", as: "bob",
		want: 404, wantBody: "Task not found"},
	{name: "nobody", request: "GET /api/tasks", want: 401, wantBody: "Not authenticated"},
	{name: "wrong password", request: "POST /api/auth/login",
		body: `{"email":"$annEmail","password":"not the password"}`, want: 401},
	{name: "bad fields", request: "POST /api/tasks", as: "ann", body: `{"title":" ","priority":"urgent","user_id":"x"}`,
		want: 422, wantBody: "Title is required"},
	{name: "no JSON", request: "POST /api/tasks", as: "ann", body: `{`, want: 400},
	{name: "no such path", request: "GET /api/nothing", want: 404, wantBody: "request_id"},
	{name: "no source", request: "GET /functions/tasks/create.go", want: 404},
	{name: "no such method", request: "PUT /api/tasks", as: "ann", body: `{}`, want: 405,
		wantHeader: map[string]string{"Allow": "GET, HEAD, POST, OPTIONS"}},
	{name: "preflight from $frontend", do: preflightFrom("$frontend", "true")},
	{name: "no credentials for a preview", do: preflightFrom("https://verify-preview.vercel.app", "")},
	{name: "nothing for a foreign origin", request: "GET /api/tasks", as: "ann",
		header: map[string]string{"Origin": "https://evil.example"}, wantHeader: cors("", "")},
	{name: "logout", do: func(c *checker) error {
		_, err := c.send(login("", "ann", "ended"))
		if err == nil {
			_, err = c.send(step{request: "POST /api/auth/logout", as: "ended"})
		}
		if err == nil {
			_, err = c.send(step{request: "GET /api/auth/me", as: "ended", want: 401})
		}
		return err
	}},
}

func cors(origin, credentials string) map[string]string {
	return map[string]string{"Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": credentials}
}

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
			request: "GET /api/tasks?sort_by=title&order=asc&limit=1" + cursor, as: "ann",
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
		if _, err := c.send(step{request: "GET /api/tasks", as: "ann"}); err != nil {
			return err
		}
		times[i] = time.Since(start)
	}
	slices.Sort(times)
	c.p50 = times[len(times)/2]
	return nil
}
