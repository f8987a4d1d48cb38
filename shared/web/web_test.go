package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/route"
	"github.com/todo-backend/todo-backend/shared/secret"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// newProcess returns a process without a database, which logs to log.
func newProcess(t testing.TB, log io.Writer) *web.Process {
	t.Helper()
	p, err := web.NewProcess(&config.Config{
		DatabaseURL: "postgres://nowhere.invalid/todo", AuthSecret: "0123456789abcdef0123456789abcdef",
		AuthURL: "http://localhost:7860", FrontendURL: "http://localhost:3000", RequestTimeout: time.Minute,
		MaxConns: 2, MaxConcurrentHashes: 1, MaxConnLife: time.Hour, MaxConnIdle: time.Minute,
	}, slog.New(slog.NewJSONHandler(log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.DB.Pool.Close)
	return p
}

var thing = &route.Route{Methods: "GET", Paths: "/thing"}

func fails(err error) web.Handler {
	return func(http.ResponseWriter, *web.Request) error { return err }
}

// TestFailures gives the edge every kind of failure, and looks at the answer and the log.
func TestFailures(t *testing.T) {
	for name, c := range map[string]struct {
		handle web.Handler
		status int
		header string
		logged string
	}{
		"a panic": {func(http.ResponseWriter, *web.Request) error {
			panic("a secret of the inside")
		}, 500, "", "a secret of the inside"},
		"a nil pointer": {func(http.ResponseWriter, *web.Request) error {
			return (*problem.Problem)(nil).WithHeader("", "")
		}, 500, "", "nil pointer"},
		"an error": {fails(errors.New("a secret of the inside")), 500, "", "a secret of the inside"},
		"no database": {fails(fmt.Errorf("%w: at 10.1.2.3", database.ErrUnavailable)),
			503, "Retry-After", "10.1.2.3"},
		"a deadline":      {fails(context.DeadlineExceeded), 503, "Retry-After", "deadline"},
		"no slot to hash": {fails(secret.ErrBusy), 503, "Retry-After", ""},
		"a problem":       {fails(problem.Unauthorized()), 401, "WWW-Authenticate", ""},
		"a wrapped one":   {fails(fmt.Errorf("inside: %w", problem.TooMany(0))), 429, "Retry-After", ""},
		"an answer": {func(w http.ResponseWriter, _ *web.Request) error {
			return web.JSON(w, 200, "fine")
		}, 200, "X-Request-Id", ""},
		"no JSON possible": {func(w http.ResponseWriter, _ *web.Request) error {
			return web.JSON(w, 200, func() {})
		}, 500, "", "unsupported type"},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			ctx := web.WithProcess(t.Context(), newProcess(t, &log))
			w := httptest.NewRecorder()
			r := httptest.NewRequestWithContext(ctx, "GET", "/thing", nil)
			r.Header.Set("X-Request-Id", "id-1")
			web.ServeRoute(w, r, thing, web.Problems, c.handle)
			if w.Code != c.status || c.header != "" && w.Header().Get(c.header) == "" ||
				w.Header().Get("X-Request-Id") != "id-1" {
				t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
			}
			if w.Header().Get("Referrer-Policy") != "no-referrer" || w.Header().Get("Strict-Transport-Security") != "" {
				t.Errorf("%v, want no Strict-Transport-Security from a backend that is reached over http", w.Header())
			}
			if strings.Contains(w.Body.String(), "inside") || strings.Contains(w.Body.String(), "10.1.2.3") {
				t.Errorf("the answer shows the inside: %s", w.Body)
			}
			if !strings.Contains(log.String(), c.logged) ||
				strings.Count(log.String(), `"request_id":"id-1"`) != strings.Count(log.String(), "\n") {
				t.Errorf("log: %s", &log)
			}
			if c.logged != "" != (strings.Count(log.String(), "\n") == 2) {
				t.Errorf("log: %s", &log)
			}
		})
	}
}

// TestHalfAnAnswer fails after the answer has begun: the connection is cut, so that nobody takes the half for the
// whole.
func TestHalfAnAnswer(t *testing.T) {
	process := newProcess(t, io.Discard)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = r.WithContext(web.WithProcess(r.Context(), process))
		web.ServeRoute(w, r, thing, web.Problems, func(w http.ResponseWriter, _ *web.Request) error {
			// of unknown length: net/http itself would end it as a whole
			if _, err := io.WriteString(w, "half"); err != nil {
				return err
			}
			if err := http.NewResponseController(w).Flush(); err != nil {
				return err
			}
			return errors.New("too late")
		})
	}))
	defer server.Close()
	response, err := server.Client().Get(server.URL + "/thing")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, err := io.ReadAll(response.Body); !errors.Is(err, io.ErrUnexpectedEOF) || string(body) != "half" {
		t.Errorf("%q, %v: the answer looks whole", body, err)
	}
}

func TestRequestID(t *testing.T) {
	ctx := web.WithProcess(t.Context(), newProcess(t, io.Discard))
	for given, kept := range map[string]bool{
		"abc-1_2.3=+/": true, strings.Repeat("x", 128): true, strings.Repeat("x", 129): false,
		"": false, "a b": false, "a\"b": false, "<script>": false, "é": false,
	} {
		w, r := httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, "GET", "/", nil)
		r.Header.Set("X-Request-Id", given)
		web.NotFound(w, r, web.Problems)
		if got := w.Header().Get("X-Request-Id"); (got == given) != kept || got == "" {
			t.Errorf("%q became %q", given, got)
		}
	}
}

