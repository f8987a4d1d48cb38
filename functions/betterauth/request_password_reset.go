package betterauth

import (
	"errors"
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// RequestPasswordReset answers POST /api/auth/request-password-reset with 200, whether the address has an account,
// which gets a mail with a link, or has none.
func RequestPasswordReset(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthRequestPasswordReset", requestPasswordReset)
}

func requestPasswordReset(w http.ResponseWriter, r *request) error {
	var in struct {
		Email      wire.Optional[string] `json:"email" need:"true"`
		RedirectTo wire.Optional[string] `json:"redirectTo"`
	}
	if err := read(w, r, &in, bodyRequired); err != nil {
		return err
	}
	email, faults := normalizeEmail("email", in.Email.Value)
	if faults != nil {
		return validation("body", faults)
	}
	err := identity.SendReset(r.Request, email, in.RedirectTo.Value, r.limited(), r.mailsLimited())
	if errors.Is(err, identity.ErrNoMail) {
		return badRequest("RESET_PASSWORD_DISABLED", "Reset password isn't enabled")
	} else if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, struct {
		Status  bool   `json:"status"`
		Message string `json:"message"`
	}{true, "If this email exists in our system, check your email for the reset link"})
}
