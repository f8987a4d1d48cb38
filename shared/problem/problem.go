// Package problem provides the error of the API: a problem (RFC 9457) whose detail is a sentence a person can act on.
package problem

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"time"
)

// Field is a field or parameter of the request and the rule that it breaks.
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
	Omitted   int     `json:"errors_omitted,omitempty"` // how many more fields break a rule
	RequestID string  `json:"request_id"`

	Header http.Header `json:"-"`
}

// Error returns the status and the detail.
func (p *Problem) Error() string { return fmt.Sprintf("%d: %s", p.Status, p.Detail) }

// The limits of an answer, whatever the request holds: of fields, and of characters in a name or a sentence.
const (
	maxFields = 20
	maxName   = 64
	maxDetail = 500
)

// New returns a problem of an HTTP status. The detail is a sentence for a person that shows no internals. It is clipped
// after 500 characters, since it may quote the request.
func New(status int, detail string) *Problem {
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status,
		Detail: clip(detail, maxDetail), Header: http.Header{}}
}

// Clip shortens a name that a request has given to what an error may show: 64 characters, with … for the rest.
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

// WithHeader sets a response header and returns p.
func (p *Problem) WithHeader(name, value string) *Problem {
	p.Header.Set(name, value)
	return p
}

// Unauthorized returns the 401 of a request without a valid session (RFC 6750).
func Unauthorized() *Problem {
	return New(http.StatusUnauthorized, "Not authenticated").WithHeader("WWW-Authenticate", "Bearer")
}

// Unavailable returns a 503. A client should wait for retry, which is rounded up to whole seconds, at least one.
func Unavailable(detail string, retry time.Duration) *Problem {
	return New(http.StatusServiceUnavailable, detail).WithHeader("Retry-After", seconds(retry))
}

// TooMany returns the 429 of too many attempts (RFC 6585). A client should wait for retry, as for Unavailable.
func TooMany(retry time.Duration) *Problem {
	return New(http.StatusTooManyRequests, "Too many attempts, please try again later").
		WithHeader("Retry-After", seconds(retry))
}

// RateLimited is the error of a rate limit that was reached. A client should wait for Retry.
type RateLimited struct{ Retry time.Duration }

// Error returns that a limit was reached.
func (*RateLimited) Error() string { return "rate limit reached" }

// BadRequest returns the 400 of parameters that cannot be parsed.
func BadRequest(fields ...Field) *Problem { return withFields(http.StatusBadRequest, fields) }

// Unprocessable returns the 422 of fields that break a rule. It names the first 20 of them; its detail is the first's.
func Unprocessable(fields ...Field) *Problem {
	return withFields(http.StatusUnprocessableEntity, fields)
}

func withFields(status int, fields []Field) *Problem {
	p := New(status, fields[0].Detail)
	p.Omitted = max(0, len(fields)-maxFields)
	p.Errors = make([]Field, 0, len(fields)-p.Omitted)
	for _, f := range fields[:len(fields)-p.Omitted] {
		p.Errors = append(p.Errors, Field{Clip(f.Field), clip(f.Detail, maxDetail)})
	}
	return p
}

// StatusCode returns p's status.
func (p *Problem) StatusCode() int { return p.Status }

// Write writes p to w as application/problem+json.
func (p *Problem) Write(w http.ResponseWriter, requestID string) {
	answer := *p
	answer.RequestID = requestID
	body, err := json.Marshal(answer)
	if err != nil {
		panic(err) // strings and numbers always marshal
	}
	maps.Copy(w.Header(), p.Header)
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(p.Status)
	_, _ = w.Write(body) // fails if the client has hung up
}

func seconds(d time.Duration) string {
	return strconv.Itoa(max(1, int((d+time.Second-1)/time.Second)))
}

// AppendOnce appends that a field breaks a rule, unless errs has an entry for the field.
func AppendOnce(errs []Field, field, rule string) []Field {
	for _, f := range errs {
		if f.Field == field {
			return errs
		}
	}
	return append(errs, Field{field, rule})
}
