package auth

import (
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// Vercel's builder renames a file's handler by its word alone, so login.go cannot hold this string itself.
const loggedIn = "Login successful"

// writeSession answers with a user and a new JWT of the user's session, which expires with it.
func writeSession(
	w http.ResponseWriter, r *web.Request, user identity.User, sessionID uuid.UUID, expires time.Time, message string,
) error {
	token, err := identity.IssueJWT(r.Process, user.ID, sessionID, expires)
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
