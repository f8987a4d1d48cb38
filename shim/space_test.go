package main_test

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// spaceProxy is a stand-in for what the Hub has before a Space: it speaks HTTPS, answers every OPTIONS itself, echoes
// the origin, and leaves out Access-Control-Allow-Credentials.
type spaceProxy struct {
	*httptest.Server
	certificate  string // a file
	target       atomic.Pointer[url.URL]
	takesCookies atomic.Bool // what the Hub's does not
}

func newSpaceProxy(t *testing.T) *spaceProxy {
	t.Helper()
	p := new(spaceProxy)
	forward := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(p.target.Load())
			r.SetXForwarded()
			r.Out.Host = r.In.Host
		},
		ModifyResponse: func(a *http.Response) error {
			if p.takesCookies.Load() {
				a.Header.Del("Set-Cookie")
			}
			return nil
		},
	}
	p.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodOptions {
			forward.ServeHTTP(w, r)
			return
		}
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
		h.Set("Access-Control-Allow-Methods", r.Header.Get("Access-Control-Request-Method"))
		h.Set("Access-Control-Allow-Headers", r.Header.Get("Access-Control-Request-Headers"))
	}))
	t.Cleanup(p.Close)
	p.certificate = filepath.Join(t.TempDir(), "proxy.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.Certificate().Raw})
	if err := os.WriteFile(p.certificate, block, 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

// space starts a shim behind the proxy with what a Space sets, and variables, but no address and no secret of its own.
func (p *spaceProxy) space(t *testing.T, variables ...string) {
	t.Helper()
	set := []string{"BETTER_AUTH_URL=", "SPACE_ID=ann/todo", "SPACE_HOST=" + strings.TrimPrefix(p.URL, "https://"),
		"SPACE_SIGNING_SECRET=0123456789abcdef0123456789abcdef"}
	target, err := url.Parse(start(t, t.TempDir(), append(set, variables...)...).up(t).url)
	if err != nil {
		t.Fatal(err)
	}
	p.target.Store(target)
}

// verify runs the acceptance run across the proxy, for a frontend.
func (p *spaceProxy) verify(frontend string) (exit int, output string) {
	c := exec.Command(binary, "verify", p.URL)
	c.Env = []string{"SSL_CERT_FILE=" + p.certificate, "FRONTEND_URL=" + frontend}
	out, _ := c.CombinedOutput() // the exit code tells
	return c.ProcessState.ExitCode(), string(out)
}

// TestSpace starts on a Space with DATABASE_URL alone, behind the Hub's proxy: the acceptance run passes for the page
// on the Space itself, and for a page elsewhere it names what the proxy takes away, and what to set. Another process of
// the Space, as after a restart, takes the cookie that the first has set.
func TestSpace(t *testing.T) {
	t.Parallel()
	database, _ := database(t)
	p := newSpaceProxy(t)
	p.space(t, "DATABASE_URL="+database)
	if exit, out := p.verify(p.URL); exit != 0 || !strings.Contains(out,
		"a proxy answers preflights itself, without Access-Control-Allow-Credentials: true") {
		t.Errorf("one origin: exit %d\n%s", exit, out)
	}
	forgetRequests(t, database)
	cookie := p.signIn(t)
	for _, part := range []string{"__Host-better-auth.session_token=", "; Path=/;", "; HttpOnly", "; Secure",
		"; SameSite=None", "; Partitioned"} {
		if !strings.Contains(cookie, part) {
			t.Errorf("a frame of huggingface.co takes no %q", cookie)
		}
	}
	const page = "https://todo.vercel.app"
	p.space(t, "DATABASE_URL="+database, "FRONTEND_URL="+page)
	r, err := http.NewRequest("GET", p.URL+"/api/auth/me", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Cookie", strings.Split(cookie, ";")[0])
	me, err := p.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	me.Body.Close()
	if me.StatusCode != 200 {
		t.Errorf("the cookie of the process before: %d", me.StatusCode)
	}
	forgetRequests(t, database)
	exit, out := p.verify(page)
	if exit != 1 || !strings.Contains(out, " 1 failed") || strings.Count(out, "FAIL") != 1 ||
		!strings.Contains(out, "takes away Access-Control-Allow-Credentials: true: ") ||
		!strings.Contains(out, "(FRONTEND_URL="+p.URL+")") {
		t.Errorf("a page elsewhere: exit %d\n%s", exit, out)
	}
	forgetRequests(t, database)
	p.takesCookies.Store(true)
	if _, out := p.verify(page); !strings.Contains(out, "does something before the backend take Set-Cookie") {
		t.Errorf("without cookies:\n%s", out)
	}
}

// signIn makes an account and returns the Set-Cookie of its sign-in, as Better Auth's client does it.
func (p *spaceProxy) signIn(t *testing.T) string {
	t.Helper()
	const credentials = `{"email":"ann@example.com","password":"correct horse"}`
	var cookie string
	for _, path := range []string{"/api/auth/signup", "/api/auth/sign-in/email"} {
		r, err := http.NewRequest("POST", p.URL+path, strings.NewReader(credentials))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Origin", p.URL)
		a, err := p.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		a.Body.Close()
		if a.StatusCode >= 300 {
			t.Fatalf("%s: %d", path, a.StatusCode)
		}
		cookie = a.Header.Get("Set-Cookie")
	}
	return cookie
}
