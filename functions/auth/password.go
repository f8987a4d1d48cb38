package auth

import (
	"errors"
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// ChangePassword answers PUT /api/auth/password with 200: every other session of the user has ended. The current
// password may be tried five times in a minute, so that a stolen session does not find it out.
func ChangePassword(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "changePassword", answers, changePassword)
}

func changePassword(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	var in struct {
		Current string `json:"current_password"`
		New     string `json:"new_password"`
	}
	faults, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	if in.Current == "" {
		faults = problem.AppendOnce(faults, "current_password", "Current password is required")
	}
	if rule := identity.PasswordRule(in.New); rule != "" {
		faults = problem.AppendOnce(faults, "new_password", rule)
	}
	if len(faults) > 0 {
		return problem.Unprocessable(faults...)
	}
	_, err = caller.ReplacePassword(identity.PasswordChange{Current: in.Current, New: in.New, EndOthers: true})
	if errors.Is(err, identity.ErrWrongPassword) || errors.Is(err, identity.ErrNoPassword) {
		return problem.Unprocessable(
			problem.Field{Field: "current_password", Detail: "Current password is incorrect"})
	} else if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, message{"Password changed"})
}
