package auth

import (
	"cmp"
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
	"github.com/todo-backend/todo-backend/shared/web"
)

// ForgotPassword answers POST /api/auth/password/forgot with 202, whether the address has an account, which gets a mail
// with a link to redirect_to, or has none; with 429 after five in a minute or 20 in an hour from one address, and 503
// where no mail can be sent. No recipient is mailed more than five times in an hour.
func ForgotPassword(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "forgotPassword", answers, forgotPassword)
}

func forgotPassword(w http.ResponseWriter, r *web.Request) error {
	var in struct {
		Email      string `json:"email"`
		RedirectTo string `json:"redirect_to" type:"a string"`
	}
	faults, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	var rule string
	if in.Email, rule = identity.NormalizeEmail(in.Email); rule != "" {
		faults = problem.AppendOnce(faults, "email", rule)
	}
	if rule = redirectRule(r.Config, in.RedirectTo); rule != "" {
		faults = problem.AppendOnce(faults, "redirect_to", rule)
	}
	if len(faults) > 0 {
		return problem.Unprocessable(faults...)
	}
	limit := ratelimit.For(r.Config).Count(ratelimit.From(r.Client(), ratelimit.Mails, ratelimit.MailsLong)...)
	if err := identity.SendReset(r, in.Email, cmp.Or(in.RedirectTo, r.Config.FrontendURL+"/"), limit); err != nil {
		return err
	}
	return web.JSON(w, http.StatusAccepted,
		message{"If this email has an account, a link to set a new password is on its way"})
}
