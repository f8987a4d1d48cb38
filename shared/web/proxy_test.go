package web_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/web"
)

// TestProxyIsNoticed sends many requests of each kind, and counts the warnings.
func TestProxyIsNoticed(t *testing.T) {
	trusted := func(cidr string) (p config.Prefixes) {
		if err := p.Decode(cidr); err != nil {
			t.Fatal(err)
		}
		return p
	}
	for name, c := range map[string]struct {
		cfg          config.Config
		peer, header string
		want         int
	}{
		"a proxy on this machine":        {config.Config{}, "127.0.0.1:4711", "X-Forwarded-For", 1},
		"a proxy on this machine, IPv6":  {config.Config{}, "[::1]:4711", "X-Forwarded-For", 1},
		"a proxy of the private network": {config.Config{}, "172.17.0.1:4711", "Forwarded", 1},
		"one that is trusted": {config.Config{TrustedProxies: trusted("127.0.0.1")},
			"127.0.0.1:4711", "X-Forwarded-For", 0},
		"others are": {config.Config{TrustedProxies: trusted("10.0.0.0/8")},
			"127.0.0.1:4711", "X-Forwarded-For", 0},
		"a Space":                   {config.Config{SpaceID: "ann/todo"}, "10.0.0.7:4711", "X-Forwarded-For", 0},
		"Vercel":                    {config.Config{Vercel: "1"}, "127.0.0.1:4711", "X-Forwarded-For", 0},
		"a client that makes it up": {config.Config{}, "198.51.100.1:4711", "X-Forwarded-For", 0},
		"no proxy":                  {config.Config{}, "127.0.0.1:4711", "X-Other", 0},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			process := newProcess(t, &log)
			process.Config = &c.cfg
			for range 100 {
				r := httptest.NewRequest(http.MethodGet, "/", nil)
				r.RemoteAddr = c.peer
				r.Header.Set(c.header, "203.0.113.1")
				(&web.Request{Request: r, Process: process}).NoticeProxy()
			}
			n := strings.Count(log.String(), `"level":"WARN"`)
			if n != c.want || n > 0 && !strings.Contains(log.String(), "set TRUSTED_PROXIES") {
				t.Errorf("%d warnings, want %d: %s", n, c.want, &log)
			}
		})
	}
	var log bytes.Buffer
	ctx := web.WithProcess(t.Context(), newProcess(t, &log))
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/thing", nil)
	r.RemoteAddr = "127.0.0.1:4711"
	r.Header.Set("X-Forwarded-For", "203.0.113.1")
	web.ServeRoute(httptest.NewRecorder(), r, thing, web.Problems,
		func(http.ResponseWriter, *web.Request) error { return nil })
	if !strings.Contains(log.String(), "TRUSTED_PROXIES") {
		t.Errorf("a request through the edge is not noticed: %s", &log)
	}
}
