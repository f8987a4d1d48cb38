package auth

import (
	"cmp"
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
	"github.com/todo-backend/todo-backend/shared/web"
)

// SendVerification answers POST /api/auth/verification with 202: the user gets a mail with a link that proves the
// address; with 409 when that is proven already, 429 after five in a minute, and 503 where no mail can be sent.
func SendVerification(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "sendVerification", answers, sendVerification)
}

func sendVerification(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	var in struct {
		RedirectTo string `json:"redirect_to" type:"a string"`
	}
	faults, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	if rule := redirectRule(r.Config, in.RedirectTo); rule != "" {
		faults = problem.AppendOnce(faults, "redirect_to", rule)
	}
	if len(faults) > 0 {
		return problem.Unprocessable(faults...)
	}
	if !r.Mail.Enabled() {
		return identity.ErrNoMail
	}
	attempt := ratelimit.For(r.Config).CountFound(nil, ratelimit.Links, identity.OwnKey)
	mailed := identity.CountMail(r, `select `+ratelimit.HashedSQL("email")+` from users where id = app_user()`)
	user := identity.SelectUserCause()
	if err := caller.Pipeline().AsOwner(attempt, mailed).AsUser(user).Run(); err != nil {
		return err
	}
	if !user.Found { // deleted since the session was checked
		return web.ErrUnauthenticated
	}
	if user.Value.EmailVerified {
		return problem.New(http.StatusConflict, "This email is verified already")
	}
	redirect := cmp.Or(in.RedirectTo, r.Config.FrontendURL+"/")
	err = identity.SendVerificationLink(r, user.Value.User, user.Value.Cause, redirect, mailed.Value.Admitted)
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusAccepted, message{"A link to verify this email is on its way"})
}
