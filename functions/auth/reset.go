package auth

import (
	"errors"
	"net/http"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// ResetPassword answers POST /api/auth/password/reset with 200: the token of the mail, which is good once and for an
// hour, has set the new password, and every session of the user has ended.
func ResetPassword(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "resetPassword", resetPassword)
}

func resetPassword(w http.ResponseWriter, r *http.Request) error {
	var in struct {
		Token string `json:"token"`
		New   string `json:"new_password"`
	}
	wrong, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	if in.Token == "" {
		wrong = problem.AppendOnce(wrong, "token", "The token of the mail is required")
	}
	if rule := identity.PasswordRule(in.New); rule != "" {
		wrong = problem.AppendOnce(wrong, "new_password", rule)
	}
	if len(wrong) > 0 {
		return problem.Unprocessable(wrong...)
	}
	cfg, err := config.Get()
	if err != nil {
		return err
	}
	err = identity.Redeem(r.Context(), cfg, web.ClientAddress(cfg, r), in.Token, in.New, &pgx.Batch{})
	if errors.Is(err, identity.ErrInvalidToken) {
		return problem.Unprocessable(deadLink)
	} else if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, message{"Password changed, please log in"})
}
