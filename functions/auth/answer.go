// Package auth holds the functions of accounts and sessions, one a file.
package auth

import (
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/account"
	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/session"
	"github.com/todo-backend/todo-backend/shared/web"
)

// answer sends the user and a new JWT of a session: what login and refresh have in common.
func answer(w http.ResponseWriter, cfg *config.Config, user account.User, sessionID uuid.UUID, expires time.Time, message string) error {
	token, err := session.Issue(cfg, user.ID, sessionID, expires)
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, struct {
		User        account.User `json:"user"`
		AccessToken string       `json:"access_token"`
		TokenType   string       `json:"token_type"`
		ExpiresAt   web.Time     `json:"expires_at"`
		Message     string       `json:"message"`
	}{user, token, "bearer", web.Time{Time: expires}, message})
}

// Vercel's builder renames a file's handler by its word alone, so login.go cannot hold this string itself.
const loggedIn = "Login successful"

type message struct {
	Message string `json:"message"`
}
