package betterauth

import (
	"net/http"
	"net/url"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/secret"
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
	if err := r.need("callbackURL"); err != nil {
		return err
	}
	base, err := url.Parse(r.cfg.AuthURL)
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
	var good bool
	b := r.limited()
	b.Queue(`
		select exists (select from one_time_tokens t
		  where t.token_hash = $1 and t.purpose = 'reset-password' and `+identity.LiveToken+`)`,
		secret.HashToken(r.PathValue("token"))).
		QueryRow(func(row pgx.Row) error { return row.Scan(&good) })
	if err := database.Run(r.Context(), b, true); err != nil {
		return err
	}
	if !good {
		return redirect(w, to.String(), "error", "INVALID_TOKEN")
	}
	return redirect(w, to.String(), "token", r.PathValue("token"))
}
