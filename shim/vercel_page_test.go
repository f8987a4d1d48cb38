package main_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"regexp"
	"strings"
	"testing"
	"time"
)

// useProject opens the page at origin as a browser does, creates an account, a task, and lists it.
func useProject(t *testing.T, address, origin string) {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, address)
	}
	browser := http.Client{Jar: jar, Transport: &http.Transport{DialContext: dial, DialTLSContext: dial}}
	do := func(method, path, body string, header ...string) (*http.Response, string) {
		t.Helper()
		r, err := http.NewRequest(method, origin+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		if method != "GET" {
			r.Header.Set("Origin", origin)
			r.Header.Set("Content-Type", "application/json")
		}
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		response, err := browser.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		answer, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return response, string(answer)
	}
	for _, path := range []string{"/", "/tasks", "/auth/signup", "/nothing", "/functions/tasks/create.go"} {
		checkProjectPage(t, path, func(path string) (*http.Response, string) {
			return do("GET", path, "", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
		})
	}
	if response, body := do("GET", "/?_rsc=x", "", "RSC", "1"); response.StatusCode != 200 ||
		response.Header.Get("Content-Type") != "text/x-component" {
		t.Errorf("a navigation to /: %s %v %.200s", response.Status, response.Header, body)
	}

	if response, body := do("GET", "/sw.js", ""); response.StatusCode != 200 ||
		response.Header.Get("Cache-Control") != "no-cache" || !strings.Contains(body, `"/tasks":"sha256-`) {
		t.Errorf("the service worker: %s %v %.200s", response.Status, response.Header, body)
	}

	email := fmt.Sprintf("ann-%d@example.com", time.Now().UnixNano())
	response, body := do("POST", "/api/auth/sign-up/email",
		fmt.Sprintf(`{"email":%q,"password":"correct horse","name":"Ann","callbackURL":"%s/tasks"}`, email, origin))
	if cookies := response.Cookies(); response.StatusCode != 200 || len(cookies) == 0 || !cookies[0].Secure ||
		cookies[0].SameSite != http.SameSiteLaxMode {
		t.Fatalf("signing up: %s %s %v", response.Status, body, response.Header)
	}
	if response, body := do("POST", "/api/tasks", `{"title":"on one origin"}`); response.StatusCode != 201 {
		t.Errorf("creating a task: %s %s", response.Status, body)
	}
	if response, body := do("GET", "/api/tasks", ""); response.StatusCode != 200 ||
		!strings.Contains(body, "on one origin") {
		t.Errorf("listing: %s %s", response.Status, body)
	}
	if response, body := do("POST", "/api/tasks", `{"title":"from elsewhere"}`, "Origin", "https://evil.vercel.app",
		"Sec-Fetch-Site", "cross-site"); response.StatusCode != 403 {
		t.Errorf("creating a task from another site: %s %s", response.Status, body)
	}
}

// checkProjectPage checks that get answers path with a page, its policy of content, and its scripts.
func checkProjectPage(t *testing.T, path string, get func(path string) (*http.Response, string)) {
	t.Helper()
	response, html := get(path)
	policy := response.Header.Get("Content-Security-Policy")
	strict := regexp.MustCompile(`^default-src 'none'; script-src 'self'( 'sha256-\S+')+; style-src 'self'; .*` +
		`connect-src 'self'; .*frame-ancestors 'none'$`).MatchString(policy)
	for _, script := range regexp.MustCompile(`(?s)<script\b([^>]*)>(.*?)</script>`).FindAllStringSubmatch(html, -1) {
		sum := sha256.Sum256([]byte(script[2]))
		strict = strict && (strings.Contains(script[1], "src=") ||
			strings.Contains(policy, " 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'"))
	}
	source := regexp.MustCompile(`<script src="(/_next/static/chunks/[^"]+)"`).FindStringSubmatch(html)
	want := 404
	if path == "/" || path == "/tasks" || path == "/auth/signup" {
		want = 200
	}
	if response.StatusCode != want || !strict || source == nil {
		t.Fatalf("%s: %s %v\n%.300s", path, response.Status, response.Header, html)
	}
	response, script := get(source[1])
	if response.StatusCode != 200 || script == "" ||
		!strings.Contains(response.Header.Get("Cache-Control"), "immutable") {
		t.Errorf("%s: %s %v", source[1], response.Status, response.Header)
	}
}
