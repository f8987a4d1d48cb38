package web

import (
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/route"
)

// Request is a request behind the edge, with the process that answers it.
type Request struct {
	*http.Request
	*Process
	Route *route.Route
	ID    string       // of log lines and of X-Request-Id
	Began time.Time    // when the edge took it
	Log   *slog.Logger // that of the process, with the id of the caller's trace

	client    netip.Addr
	maxBody   int64         // bytes; 0 is MaxBody
	timeLimit time.Duration // from Began on, or from Bulk
	unlimited *http.Request // the request without the context's deadline

	shared bool     // it has its place in its user's share
	free   []func() // give back what it holds

	inDatabase   atomic.Int64 // nanoseconds
	timingHidden bool
}

// Client returns the address that the request comes from; the zero Addr means that nothing told it.
func (r *Request) Client() netip.Addr { return r.client }

// Even waits until a whole multiple of pace has passed since the request began, so that the time of an answer, which
// goes without Server-Timing, does not tell what was done for it (OWASP: Authentication and Error Messages). It holds
// neither a connection to the database nor a slot to hash, and does not end with the request's context.
func (r *Request) Even(pace time.Duration) {
	r.HideTiming()
	if pace > 0 {
		time.Sleep(pace - time.Since(r.Began)%pace)
	}
}

// PathUUID reads a path value in the form of RFC 9562, in any case; it answers 400 for anything else.
func (r *Request) PathUUID(name string) (uuid.UUID, error) {
	value := r.PathValue(name)
	id, err := uuid.Parse(value)
	if err != nil || len(value) != 36 {
		return uuid.Nil, problem.BadRequest(problem.Field{Field: name, Detail: name + " must be a UUID"})
	}
	return id, nil
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
