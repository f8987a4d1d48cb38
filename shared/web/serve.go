// Package web is the edge that every function carries with it, so that it answers the same bytes however it is run:
// request id, log line, panic recovery, CORS, method and path, deadline, decoding and encoding.
package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/route"
)

// Log is where every request leaves one line, and a failure a second one with its cause. Tests replace it. The line
// names the route and, of the path, an id alone: other parts of a path or a query may be secrets, such as a mail's
// token (OWASP: Logging Cheat Sheet, data to exclude).
var Log = slog.New(slog.NewJSONHandler(os.Stderr, nil))

// Handler is a function behind its edge. An error that is a *problem.Problem is the answer; any other error is
// logged and answered with 503 when the database cannot be reached, else 500, and none of its text.
type Handler func(w http.ResponseWriter, r *http.Request) error

// stsPolicy has browsers reach the backend's host over HTTPS alone for two years (RFC 6797, 6.1), and says nothing of
// other hosts below it.
const stsPolicy = "max-age=63072000"

// ErrorWriter sends a problem in the form of a dialect.
type ErrorWriter func(w http.ResponseWriter, p *problem.Problem)

// Serve answers r as the route of a name says, with handle behind the edge; errors are problems (RFC 9457).
func Serve(w http.ResponseWriter, r *http.Request, name string, handle Handler) {
	ServeDialect(w, r, route.Named(name), nil, handle)
}

// ServeDialect is Serve for a dialect whose errors writeError sends; nil sends problems.
func ServeDialect(
	w http.ResponseWriter, r *http.Request, rt *route.Route, writeError ErrorWriter, handle Handler,
) {
	start := time.Now()
	id := requestID(r)
	answer := &response{ResponseWriter: w, head: r.Method == http.MethodHead}
	answer.Header().Set("X-Request-Id", id)
	answer.Header().Set("X-Content-Type-Options", "nosniff")
	answer.Header().Set("Referrer-Policy", "no-referrer") // an address may hold a token, also one that redirects
	answer.Header().Set("Cache-Control", "no-store")
	if cfg, err := config.Get(); err == nil && cfg.HTTPS() {
		answer.Header().Set("Strict-Transport-Security", stsPolicy)
	}

	at := &work{id: id, began: start}
	defer at.end()
	err := guard(answer, r, rt, at, handle)
	if err != nil {
		fail(answer, r, writeError, id, err)
	}
	Log.LogAttrs(r.Context(), slog.LevelInfo, "request",
		slog.String("request_id", id), slog.String("method", r.Method), slog.String("route", rt.Path()),
		slog.String("id", r.PathValue("id")), slog.Int("status", answer.status), slog.Int("bytes", answer.bytes),
		slog.Float64("duration_ms", float64(time.Since(start).Microseconds())/1000))
}

// guard runs the checks that come before every function, then the function; a panic becomes an error.
func guard(w http.ResponseWriter, r *http.Request, rt *route.Route, at *work, handle Handler) (err error) {
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
	matched := rt.HasPattern(r.Pattern) // by the mux, which has set the path values
	if !matched {
		var values map[string]string
		values, matched = rt.Match(r.URL.EscapedPath()) // never from the query, which a caller may have filled
		for name, value := range values {
			r.SetPathValue(name, value)
		}
	}
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
	if r.Method == http.MethodOptions && rt.Dialect == route.Problem {
		w.Header().Set("Allow", rt.Allow())
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	if !rt.Answers(r.Method) {
		return problem.New(http.StatusMethodNotAllowed, r.Method+" is not allowed here, only "+rt.Allow()).WithHeader("Allow", rt.Allow())
	}
	ctx, cancel := context.WithTimeout(context.WithValue(r.Context(), workKey{}, at), cfg.RequestTimeout)
	defer cancel()
	return handle(w, r.WithContext(ctx))
}

// NotFound answers a path that no function has; under /api/auth/ without a body, as Better Auth's client knows it.
func NotFound(w http.ResponseWriter, r *http.Request) {
	var writeError ErrorWriter
	if strings.HasPrefix(r.URL.Path+"/", "/api/auth/") {
		writeError = func(w http.ResponseWriter, p *problem.Problem) { w.WriteHeader(p.Status) }
	}
	ServeDialect(w, r, &route.Route{}, writeError, nil)
}

func fail(w *response, r *http.Request, writeError ErrorWriter, id string, err error) {
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
	if writeError != nil {
		writeError(w, known)
		return
	}
	known.Write(w, id)
}

type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string { return "panic: " + slog.AnyValue(p.value).String() }

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
