package main_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/functions"
)

// checkVercelRoutes asks for what is special to this form: that each request comes to its own function, under its own
// path, and nothing to a file.
func checkVercelRoutes(t *testing.T, p *process, builds []vercelBuild) {
	t.Helper()
	send := func(method, path string, header ...string) *http.Response {
		t.Helper()
		r, err := http.NewRequest(method, p.url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		response, err := http.DefaultTransport.RoundTrip(r) // which follows no redirect
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		return response
	}
	const id = "0190a0c0-0000-7000-8000-000000000000"
	for _, f := range functions.All {
		parameters := []string{"{id}", id, "{asset}", f.Name + ".js", "{provider}", "github", "{token}", "forged"}
		path := strings.NewReplacer(parameters...).Replace(f.Path)
		ours := !strings.HasPrefix(f.Name, "betterAuth") // Better Auth knows no 405
		methods := []string{f.Method}
		if f.Method == "GET" {
			methods = append(methods, "HEAD")
		}
		for _, method := range methods {
			answer := send(method, path)
			if at := answer.Header.Get("X-Matched-Path"); at != vercelDest(builds, f) ||
				ours && answer.StatusCode == 405 {
				t.Errorf("%s %s: %d from %s, want %s", method, path, answer.StatusCode, at, vercelDest(builds, f))
			}
		}
		answer := send("OPTIONS", path, "Origin", "https://todo.example.com", "Access-Control-Request-Method", f.Method)
		if answer.StatusCode != 204 || answer.Header.Get("Access-Control-Allow-Methods") != f.Method {
			t.Errorf("preflight for %s %s: %d %v", f.Method, path, answer.StatusCode, answer.Header)
		}
		answer = send("REPORT", path)
		if ours && (answer.StatusCode != 405 || !strings.Contains(answer.Header.Get("Allow"), f.Method)) ||
			!ours && answer.StatusCode != 404 {
			t.Errorf("REPORT %s: %d, Allow %q", path, answer.StatusCode, answer.Header.Get("Allow"))
		}
	}
	for _, path := range []string{
		"/functions/tasks/create.go", "/functions/tasks/create", "/functions/catchall.go", "/go.mod", "/vercel.json",
		"/shim/main.go", "/migrations/0001_accounts.sql", "/.vercel/output/config.json", "/api", "/api/tasks/",
		"/API/tasks", "/api/tasks/" + id + "/x", "/health/", "/docs/../go.mod", "/api/nothing?id=" + id,
	} {
		for _, method := range []string{"GET", "POST", "OPTIONS"} {
			answer := send(method, path)
			if answer.StatusCode != 404 ||
				!strings.HasPrefix(answer.Header.Get("Content-Type"), "application/problem+json") {
				t.Errorf("%s %s: %d %s", method, path, answer.StatusCode, answer.Header.Get("Content-Type"))
			}
		}
	}

	token := signup(t, p)
	_, body := p.send(t, "POST", "/api/tasks", token, `{"title":"by its path"}`)
	var task struct{ ID string }
	if err := json.Unmarshal([]byte(body), &task); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	status, body := p.send(t, "GET", "/api/tasks/"+task.ID+"?id="+id, token, "")
	if status != 200 || !strings.Contains(body, "by its path") {
		t.Errorf("with an id in the query too: %d %s", status, body)
	}
	if status, body := p.send(t, "GET", "/api/tasks/"+id+"?id="+task.ID, token, ""); status != 404 {
		t.Errorf("with the id in the query alone: %d %s", status, body)
	}
}
