// Package web is the edge that every function carries with it, so that it answers the same bytes however it is run:
// request id, log line, panic recovery, CORS, method and path, deadline, decoding and encoding.
package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"reflect"
	"runtime/debug"
	"time"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/route"
)

// Handler is a function behind its edge. An error of the dialect's is the answer; any other is logged and answered with
// 503 when the database cannot serve now, else with 500, and none of its text.
type Handler func(w http.ResponseWriter, r *Request) error

// STSPolicy has browsers reach the backend's host over HTTPS alone for two years (RFC 6797, 6.1), and says nothing of
// other hosts below it.
const STSPolicy = "max-age=63072000"

// Serve answers r as the route of a name says, with handle behind the edge. The errors of handle, and those of the
// edge, are answered in a dialect.
//
// The request has one line in the log. It names the route and, of the path, an id alone: other parts of a path or a
// query may be secrets, such as a mail's token (OWASP: Logging Cheat Sheet, data to exclude).
func Serve(w http.ResponseWriter, r *http.Request, name string, dialect Dialect, handle Handler) {
	serve(w, r, route.Named(name), dialect, handle)
}

// NotFound answers a path that no route has, in a dialect.
func NotFound(w http.ResponseWriter, r *http.Request, dialect Dialect) {
	serve(w, r, &route.Route{}, dialect, nil)
}

func serve(w http.ResponseWriter, plain *http.Request, rt *route.Route, dialect Dialect, handle Handler) {
	r := &Request{Request: plain, Route: rt, ID: requestID(plain), Began: time.Now()}
	answer := &response{ResponseWriter: w, request: r}
	answer.Header().Set("X-Request-Id", r.ID)
	answer.Header().Set("X-Content-Type-Options", "nosniff")
	answer.Header().Set("Referrer-Policy", "no-referrer") // an address may hold a token, also one that redirects
	answer.Header().Set("Cache-Control", "no-store")
	process, err := processOf(r.Context())
	if err != nil { // a configuration that does not load
		process = &Process{Log: slog.New(slog.NewJSONHandler(os.Stderr, nil))}
	} else if process.Config.HTTPS() {
		answer.Header().Set("Strict-Transport-Security", STSPolicy)
	}
	r.Process, r.Log = process, process.Log
	if trace := traceID(r.Header); trace != "" {
		r.Log = r.Log.With(slog.String("trace_id", trace))
	}
	defer r.release()
	if err == nil {
		err = dispatch(answer, r, handle)
	}
	if err != nil {
		fail(answer, r, dialect, err)
	}
	r.Log.LogAttrs(r.Context(), slog.LevelInfo, "request",
		slog.String("request_id", r.ID), slog.String("method", r.Method), slog.String("route", rt.Path()),
		slog.String("id", r.PathValue("id")), slog.Int("status", answer.status), slog.Int("bytes", answer.bytes),
		slog.Float64("duration_ms", float64(time.Since(r.Began).Microseconds())/1000))
}

// dispatch runs the checks that come before every function, then the function; a panic becomes an error.
func dispatch(w http.ResponseWriter, r *Request, handle Handler) (err error) {
	defer func() {
		if p := recover(); p != nil {
			if p == http.ErrAbortHandler { //nolint:errorlint // as net/http compares it
				panic(p)
			}
			err = &panicError{p, debug.Stack()}
		}
	}()
	r.client = clientAddress(r.Config, r.Request)
	r.noticeProxy()
	matched := r.Route.HasPattern(r.Pattern) // by the mux, which has set the path values
	if !matched {
		var values map[string]string
		values, matched = r.Route.Match(r.URL.EscapedPath()) // never from the query, which a caller may have filled
		for name, value := range values {
			r.SetPathValue(name, value)
		}
	}
	preflight := r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != ""
	if matched || !preflight { // a 404 has the CORS headers too, or a page could not read it
		r.corsPolicy().HandlerFunc(w, r.Request)
	}
	if !matched {
		return problem.New(http.StatusNotFound, "Nothing is found at this path")
	}
	if preflight {
		return nil
	}
	if r.Method == http.MethodOptions && r.Route.Dialect == route.Problem {
		w.Header().Set("Allow", r.Route.Allow())
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	if !r.Route.Answers(r.Method) {
		allow := r.Route.Allow()
		return problem.New(http.StatusMethodNotAllowed, r.Method+" is not allowed here, only "+allow).
			WithHeader("Allow", allow)
	}
	r.unlimited, r.timeLimit = r.Request, r.Config.RequestTimeout
	ctx, cancel := context.WithTimeout(r.Context(), r.timeLimit)
	defer func() {
		cancel()
		r.Request = r.unlimited // whose context tells whether the client has cancelled
	}()
	r.Request = r.WithContext(database.WithTiming(ctx, &r.inDatabase))
	return handle(w, r)
}

// fail answers err in a dialect, and logs the cause of what is the backend's fault.
func fail(w *response, r *Request, dialect Dialect, err error) {
	answer := dialect(err)
	unknown := answer == nil
	level, attrs := slog.LevelError, []slog.Attr{slog.String("request_id", r.ID), slog.String("error", err.Error())}
	if p, ok := errors.AsType[*panicError](err); ok {
		attrs = append(attrs, slog.String("stack", string(p.stack)))
	}
	if unknown && errors.Is(r.Context().Err(), context.Canceled) { // nobody reads the answer
		level, answer = slog.LevelInfo, dialect(errCancelled)
	}
	if answer == nil {
		answer = dialect(ErrInternal)
	}
	if answer.StatusCode() >= http.StatusInternalServerError && (unknown || hasCause(err)) {
		r.Log.LogAttrs(r.Context(), level, "request failed", attrs...)
	}
	if w.status != 0 { // too late for another answer: cut the connection, so that the half one is not taken for whole
		panic(http.ErrAbortHandler)
	}
	answer.Write(w, r.ID)
}

// hasCause reports whether err, which has an answer, says more: it is neither a ready answer nor a sentinel alone.
func hasCause(err error) bool {
	switch err.(type) { //nolint:errorlint // what is wrapped has a cause
	case Answer:
		return false
	default:
		return reflect.TypeOf(err) != reflect.TypeOf(ErrUnauthenticated)
	}
}

type panicError struct {
	value any
	stack []byte
}

func (p *panicError) Error() string { return "panic: " + slog.AnyValue(p.value).String() }

// response notes what was sent, and sends no body to HEAD.
type response struct {
	http.ResponseWriter
	request *Request
	status  int
	bytes   int
}

func (w *response) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
		w.request.setTiming(w.Header())
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *response) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	if w.request.Method == http.MethodHead {
		return len(b), nil
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController and http.MaxBytesReader reach the server's own writer.
func (w *response) Unwrap() http.ResponseWriter { return w.ResponseWriter }
