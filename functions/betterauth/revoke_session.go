package betterauth

import (
	"net/http"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// RevokeSession answers POST /api/auth/revoke-session with 200: the session that a token or a handle of list-sessions
// names has ended, if it is one of the user's; somebody else's goes on, and the answer is the same.
func RevokeSession(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthRevokeSession", revokeSession)
}

func revokeSession(w http.ResponseWriter, r *request) error {
	var in struct {
		Token wire.Optional[string] `json:"token" need:"true"`
	}
	if err := read(w, r, &in, bodyRequired); err != nil {
		return err
	}
	caller, err := requireSession(w, r, doesNotRenew)
	if err != nil {
		return err
	}
	handle, _ := uuid.Parse(in.Token.Value) // the zero UUID is no session's
	isCurrent := identity.EndSession(handle, in.Token.Value)
	if err := caller.run(isCurrent); err != nil {
		return err
	}
	if isCurrent.Value {
		caller.ClearCookies(w)
	}
	return web.JSON(w, http.StatusOK, map[string]bool{"status": true})
}
