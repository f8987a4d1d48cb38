// Package auth holds the functions of accounts and sessions, one a file.
package auth

import (
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/account"
	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/session"
	"github.com/todo-backend/todo-backend/shared/web"
)

// answer sends a new token of a session, in the body and in the cookie: what login and refresh have in common.
func answer(w http.ResponseWriter, cfg *config.Config, user account.User, sessionID uuid.UUID, expires time.Time, message string) error {
	token, err := session.Issue(cfg, user.ID, sessionID, expires)
	if err != nil {
		return err
	}
	session.SetCookie(w, cfg, token, expires)
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

func addressOrNull(a netip.Addr) *netip.Addr {
	if !a.IsValid() {
		return nil
	}
	return &a
}

// userAgent returns the header as text that the database takes, or nil.
func userAgent(r *http.Request) *string {
	agent := strings.ToValidUTF8(strings.ReplaceAll(r.UserAgent(), "\x00", ""), "")
	if agent == "" {
		return nil
	}
	return &agent
}
