package auth

import (
	"errors"
	"net/http"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// ChangePassword answers PUT /api/auth/password with 200: every other session of the user has ended. The current
// password may be tried five times in a minute, so that a stolen session does not find it out.
func ChangePassword(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "changePassword", changePassword)
}

func changePassword(w http.ResponseWriter, r *http.Request) error {
	cfg, err := config.Get()
	if err != nil {
		return err
	}
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	var in struct {
		Current string `json:"current_password"`
		New     string `json:"new_password"`
	}
	wrong, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	if in.Current == "" {
		wrong = problem.AppendOnce(wrong, "current_password", "Current password is required")
	}
	if rule := identity.PasswordRule(in.New); rule != "" {
		wrong = problem.AppendOnce(wrong, "new_password", rule)
	}
	if len(wrong) > 0 {
		return problem.Unprocessable(wrong...)
	}

	incorrect := problem.Unprocessable(problem.Field{Field: "current_password", Detail: "Current password is incorrect"})
	user, old, err := caller.CheckPassword(r.Context(), in.Current, &pgx.Batch{})
	if err == nil {
		err = caller.ReplacePassword(r.Context(), old, in.New, func(b *pgx.Batch, hash string) {
			b.Queue(`delete from sessions where user_id = app_user() and id is distinct from app_session() and `+identity.PasswordChanged, hash)
		})
	}
	if errors.Is(err, identity.ErrWrongPassword) { // or another change came first
		return incorrect
	} else if err != nil {
		return err
	}
	identity.Tell(r.Context(), mail.PasswordChanged(cfg, user.Email))
	return web.JSON(w, http.StatusOK, message{"Password changed"})
}
