// Package problem is the API's error: an RFC 9457 problem whose detail is a sentence a person can act on.
package problem

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// Field is one field or parameter that is wrong, and the rule it breaks.
type Field struct {
	Field  string `json:"field"`
	Detail string `json:"detail"`
}

// Problem is an answer with a status of 400 or more (RFC 9457). It is an error, so that a function returns it.
type Problem struct {
	Type      string  `json:"type"`
	Title     string  `json:"title"`
	Status    int     `json:"status"`
	Detail    string  `json:"detail"`
	Errors    []Field `json:"errors,omitempty"`
	Omitted   int     `json:"errors_omitted,omitempty"` // how many more fields are wrong
	RequestID string  `json:"request_id"`

	Code   string      `json:"-"` // Better Auth's, which its functions answer instead of the rest
	Header http.Header `json:"-"`
}

// Error returns the status and the detail.
func (p *Problem) Error() string { return fmt.Sprintf("%d: %s", p.Status, p.Detail) }

// An answer is bounded whatever the request holds: in wrong fields, and in characters of a name or a sentence.
const (
	maxFields = 20
	maxName   = 64
	maxDetail = 500
)

// New makes a problem of an HTTP status; detail is one sentence for a person and shows nothing of the inside. Where a
// request's own words make it longer than 500 characters, it is clipped.
func New(status int, detail string) *Problem {
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status,
		Detail: clip(detail, maxDetail), Header: http.Header{}}
}

// Clip returns a name that a request has given as errors may show it: its first 64 characters, with … for the rest.
func Clip(name string) string { return clip(name, maxName) }

func clip(text string, most int) string {
	n := 0
	for i := range text {
		if n++; n > most {
			return text[:i] + "…"
		}
	}
	return text
}

// With adds a response header.
func (p *Problem) With(name, value string) *Problem {
	p.Header.Set(name, value)
	return p
}

// Unauthorized is the 401 of a request without a living session (RFC 6750).
func Unauthorized() *Problem {
	return New(http.StatusUnauthorized, "Not authenticated").With("WWW-Authenticate", "Bearer")
}

// Unavailable is the 503 of a part that cannot answer now; retry is how long a client should wait, at least a second.
func Unavailable(detail string, retry time.Duration) *Problem {
	return New(http.StatusServiceUnavailable, detail).With("Retry-After", seconds(retry))
}

// TooMany is the 429 of too many attempts (RFC 6585).
func TooMany(retry time.Duration) *Problem {
	return New(http.StatusTooManyRequests, "Too many attempts, please try again later").With("Retry-After", seconds(retry))
}

// Unreadable is the 400 of a parameter that cannot be read.
func Unreadable(fields ...Field) *Problem { return withFields(http.StatusBadRequest, fields) }

// Invalid is the 422 of fields that break a rule; the first 20 of them are named, and the detail is that of the first.
func Invalid(fields ...Field) *Problem { return withFields(http.StatusUnprocessableEntity, fields) }

func withFields(status int, fields []Field) *Problem {
	p := New(status, fields[0].Detail)
	p.Omitted = max(0, len(fields)-maxFields)
	p.Errors = make([]Field, 0, len(fields)-p.Omitted)
	for _, f := range fields[:len(fields)-p.Omitted] {
		p.Errors = append(p.Errors, Field{Clip(f.Field), clip(f.Detail, maxDetail)})
	}
	return p
}

// Write sends p as application/problem+json.
func (p *Problem) Write(w http.ResponseWriter, requestID string) {
	answer := *p
	answer.RequestID = requestID
	body, err := json.Marshal(answer)
	if err != nil {
		panic(err) // strings and numbers always marshal
	}
	for name, values := range p.Header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(p.Status)
	_, _ = w.Write(body) // the client is gone: nothing is left to tell it
}

func seconds(d time.Duration) string {
	return strconv.Itoa(max(1, int((d+time.Second-1)/time.Second)))
}

// Add notes that a field breaks a rule, unless it has been refused already.
func Add(wrong []Field, field, rule string) []Field {
	for _, f := range wrong {
		if f.Field == field {
			return wrong
		}
	}
	return append(wrong, Field{field, rule})
}
