package main_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os/exec"
	"strings"
	"testing"
)

// TestAppOrigin signs up as the application does, whose origin needs no setting, and asks for a mail as another client
// does, whose link leads to FRONTEND_URL: to the application where that is not set.
func TestAppOrigin(t *testing.T) {
	t.Parallel()
	const own, elsewhere = "http://localhost:7860", "http://localhost:3000"
	_, variables := database(t)
	variables = append(variables, "SMTP_URL=log:", "RATE_LIMITS=off")
	for i, c := range []struct{ frontend, origin, link string }{
		{"", own, own}, {elsewhere, own, elsewhere}, {elsewhere, elsewhere, elsewhere}, {"", elsewhere, ""},
	} {
		set := variables
		if c.frontend != "" {
			set = append(set, "FRONTEND_URL="+c.frontend)
		}
		p := startProgram(t, withApp(t, sampleApp), t.TempDir(), set...).up(t)
		email := fmt.Sprintf("ann-%d@example.com", i)
		r, err := http.NewRequest("POST", p.url+"/api/auth/sign-up/email", strings.NewReader(
			`{"name":"Ann","email":"`+email+`","password":"correct horse","callbackURL":"`+c.origin+`/auth/verified"}`))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Origin", c.origin)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if allowed := answer.StatusCode == 200; allowed != (c.link != "") {
			t.Errorf("from %s with FRONTEND_URL %q: %d", c.origin, c.frontend, answer.StatusCode)
		} else if allowed {
			p.says(t, url.QueryEscape(c.origin+"/auth/verified"))
			p.send(t, "POST", "/api/auth/password/forgot", "", `{"email":"`+email+`"}`)
			p.says(t, url.QueryEscape(c.link+"/"))
		}
	}
}

// TestAppIsNotLoaded starts a single function beside an application that cannot be served, which all functions refuse.
func TestAppIsNotLoaded(t *testing.T) {
	t.Parallel()
	_, variables := database(t)
	for name, c := range map[string]struct {
		files map[string]string
		says  string
	}{
		"incomplete":              {map[string]string{"index.html": "x"}, "lacks index.html, 404.html or icon.svg"},
		"a page hides a function": {map[string]string{"docs.html": "x"}, "docs.html has the path of an endpoint"},
	} {
		program := withApp(t, c.files)
		all := startProgram(t, program, t.TempDir(), variables...)
		if code := all.ends(t); code != 1 || !strings.Contains(all.output.String(), c.says) {
			t.Errorf("%s: exit %d, %s", name, code, all.output)
		}
		alone := startProgram(t, program, t.TempDir(), append(variables, "FUNCTION_TARGET=index")...).up(t)
		answer, body := alone.get(t, "GET", "/", "Accept", browser)
		if answer.StatusCode != 200 || !strings.Contains(body, `href="http://localhost:3000"`) {
			t.Errorf("%s: the index alone: %d %s", name, answer.StatusCode, body)
		}
	}
}

// TestVerifyApp runs the acceptance run against a backend that serves the application.
func TestVerifyApp(t *testing.T) {
	t.Parallel()
	_, variables := database(t)
	p := startProgram(t, withApp(t, sampleApp), t.TempDir(), variables...).up(t)
	verify := exec.Command(binary, "verify", p.url)
	verify.Env = []string{"FRONTEND_URL=http://localhost:7860"}
	if out, err := verify.CombinedOutput(); err != nil || !strings.Contains(string(out), "the application's pages") {
		t.Errorf("%v:\n%s", err, out)
	}
}
