// Package auth holds the functions of accounts and sessions, one a file.
package auth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

var (
	emailTaken  = problem.New(http.StatusConflict, "An account with this email already exists")
	invalidLink = problem.Unprocessable(problem.Field{Field: "token",
		Detail: "This link is not valid any more, please ask for a new one"})
)

// answers is the dialect of these functions.
var answers = web.Answers{
	{identity.ErrWrongCredentials, problem.New(http.StatusUnauthorized, "Invalid email or password").
		WithHeader("WWW-Authenticate", "Bearer")},
	{identity.ErrEmailTaken, emailTaken},
	{identity.ErrEmailTakenMeanwhile, emailTaken},
	{identity.ErrNoMail, problem.New(http.StatusServiceUnavailable, "This server cannot send mail")},
	{identity.ErrInvalidToken, invalidLink},
	{identity.ErrTokenExpired, invalidLink},
	{identity.ErrNoUser, invalidLink},
}.Problems

// message is the answer that is a sentence for a person.
type message struct {
	Message string `json:"message"`
}

// redirectRule returns the rule that a mail's redirect_to breaks, or "".
func redirectRule(cfg *config.Config, target string) string {
	if target == "" || web.IsFrontendTarget(cfg, target) {
		return ""
	}
	return "redirect_to must be an address of the frontend, of 2048 characters or less"
}
