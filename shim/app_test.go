package main_test

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	appScript = `self.__next_f.push([1,"home"])`
	chunk     = "/_next/static/chunks/app/(app)/page-1f.js"
	link      = `<script src="` + chunk + `" async=""></script>`
)

// sampleApp is what a build of the web application looks like.
var sampleApp = map[string]string{
	"index.html": "<!DOCTYPE html><html>" + link + `<script>` + appScript + `</script>`,
	"index.txt":  "1:home", "icon.svg": "<svg/>", "404.html": "<!DOCTYPE html>Page not found" + link,
	"tasks.html": "<!DOCTYPE html>Tasks", "tasks.html.br": "br of tasks", "tasks.html.gz": "gz of tasks",
	"tasks.txt": "1:tasks",
	"sw.js":     "worker()", "icon-192.png": "png", "manifest.webmanifest": "{}",
	"auth/signin.html": "<!DOCTYPE html>Sign in" + link, chunk[1:]: "chunk()", chunk[1:] + ".br": "br of chunk",
}

// withApp returns a program that has the application's files beside it.
func withApp(t *testing.T, files map[string]string) (program string) {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		file := filepath.Join(dir, "app", name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	program = filepath.Join(dir, "shim")
	if err := os.Link(binary, program); err != nil {
		t.Fatal(err)
	}
	return program
}

const browser = "text/html,application/xhtml+xml,*/*;q=0.8" // what it accepts when it opens an address

// get makes a request without following a redirect. headers are names and values in turn.
func (p *process) get(t *testing.T, method, path string, headers ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequest(method, p.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "identity") // or the transport asks for gzip by itself
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(body)
}

// TestApp serves a build of the web application: its pages and files, and the API on the same origin, which wins.
func TestApp(t *testing.T) {
	t.Parallel()
	_, variables := database(t)
	p := startProgram(t, withApp(t, sampleApp), t.TempDir(), variables...).up(t)
	for _, c := range []struct {
		request, accept, coding string
		status                  int
		holds, caching          string
	}{
		{"GET /", browser, "", 200, appScript, "no-cache"},
		{"GET /", "*/*", "", 200, `"docs":"/docs"`, "no-store"},
		{"GET /", "application/json", "", 200, `"docs":"/docs"`, "no-store"},
		{"HEAD /", browser, "", 200, "", "no-cache"},
		{"GET /index.txt", "*/*", "", 200, "1:home", "no-cache"},
		{"GET /tasks", browser, "", 200, "Tasks", "no-cache"},
		{"GET /tasks", "*/*", "", 200, "Tasks", "no-cache"},
		{"GET /tasks?state=all", browser, "gzip, br", 200, "br of tasks", "no-cache"},
		{"GET /tasks", browser, "gzip", 200, "gz of tasks", "no-cache"},
		{"GET /tasks", browser, "br;q=0, gzip;q=0.5", 200, "gz of tasks", "no-cache"},
		{"GET /tasks.txt", "*/*", "br", 200, "1:tasks", "no-cache"},
		{"GET /auth/signin", browser, "", 200, "Sign in", "no-cache"},
		{"GET /icon.svg", "image/*", "", 200, "<svg/>", "no-cache"},
		{"GET /favicon.ico", "image/*", "", 200, "<svg/>", "no-cache"},
		{"GET /sw.js", "*/*", "", 200, "worker()", "no-cache"}, // a newer one is seen at the next visit
		{"GET /manifest.webmanifest", "*/*", "", 200, "{}", "no-cache"},
		{"GET " + chunk, "*/*", "br", 200, "br of chunk", "public, max-age=31536000, immutable"},
		{"GET " + strings.ReplaceAll(chunk, "(app)", "%28app%29"), "*/*", "", 200, "chunk()",
			"public, max-age=31536000, immutable"},
		{"GET /tasks.txt?_rsc=1f", browser, "", 302, "", ""},            // the data of a newer build, opened as a page
		{"POST /auth/signin?next=%2Faccount", browser, "", 303, "", ""}, // a form that is sent before the page runs
		{"DELETE /tasks", browser, "", 405, "", ""},
		{"POST /icon.svg", "*/*", "", 405, "", ""},

		{"GET /nowhere", browser, "", 404, "Page not found", "no-store"},
		{"GET /nowhere", "*/*", "", 404, "request_id", "no-store"},
		{"GET /404", browser, "", 404, "Page not found", "no-store"},
		{"GET /tasks.html", browser, "", 404, "Page not found", "no-store"},
		{"GET /tasks.html.br", "*/*", "", 404, "request_id", "no-store"},
		{"GET /_next/static/chunks/earlier.js", "*/*", "", 404, "request_id", "no-store"},
		{"GET /../shim", browser, "", 404, "Page not found", "no-store"},
		{"GET /api", browser, "", 404, "request_id", "no-store"},
		{"GET /api/task", browser, "", 404, "request_id", "no-store"},
		{"GET /api/tasks", browser, "", 401, "request_id", "no-store"},
		{"GET /health", browser, "", 200, "healthy", "no-store"},
		{"GET /docs", browser, "", 200, "swagger-ui", "no-store"},
		{"GET /docs/none.js", browser, "", 404, "request_id", "no-store"},
		{"GET /openapi.json", browser, "", 200, "openapi", "no-store"},
		{"POST /", browser, "", 405, "request_id", "no-store"},
	} {
		method, path, _ := strings.Cut(c.request, " ")
		answer, body := p.get(t, method, path, "Accept", c.accept, "Accept-Encoding", cmp.Or(c.coding, "identity"))
		if caching := answer.Header.Get("Cache-Control"); answer.StatusCode != c.status ||
			!strings.Contains(body, c.holds) || caching != c.caching {
			t.Errorf("%s as %s, %q: %d %q %q, want %d %q %q", c.request, c.accept, c.coding,
				answer.StatusCode, caching, body, c.status, c.caching, c.holds)
		}
		if got := answer.Header.Get("Content-Encoding"); got != "" && !strings.HasPrefix(body, got[:1]) {
			t.Errorf("%s, %q: %s, which %q is not", c.request, c.coding, got, body)
		}
	}
	for request, target := range map[string]string{
		"POST /auth/signin?next=%2Faccount": "/auth/signin?next=%2Faccount",
		"GET /tasks.txt?_rsc=1f&state=all":  "/tasks?state=all",
		"GET /index.txt":                    "/",
	} {
		method, path, _ := strings.Cut(request, " ")
		if answer, _ := p.get(t, method, path, "Accept", browser); answer.Header.Get("Location") != target {
			t.Errorf("%s leads to %q, want %q", request, answer.Header.Get("Location"), target)
		}
	}
	for path, want := range map[string]string{
		"/icon.svg": "image/svg+xml", "/icon-192.png": "image/png", "/sw.js": "text/javascript; charset=utf-8",
		"/manifest.webmanifest": "application/manifest+json",
	} {
		if answer, _ := p.get(t, "GET", path); answer.Header.Get("Content-Type") != want {
			t.Errorf("%s is %q, want %q", path, answer.Header.Get("Content-Type"), want)
		}
	}
}

// TestAppUnchanged asks for a page that the browser has: it is not sent again, and its policy is.
func TestAppUnchanged(t *testing.T) {
	t.Parallel()
	_, variables := database(t)
	p := startProgram(t, withApp(t, sampleApp), t.TempDir(), variables...).up(t)
	first, _ := p.get(t, "GET", "/tasks", "Accept-Encoding", "br")
	tag := first.Header.Get("ETag")
	again, body := p.get(t, "GET", "/tasks", "If-None-Match", tag)
	if tag == "" || again.StatusCode != 304 || body != "" || again.Header.Get("Content-Security-Policy") == "" {
		t.Errorf("ETag %q: %d %q", tag, again.StatusCode, body)
	}
	if other, _ := p.get(t, "GET", "/auth/signin", "If-None-Match", tag); other.StatusCode != 200 {
		t.Errorf("another page: %d", other.StatusCode)
	}
}

// TestAppPolicy reads the security headers of a page, which allow the page's own scripts by their hashes; a Space's
// page may be shown in the Hub's frame, and no other page anywhere (OWASP: Clickjacking Defense).
func TestAppPolicy(t *testing.T) {
	t.Parallel()
	_, variables := database(t)
	sum := sha256.Sum256([]byte(appScript))
	hash := base64.StdEncoding.EncodeToString(sum[:])
	for ancestors, more := range map[string][]string{
		"'none'": nil,
		"https://huggingface.co": {"SPACE_ID=ann/todo", "SPACE_HOST=ann-todo.hf.space",
			"BETTER_AUTH_URL=https://ann-todo.hf.space"},
	} {
		p := startProgram(t, withApp(t, sampleApp), t.TempDir(), append(variables, more...)...).up(t)
		page, _ := p.get(t, "GET", "/", "Accept", browser)
		want := map[string]string{
			"Content-Security-Policy": "default-src 'none'; script-src 'self' 'sha256-" + hash + "'; " +
				"style-src 'self'; img-src 'self' data:; font-src 'self'; manifest-src 'self'; " +
				"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors " + ancestors,
			"Vary": "Accept-Encoding, Accept", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin", "Strict-Transport-Security": "",
		}
		if more != nil {
			want["Strict-Transport-Security"] = "max-age=63072000"
		}
		for name, value := range want {
			if got := strings.Join(page.Header.Values(name), ", "); got != value {
				t.Errorf("%s: %q, want %q", name, got, value)
			}
		}
	}
}
