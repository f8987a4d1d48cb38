package betterauth

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strings"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// failure is an error answer: {message, code}, of which applications match on the code, "" where Better Auth has none.
// Without a message it has no body.
type failure struct {
	status        int
	code, message string
	header        http.Header
}

func fail(status int, code, message string) *failure {
	return &failure{status: status, code: code, message: message}
}

func badRequest(code, message string) *failure { return fail(http.StatusBadRequest, code, message) }

// validation is the 400 that names every field with a fault: "[body.email] Invalid email address; [body.name] ...".
func validation(where string, faults []problem.Field) *failure {
	var all []string
	for _, f := range faults {
		all = append(all, fmt.Sprintf("[%s.%s] %s", where, f.Field, f.Detail))
	}
	return badRequest("VALIDATION_ERROR", strings.Join(all, "; "))
}

// Error returns the status and the message.
func (f *failure) Error() string { return fmt.Sprintf("%d: %s", f.status, f.message) }

// StatusCode returns f's status.
func (f *failure) StatusCode() int { return f.status }

// Write sends f.
func (f *failure) Write(w http.ResponseWriter, _ string) {
	maps.Copy(w.Header(), f.header)
	if f.message == "" {
		w.WriteHeader(f.status)
		return
	}
	_ = web.JSON(w, f.status, struct { // two strings
		Message string `json:"message"`
		Code    string `json:"code,omitempty"`
	}{f.message, f.code})
}

var (
	passwordTooShort = badRequest("PASSWORD_TOO_SHORT", "Password too short")
	passwordTooLong  = badRequest("PASSWORD_TOO_LONG", "Password too long")
	passwordCommon   = badRequest("PASSWORD_COMPROMISED", // the code of haveibeenpwned
		"Password is too common, please choose another")
	invalidPassword = badRequest("INVALID_PASSWORD", "Invalid password")
	invalidToken    = badRequest("INVALID_TOKEN", "Invalid token")
	notFresh        = fail(http.StatusForbidden, "SESSION_NOT_FRESH", "Session is not fresh")
)

// answers are the answers to sentinels; the first that matches counts.
type answers []struct {
	err    error
	answer *failure
}

// of returns the answer to err, which may be an answer itself, or nil if a has none for it.
func (a answers) of(err error) *failure {
	if f, ok := errors.AsType[*failure](err); ok {
		return f
	}
	for _, entry := range a {
		if errors.Is(err, entry.err) {
			return entry.answer
		}
	}
	return nil
}

var sentinels = answers{
	{web.ErrUnauthenticated, fail(http.StatusUnauthorized, "UNAUTHORIZED", "Unauthorized")},
	{web.ErrForeignOrigin, fail(http.StatusForbidden, "INVALID_ORIGIN", "Invalid origin")},
	{identity.ErrWrongCredentials,
		fail(http.StatusUnauthorized, "INVALID_EMAIL_OR_PASSWORD", "Invalid email or password")},
	{identity.ErrWrongPassword, invalidPassword},
	{identity.ErrNoPassword, badRequest("CREDENTIAL_ACCOUNT_NOT_FOUND", "Credential account not found")},
	{identity.ErrEmailTaken, fail(http.StatusUnprocessableEntity,
		"USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL", "User already exists. Use another email.")},
	{identity.ErrEmailTakenMeanwhile,
		fail(http.StatusUnprocessableEntity, "FAILED_TO_CREATE_USER", "Failed to create user")},
	{identity.ErrInvalidToken, invalidToken},
}

// edgeAnswers are the answers to the edge's own problems by their status. A message that is missing beside a code is
// the problem's detail.
var edgeAnswers = map[int]failure{
	http.StatusBadRequest:            *badRequest("BAD_REQUEST", "Invalid JSON in request body"),
	http.StatusNotFound:              {status: http.StatusNotFound},
	http.StatusMethodNotAllowed:      {status: http.StatusNotFound},
	http.StatusRequestEntityTooLarge: *fail(http.StatusRequestEntityTooLarge, "PAYLOAD_TOO_LARGE", ""),
	http.StatusUnsupportedMediaType:  *fail(http.StatusUnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", ""),
	http.StatusTooManyRequests: {
		status: http.StatusTooManyRequests, message: "Too many requests. Please try again later.",
	},
	http.StatusInternalServerError: {status: http.StatusInternalServerError},
	http.StatusServiceUnavailable:  *fail(http.StatusServiceUnavailable, "SERVICE_UNAVAILABLE", ""),
}

// Errors is the dialect of better-auth 1.7.25.
func Errors(err error) web.Answer {
	if f := sentinels.of(err); f != nil {
		return f
	}
	p, ok := web.Problems(err).(*problem.Problem)
	if !ok {
		return nil
	}
	f, ok := edgeAnswers[p.Status]
	if !ok {
		f = failure{status: p.Status, message: p.Detail}
	}
	if f.code != "" && f.message == "" {
		f.message = p.Detail
	}
	f.header = http.Header{}
	for _, name := range []string{"Retry-After", "Accept-Encoding"} {
		if value := p.Header.Get(name); value != "" {
			f.header.Set(name, value)
		}
	}
	if f.status == http.StatusTooManyRequests {
		f.header.Set("X-Retry-After", p.Header.Get("Retry-After"))
	}
	return &f
}
