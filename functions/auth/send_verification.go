package auth

import (
	"cmp"
	"net/http"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
	"github.com/todo-backend/todo-backend/shared/web"
)

// SendVerification answers POST /api/auth/verification with 202: the user gets a mail with a link that proves the
// address; with 409 when that is proven already, 429 after five in a minute, and 503 where no mail can be sent.
func SendVerification(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "sendVerification", sendVerification)
}

func sendVerification(w http.ResponseWriter, r *http.Request) error {
	cfg, err := config.Get()
	if err != nil {
		return err
	}
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	var in struct {
		RedirectTo string `json:"redirect_to" type:"a string"`
	}
	wrong, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	if rule := redirectRule(cfg, in.RedirectTo); rule != "" {
		wrong = problem.AppendOnce(wrong, "redirect_to", rule)
	}
	if len(wrong) > 0 {
		return problem.Unprocessable(wrong...)
	}
	if !identity.CanMail() {
		return noMail
	}
	var user identity.User
	var cause identity.Cause
	attempt, b := &pgx.Batch{}, &pgx.Batch{}
	ratelimit.CountFound(attempt, nil, ratelimit.Links, identity.OwnKey)
	admitted := identity.CountMail(attempt, `select `+ratelimit.HashedSQL("email")+` from users where id = app_user()`)
	b.Queue(`select ` + identity.Columns + `, ` + identity.CauseColumns + ` from users where id = app_user()`).
		QueryRow(func(row pgx.Row) error { return row.Scan(append(user.Fields(), cause.Fields()...)...) })
	if err := caller.DoAfter(r.Context(), attempt, b); err != nil {
		return err
	}
	if user.EmailVerified {
		return problem.New(http.StatusConflict, "This email is verified already")
	}
	redirect := cmp.Or(in.RedirectTo, cfg.FrontendURL+"/")
	if err := identity.MailVerification(r.Context(), cfg, user, cause, redirect, admitted); err != nil {
		return err
	}
	return web.JSON(w, http.StatusAccepted, message{"A link to verify this email is on its way"})
}
