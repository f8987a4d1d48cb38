package web

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/secret"
)

// The errors of the edge itself, and of every function that asks who is calling.
var (
	// ErrUnauthenticated means that the request shows no valid session.
	ErrUnauthenticated = errors.New("not authenticated")
	// ErrForeignOrigin means that a page of an origin that is not allowed would make a change with a cookie.
	ErrForeignOrigin = errors.New("foreign origin")
	// ErrIssuerUnreachable means that the server which issued a JWT cannot be asked for its keys.
	ErrIssuerUnreachable = errors.New("the issuer's keys cannot be fetched")
	// ErrExternalEmailMissing means that the JWT of another server names no email address.
	ErrExternalEmailMissing = errors.New("the token names no email address")
	// ErrExternalEmailUnverified means that the issuer of a JWT has not verified the user's email address.
	ErrExternalEmailUnverified = errors.New("the issuer has not verified the email address of the token")
	// ErrExternalEmailTaken means that the email address which a JWT names has an account here.
	ErrExternalEmailTaken = errors.New("the email address of the token has an account here")
	// ErrInternal stands for every error that no dialect knows.
	ErrInternal = errors.New("internal error")

	errCancelled = errors.New("cancelled by the client")
)

// Answer is an error with its answer.
type Answer interface {
	error
	StatusCode() int
	Write(w http.ResponseWriter, requestID string)
}

// Dialect returns the answer to an error in the form that a group of functions speaks; nil where it knows none.
type Dialect func(err error) Answer

// Answers are the answers to the sentinels of a group of functions; the first that matches counts.
type Answers []struct {
	Err     error
	Problem *problem.Problem
}

// Problems is the dialect of RFC 9457: problems as they are, the answers to sentinels, and those that all groups share.
func (a Answers) Problems(err error) Answer {
	if p, ok := errors.AsType[*problem.Problem](err); ok {
		return p
	}
	for _, table := range []Answers{a, common} {
		for _, entry := range table {
			if errors.Is(err, entry.Err) {
				return entry.Problem
			}
		}
	}
	if limited, ok := errors.AsType[*problem.RateLimited](err); ok {
		return problem.TooMany(limited.Retry)
	}
	return nil
}

// Problems is the dialect of groups without sentinels of their own.
func Problems(err error) Answer { return Answers(nil).Problems(err) }

var unavailable = problem.Unavailable(
	"The service cannot answer right now, please try again in a moment", 2*time.Second)

var common = Answers{
	{ErrUnauthenticated, problem.Unauthorized()},
	{ErrForeignOrigin, problem.New(http.StatusForbidden,
		"This origin may not make changes with the session cookie")},
	{ErrIssuerUnreachable, problem.Unavailable("The server that issued this token cannot be asked for its "+
		"keys right now, please try again in a moment", 2*time.Second)},
	{ErrExternalEmailMissing, problem.New(http.StatusForbidden,
		"The token must name the email address of its user")},
	{ErrExternalEmailUnverified, problem.New(http.StatusForbidden,
		"The server that issued this token has not verified the email address of its user")},
	{ErrExternalEmailTaken, problem.New(http.StatusForbidden,
		"An account with the email address of this token exists here already, and belongs to another sign-in")},
	{secret.ErrBusy, problem.Unavailable(
		"Too many people sign in right now, please try again in a moment", 5*time.Second)},
	{database.ErrUnavailable, unavailable},
	{context.DeadlineExceeded, unavailable},
	{errCancelled, problem.New(http.StatusServiceUnavailable, "The request was cancelled")},
	{ErrInternal, problem.New(http.StatusInternalServerError,
		"Something went wrong on our side; the request id helps us to find it")},
}
