// Package web is the edge that every function carries with it, so that it answers the same bytes however it is run:
// request id, log line, panic recovery, CORS, method and path, deadline, decoding and encoding.
package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/problem"
)

// Log is where every request leaves one line, and a failure a second one with its cause. Tests replace it. The line
// names the route and, of the path, an id alone: other parts of a path or a query may be secrets, such as a mail's
// token (OWASP: Logging Cheat Sheet, data to exclude).
var Log = slog.New(slog.NewJSONHandler(os.Stderr, nil))

// Route is what a function answers.
type Route struct {
	Methods string // one method, or several: "PATCH, PUT"; GET answers HEAD too
	Path    string // "/api/tasks/{id}": a name in braces stands for one segment that is not empty
	Alias   string // a second path, or ""
	Allow   string // every method of the path, this function's and its siblings', for Allow (RFC 9110, 10.2.1); "": Methods

	// Fail answers errors in Better Auth's form instead of RFC 9457's. Such a route has no HEAD and no OPTIONS but preflights.
	Fail func(w http.ResponseWriter, p *problem.Problem)
}

// Handler is a function behind its edge. An error that is a *problem.Problem is the answer; any other error is
// logged and answered with 503 when the database cannot be reached, else 500, and none of its text.
type Handler func(w http.ResponseWriter, r *http.Request) error

// stsPolicy has browsers reach the backend's host over HTTPS alone for two years (RFC 6797, 6.1), and says nothing of
// other hosts below it.
const stsPolicy = "max-age=63072000"

// Serve answers r as route says, with handle behind the edge.
func Serve(w http.ResponseWriter, r *http.Request, route Route, handle Handler) {
	start := time.Now()
	id := requestID(r)
	answer := &response{ResponseWriter: w, head: r.Method == http.MethodHead}
	answer.Header().Set("X-Request-Id", id)
	answer.Header().Set("X-Content-Type-Options", "nosniff")
	answer.Header().Set("Referrer-Policy", "no-referrer") // an address may hold a token, also one that redirects
	answer.Header().Set("Cache-Control", "no-store")
	if cfg, err := config.Get(); err == nil && cfg.Secure() {
		answer.Header().Set("Strict-Transport-Security", stsPolicy)
	}

	at := &work{id: id, began: start}
	defer at.end()
	err := guard(answer, r, route, at, handle)
	if err != nil {
		fail(answer, r, route, id, err)
	}
	Log.LogAttrs(r.Context(), slog.LevelInfo, "request",
		slog.String("request_id", id), slog.String("method", r.Method), slog.String("route", route.Path),
		slog.String("id", r.PathValue("id")), slog.Int("status", answer.status), slog.Int("bytes", answer.bytes),
		slog.Float64("duration_ms", float64(time.Since(start).Microseconds())/1000))
}