func TestClientAddress(t *testing.T) {
	proxy := &config.Config{TrustedProxies: config.Prefixes{netip.MustParsePrefix("192.0.2.0/24")}}
	space, vercel := &config.Config{SpaceID: "ann/todo"}, &config.Config{Vercel: "1"}
	told := &config.Config{SpaceID: "ann/todo", TrustedProxies: proxy.TrustedProxies}
	for name, c := range map[string]struct {
		cfg       *config.Config
		peer      string
		forwarded []string
		want      string
	}{
		"nobody is trusted": {
			&config.Config{}, "203.0.113.1:4", []string{"198.51.100.1"}, "203.0.113.1",
		},
		"a trusted proxy":                   {proxy, "192.0.2.1:4", []string{"198.51.100.1"}, "198.51.100.1"},
		"a trusted proxy that says nothing": {proxy, "192.0.2.1:4", nil, "192.0.2.1"},
		"a peer that is no proxy":           {proxy, "203.0.113.1:4", []string{"198.51.100.1"}, "203.0.113.1"},
		"two proxies": {proxy, "192.0.2.1:4",
			[]string{"198.51.100.1, 192.0.2.9"}, "198.51.100.1"},
		"what the client says comes first": {proxy, "192.0.2.1:4", []string{"1.1.1.1, 198.51.100.1"}, "198.51.100.1"},
		"a header in two lines": {proxy, "192.0.2.1:4",
			[]string{"1.1.1.1", "198.51.100.1"}, "198.51.100.1"},
		"proxies alone":          {proxy, "192.0.2.1:4", []string{"192.0.2.9"}, "192.0.2.9"},
		"garbage":                {proxy, "192.0.2.1:4", []string{"1.1.1.1, unknown"}, "192.0.2.1"},
		"an address with a port": {proxy, "192.0.2.1:4", []string{"198.51.100.1:99"}, "198.51.100.1"},
		"IPv4 in IPv6": {proxy, "[::ffff:192.0.2.1]:4",
			[]string{"::ffff:198.51.100.1"}, "198.51.100.1"},
		"IPv6 with a port":    {proxy, "192.0.2.1:4", []string{"[2001:db8::1]:99"}, "2001:db8::1"},
		"a Space's own proxy": {space, "10.16.1.1:4", []string{"198.51.100.1"}, "198.51.100.1"},
		"a Space's chain": {space, "10.16.1.1:4",
			[]string{"1.1.1.1, 198.51.100.1, 10.16.3.7"}, "198.51.100.1"},
		"a Space's proxy of another network": {space, "203.0.113.1:4", []string{"198.51.100.1"}, "198.51.100.1"},
		"Vercel tells no peer":               {vercel, "", []string{"198.51.100.1"}, "198.51.100.1"},
		"a Space that is told its proxies":   {told, "203.0.113.1:4", []string{"198.51.100.1"}, "203.0.113.1"},
		"nothing at all":                     {vercel, "", nil, "invalid IP"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.peer
		r.Header["X-Forwarded-For"] = c.forwarded
		if got := web.ClientAddress(c.cfg, r).String(); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// FuzzDecode holds what Decode accepts to what it promises.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{`{"text":"x"}`, `{"text":null,"list":["a"]}`, `{"text":"\ud83e\uddc0"}`,
		`{"text":"\ud83e"}`, `{"text":"\u0000"}`,
		`{"text":"x","text":"y"}`, `{} {}`, `[`, "{\"text\":\"\xff\"}", `{"number":1e999}`, `{"\u0074ext":"x"}`,
		strings.Repeat(`{"text":`, 50)} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var in struct {
			Text   wire.Optional[string]    `json:"text"`
			List   wire.Optional[[]string]  `json:"list"`
			Number wire.Optional[float64]   `json:"number"`
			When   wire.Optional[time.Time] `json:"when"`
		}
		r := httptest.NewRequest("POST", "/", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		fieldErrs, err := web.Decode(httptest.NewRecorder(), &web.Request{Request: r}, &in)
		if err != nil {
			if p, ok := errors.AsType[*problem.Problem](err); !ok || p.Status < 400 || p.Status > 415 {
				t.Errorf("%q: %v", body, err)
			}
			return
		}
		var object map[string]json.RawMessage
		if !json.Valid(body) || json.Unmarshal(body, &object) != nil || object == nil {
			t.Errorf("%q was accepted", body)
		}
		if len(fieldErrs) == 0 {
			if strings.Contains(in.Text.Value+strings.Join(in.List.Value, ""), "\x00") {
				t.Errorf("%q: NUL was accepted", body)
			}
			if _, given := object["text"]; given != in.Text.Set {
				t.Errorf("%q: text set %v", body, in.Text.Set)
			}
		}
	})
}

// FuzzClientAddress wants an answer, and never one that an untrusted peer made up.
func FuzzClientAddress(f *testing.F) {
	f.Add("203.0.113.1:4", "198.51.100.1, x")
	f.Fuzz(func(t *testing.T, peer, forwarded string) {
		cfg := &config.Config{TrustedProxies: config.Prefixes{netip.MustParsePrefix("192.0.2.0/24")}}
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr, r.Header = peer, http.Header{"X-Forwarded-For": {forwarded}}
		got := web.ClientAddress(cfg, r)
		r.Header = nil
		if alone := web.ClientAddress(cfg, r); got != alone && !netip.MustParsePrefix("192.0.2.0/24").Contains(alone) {
			t.Errorf("%q %q: %s", peer, forwarded, got)
		}
	})
}
