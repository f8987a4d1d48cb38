package betterauth

import (
	"errors"
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// RequestPasswordReset answers POST /api/auth/request-password-reset with 200, whether the address has an account, which
// gets a mail with a link, or has none.
func RequestPasswordReset(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthRequestPasswordReset", requestPasswordReset)
}

func requestPasswordReset(w http.ResponseWriter, r *request) error {
	var in struct {
		Email      wire.Optional[string] `json:"email" need:"true"`
		RedirectTo wire.Optional[string] `json:"redirectTo"`
	}
	if err := read(w, r, &in, needed); err != nil {
		return err
	}
	email, wrong := cleanEmail("email", in.Email.Value)
	if wrong != nil {
		return validation("body", wrong)
	}
	first := r.limited()
	ratelimit.Count(first, ratelimit.From(web.ClientAddress(r.cfg, r.Request), ratelimit.Mails, ratelimit.MailsLong)...)
	err := identity.MailReset(r.Context(), r.cfg, email, in.RedirectTo.Value, first)
	if errors.Is(err, identity.ErrNoMail) {
		return invalid("RESET_PASSWORD_DISABLED", "Reset password isn't enabled")
	} else if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, struct {
		Status  bool   `json:"status"`
		Message string `json:"message"`
	}{true, "If this email exists in our system, check your email for the reset link"})
}
