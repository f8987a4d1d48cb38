package auth

import (
	"errors"
	"net/http"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/account"
	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// VerifyEmail answers POST /api/auth/verification/confirm with 200 and the user: the token of the mail's link, which is
// good for an hour, has proven the address. A page that is where the link leads to may send it instead of the browser.
func VerifyEmail(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "verifyEmail", verifyEmail)
}

func verifyEmail(w http.ResponseWriter, r *http.Request) error {
	cfg, err := config.Get()
	if err != nil {
		return err
	}
	var in struct {
		Token string `json:"token"`
	}
	wrong, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	if in.Token == "" {
		wrong = problem.AppendOnce(wrong, "token", "The token of the mail is required")
	}
	if len(wrong) > 0 {
		return problem.Unprocessable(wrong...)
	}
	link, err := account.ReadLink(cfg, in.Token)
	var user account.User
	if err == nil {
		user, err = account.OpenLink(r.Context(), cfg, link, account.Opener{Posted: true}, &pgx.Batch{})
	}
	if errors.Is(err, account.ErrInvalidToken) || errors.Is(err, account.ErrTokenExpired) || errors.Is(err, account.ErrNoUser) {
		return problem.Unprocessable(deadLink)
	} else if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, user)
}
