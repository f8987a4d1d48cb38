package betterauth

import (
	"net/http"
	"net/url"

	"github.com/todo-backend/todo-backend/shared/identity"
)

// ResetPasswordLink answers GET /api/auth/reset-password/{token}, the link of the mail, with 302 to callbackURL, which
// gets the token, or an error when it is used or old. The page there asks for the new password.
func ResetPasswordLink(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthResetPasswordLink", resetPasswordLink)
}

func resetPasswordLink(w http.ResponseWriter, r *request) error {
	target, err := r.param("callbackURL")
	if err != nil {
		return err
	}
	if err := r.requireParam("callbackURL"); err != nil {
		return err
	}
	base, err := url.Parse(r.Config.AuthURL)
	if err != nil {
		return err
	}
	if target == "" {
		target = "/api/auth/error"
	}
	to, err := base.Parse(target)
	if err != nil {
		return err
	}
	token := r.PathValue("token")
	redeemable := identity.Redeemable(token)
	if err := r.DB.Read(r.Context(), r.limited(), redeemable); err != nil {
		return err
	}
	if !redeemable.Found {
		return redirect(w, to.String(), "error", "INVALID_TOKEN")
	}
	return redirect(w, to.String(), "token", token)
}
