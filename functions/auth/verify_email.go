package auth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// VerifyEmail answers POST /api/auth/verification/confirm with 200 and the user: the token of the mail's link, which is
// good for an hour, has proven the address. A page that is where the link leads to may send it instead of the browser.
func VerifyEmail(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "verifyEmail", answers, verifyEmail)
}

func verifyEmail(w http.ResponseWriter, r *web.Request) error {
	var in struct {
		Token string `json:"token"`
	}
	faults, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	if in.Token == "" {
		faults = problem.AppendOnce(faults, "token", "The token of the mail is required")
	}
	if len(faults) > 0 {
		return problem.Unprocessable(faults...)
	}
	claims, err := identity.ParseVerification(r.Secrets, in.Token)
	if err != nil {
		return err
	}
	user, err := identity.ApplyVerification(r, claims, identity.Opener{Posted: true})
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, user)
}
