package auth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// ResetPassword answers POST /api/auth/password/reset with 200: the token of the mail, which is good once and for an
// hour, has set the new password, and every session of the user has ended.
func ResetPassword(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "resetPassword", answers, resetPassword)
}

func resetPassword(w http.ResponseWriter, r *web.Request) error {
	var in struct {
		Token string `json:"token"`
		New   string `json:"new_password"`
	}
	faults, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	if in.Token == "" {
		faults = problem.AppendOnce(faults, "token", "The token of the mail is required")
	}
	if rule := identity.PasswordRule(in.New); rule != "" {
		faults = problem.AppendOnce(faults, "new_password", rule)
	}
	if len(faults) > 0 {
		return problem.Unprocessable(faults...)
	}
	if err := identity.RedeemReset(r, in.Token, in.New); err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, message{"Password changed, please log in"})
}
