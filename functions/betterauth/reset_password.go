package betterauth

import (
	"cmp"
	"errors"
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
	if err := read(w, r, &in, needed); err != nil {
		return err
	}
	token := cmp.Or(in.Token.Value, r.URL.Query().Get("token"))
	switch {
	case token == "":
		return invalidToken
	case tooShort(in.New.Value):
		return passwordTooShort
	case identity.TooLong(in.New.Value):
		return passwordTooLong
	case identity.TooCommon(in.New.Value):
		return passwordCommon
	}
	err := identity.Redeem(r.Context(), r.cfg, web.ClientAddress(r.cfg, r.Request), token, in.New.Value, r.limited())
	if errors.Is(err, identity.ErrInvalidToken) {
		return invalidToken
	} else if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, map[string]bool{"status": true})
}