// guard runs the checks that come before every function, then the function; a panic becomes an error.
func guard(w http.ResponseWriter, r *http.Request, route Route, at *work, handle Handler) (err error) {
	defer func() {
		if p := recover(); p != nil {
			if p == http.ErrAbortHandler {
				panic(p)
			}
			err = &panicked{p, debug.Stack()}
		}
	}()
	cfg, err := config.Get()
	if err != nil {
		return err
	}
	noticeProxy(cfg, r)
	matched := route.match(r)
	preflight := r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != ""
	if matched || !preflight { // a 404 has the CORS headers too, or a page could not read it
		corsFor(cfg, r.Header.Get("Origin")).HandlerFunc(w, r)
	}
	if !matched {
		return problem.New(http.StatusNotFound, "Nothing is found at this path")
	}
	if preflight {
		return nil
	}
	if r.Method == http.MethodOptions && route.Fail == nil {
		w.Header().Set("Allow", route.allow())
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	if !route.answers(r.Method) {
		return problem.New(http.StatusMethodNotAllowed, r.Method+" is not allowed here, only "+route.allow()).With("Allow", route.allow())
	}
	ctx, cancel := context.WithTimeout(context.WithValue(r.Context(), workKey{}, at), cfg.RequestTimeout)
	defer cancel()
	return handle(w, r.WithContext(ctx))
}

// NotFound answers a path that no function has; under /api/auth/ without a body, as Better Auth's client knows it.
func NotFound(w http.ResponseWriter, r *http.Request) {
	var route Route
	if strings.HasPrefix(r.URL.Path+"/", "/api/auth/") {
		route.Fail = func(w http.ResponseWriter, p *problem.Problem) { w.WriteHeader(p.Status) }
	}
	Serve(w, r, route, nil)
}

func fail(w *response, r *http.Request, route Route, id string, err error) {
	known, ok := errors.AsType[*problem.Problem](err)
	if !ok {
		level := slog.LevelError
		attrs := []slog.Attr{slog.String("request_id", id), slog.String("error", err.Error())}
		known = problem.New(http.StatusInternalServerError, "Something went wrong on our side; the request id helps us to find it")
		if p, ok := errors.AsType[*panicked](err); ok {
			attrs = append(attrs, slog.String("stack", string(p.stack)))
		} else if errors.Is(err, database.ErrUnavailable) || errors.Is(err, context.DeadlineExceeded) {
			known = problem.Unavailable("The service cannot answer right now, please try again in a moment", 2*time.Second)
		} else if errors.Is(r.Context().Err(), context.Canceled) { // the client is gone, and nobody reads the answer
			level, known = slog.LevelInfo, problem.New(http.StatusServiceUnavailable, "The request was cancelled")
		}
		Log.LogAttrs(r.Context(), level, "request failed", attrs...)
	} else if known.Status >= 500 && err != error(known) { // an answer with a cause behind it
		Log.LogAttrs(r.Context(), slog.LevelError, "request failed", slog.String("request_id", id), slog.String("error", err.Error()))
	}
	if w.status != 0 { // too late for another answer: cut the connection, so that the half one is not taken for whole
		panic(http.ErrAbortHandler)
	}
	if route.Fail != nil {
		route.Fail(w, known)
		return
	}
	known.Write(w, id)
}

type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string { return "panic: " + slog.AnyValue(p.value).String() }

// match tells whether r's path is the route's, and sets r's path values: from the path alone, never from the query.
func (route Route) match(r *http.Request) bool {
	for _, pattern := range []string{route.Path, route.Alias} {
		if pattern == "" || strings.Count(pattern, "/") != strings.Count(r.URL.EscapedPath(), "/") {
			continue
		}
		want, got := strings.Split(pattern, "/"), strings.Split(r.URL.EscapedPath(), "/")
		matched := true
		for i := range want {
			value, err := url.PathUnescape(got[i])
			if name, ok := strings.CutPrefix(want[i], "{"); ok && err == nil && value != "" {
				r.SetPathValue(strings.TrimSuffix(name, "}"), value)
			} else if value != want[i] || err != nil {
				matched = false
				break
			}
		}
		if matched {
			return true
		}
	}
	return false
}

func (route Route) answers(method string) bool {
	if method == http.MethodHead && route.Fail == nil {
		method = http.MethodGet
	}
	for m := range strings.SplitSeq(route.Methods, ", ") {
		if m == method {
			return true
		}
	}
	return false
}

func (route Route) allow() string {
	allow := route.Allow
	if allow == "" {
		allow = route.Methods
	}
	if strings.HasPrefix(allow, "GET") {
		allow = "GET, HEAD" + strings.TrimPrefix(allow, "GET")
	}
	return allow + ", OPTIONS"
}

// requestID returns the caller's X-Request-Id where it is 1 to 128 letters, digits and -_.=+/ ; else a new UUID.
func requestID(r *http.Request) string {
	id := r.Header.Get("X-Request-Id")
	plain := func(c rune) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("-_.=+/", c)
	}
	if id == "" || len(id) > 128 || strings.ContainsFunc(id, func(c rune) bool { return !plain(c) }) {
		return uuid.Must(uuid.NewV7()).String()
	}
	return id
}

// response notes what was sent, and sends no body to HEAD.
type response struct {
	http.ResponseWriter
	head   bool
	status int
	bytes  int
}

func (w *response) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *response) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	if w.head {
		return len(b), nil
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController and http.MaxBytesReader reach the server's own writer.
func (w *response) Unwrap() http.ResponseWriter { return w.ResponseWriter }
