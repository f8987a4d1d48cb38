package betterauth

import (
	"errors"
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// ChangePassword answers POST /api/auth/change-password with 200 and the user. With revokeOtherSessions every session
// of the user ends, and the answer brings a new one. The current password may be tried five times in a minute.
func ChangePassword(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthChangePassword", changePassword)
}

func changePassword(w http.ResponseWriter, r *request) error {
	var in struct {
		New     wire.Optional[string] `json:"newPassword" need:"true"`
		Current wire.Optional[string] `json:"currentPassword" need:"true"`
		Revoke  wire.Optional[bool]   `json:"revokeOtherSessions" type:"boolean"`
	}
	if err := read(w, r, &in, bodyRequired); err != nil {
		return err
	}
	caller, err := requireSession(w, r, renews)
	if err != nil {
		return err
	}
	invalid := checkNewPassword(in.New.Value)
	if identity.PasswordTooLong(in.Current.Value) && !errors.Is(invalid, passwordTooShort) {
		invalid = passwordTooLong
	}
	if invalid != nil {
		return caller.failAfterAuth(invalid)
	}
	change := identity.PasswordChange{Current: in.Current.Value, New: in.New.Value}
	if in.Revoke.Value {
		change.Session = identity.NewSession(r.Request, lifetime(r.rememberMe()))
	}
	user, err := caller.replacePassword(change)
	if err != nil {
		return err
	}
	answer := struct {
		Token *string  `json:"token"`
		User  userJSON `json:"user"`
	}{nil, newUserJSON(user)}
	if session := change.Session; session != nil {
		answer.Token = &session.Token
		setSession(w, r, session.Token, session.Lifetime)
	}
	return web.JSON(w, http.StatusOK, answer)
}
