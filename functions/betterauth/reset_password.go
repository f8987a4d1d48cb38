package betterauth

import (
	"cmp"
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// ResetPassword answers POST /api/auth/reset-password with 200: the mail's token, which is good once and for an hour,
// has set the new password, and every session of the user has ended.
func ResetPassword(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthResetPassword", resetPassword)
}

func resetPassword(w http.ResponseWriter, r *request) error {
	var in struct {
		New   wire.Optional[string] `json:"newPassword" need:"true"`
		Token wire.Optional[string] `json:"token"`
	}
	if err := read(w, r, &in, bodyRequired); err != nil {
		return err
	}
	token := cmp.Or(in.Token.Value, r.URL.Query().Get("token"))
	if token == "" {
		return invalidToken
	}
	if err := checkNewPassword(in.New.Value); err != nil {
		return err
	}
	if err := identity.RedeemReset(r.Request, token, in.New.Value, r.limited()); err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, map[string]bool{"status": true})
}
