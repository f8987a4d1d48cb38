// Package auth holds the functions of accounts and sessions, one a file.
package auth

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// answer sends the user and a new JWT of a session: what login and refresh have in common.
func answer(w http.ResponseWriter, cfg *config.Config, user identity.User, sessionID uuid.UUID, expires time.Time, message string) error {
	token, err := identity.Issue(cfg, user.ID, sessionID, expires)
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, struct {
		User        identity.User `json:"user"`
		AccessToken string        `json:"access_token"`
		TokenType   string        `json:"token_type"`
		ExpiresAt   wire.Time     `json:"expires_at"`
		Message     string        `json:"message"`
	}{user, token, "bearer", wire.Time{Time: expires}, message})
}

// Vercel's builder renames a file's handler by its word alone, so login.go cannot hold this string itself.
const loggedIn = "Login successful"

type message struct {
	Message string `json:"message"`
}

// noMail is the answer where SMTP_URL is missing.
var noMail = problem.New(http.StatusServiceUnavailable, "This server cannot send mail")

// deadLink is said of a token that is forged, used, withdrawn or old.
var deadLink = problem.Field{Field: "token", Detail: "This link is not valid any more, please ask for a new one"}

// redirectRule returns the rule that breaks a mail's redirect_to, or "": it leads to one of the frontends (OWASP:
// Unvalidated Redirects and Forwards).
func redirectRule(cfg *config.Config, target string) string {
	u, err := url.Parse(target)
	if target == "" || err == nil && u.User == nil && slices.Contains(cfg.Origins(), u.Scheme+"://"+u.Host) && !strings.ContainsAny(target, "\\ \t\r\n") && len(target) <= 2048 {
		return ""
	}
	return "redirect_to must be an address of the frontend, of 2048 characters or less"
}
