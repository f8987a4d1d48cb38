package betterauth

import (
	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// userJSON is the user in the form of Better Auth's client.
type userJSON struct {
	ID            uuid.UUID `json:"id"`
	Name          string    `json:"name"`
	Email         string    `json:"email"`
	EmailVerified bool      `json:"emailVerified"`
	Image         *string   `json:"image"`
	CreatedAt     wire.Time `json:"createdAt"`
	UpdatedAt     wire.Time `json:"updatedAt"`
}

func newUserJSON(u identity.User) userJSON {
	name := ""
	if u.FullName != nil {
		name = *u.FullName
	}
	return userJSON{u.ID, name, u.Email, u.EmailVerified, u.AvatarURL, u.CreatedAt, u.UpdatedAt}
}
