package auth

import (
	"cmp"
	"errors"
	"net/http"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
	"github.com/todo-backend/todo-backend/shared/web"
)

// ForgotPassword answers POST /api/auth/password/forgot with 202, whether the address has an account, which gets a mail
// with a link to redirect_to, or has none; with 429 after five in a minute or 20 in an hour from one address, and 503
// where no mail can be sent. No recipient is mailed more than five times in an hour.
func ForgotPassword(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "forgotPassword", forgotPassword)
}

func forgotPassword(w http.ResponseWriter, r *http.Request) error {
	cfg, err := config.Get()
	if err != nil {
		return err
	}
	var in struct {
		Email      string `json:"email"`
		RedirectTo string `json:"redirect_to" type:"a string"`
	}
	wrong, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	var rule string
	if in.Email, rule = identity.CleanEmail(in.Email); rule != "" {
		wrong = problem.AppendOnce(wrong, "email", rule)
	}
	if rule = redirectRule(cfg, in.RedirectTo); rule != "" {
		wrong = problem.AppendOnce(wrong, "redirect_to", rule)
	}
	if len(wrong) > 0 {
		return problem.Unprocessable(wrong...)
	}
	limit := &pgx.Batch{}
	ratelimit.Count(limit, ratelimit.From(web.ClientAddress(cfg, r), ratelimit.Mails, ratelimit.MailsLong)...)
	err = identity.MailReset(r.Context(), cfg, in.Email, cmp.Or(in.RedirectTo, cfg.FrontendURL+"/"), limit)
	if errors.Is(err, identity.ErrNoMail) {
		return noMail
	} else if err != nil {
		return err
	}
	return web.JSON(w, http.StatusAccepted, message{"If this email has an account, a link to set a new password is on its way"})
}
