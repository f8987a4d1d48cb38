package betterauth

import (
	"errors"
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// VerifyPassword answers POST /api/auth/verify-password with 200 when the password is the user's, else with 400; it may
// be tried five times in a minute.
func VerifyPassword(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthVerifyPassword", verifyPassword)
}

func verifyPassword(w http.ResponseWriter, r *request) error {
	var in struct {
		Password wire.Optional[string] `json:"password" need:"true"`
	}
	if err := read(w, r, &in, bodyRequired); err != nil {
		return err
	}
	caller, err := requireSession(w, r, renews)
	if err != nil {
		return err
	}
	err = caller.checkPassword(in.Password.Value)
	if errors.Is(err, identity.ErrNoPassword) {
		return invalidPassword
	} else if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, map[string]bool{"status": true})
}
