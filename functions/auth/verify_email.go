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
	link, err := identity.ReadLink(cfg, in.Token)
	var user identity.User
	if err == nil {
		user, err = identity.OpenLink(r.Context(), cfg, link, identity.Opener{Posted: true}, &pgx.Batch{})
	}
	if errors.Is(err, identity.ErrInvalidToken) || errors.Is(err, identity.ErrTokenExpired) || errors.Is(err, identity.ErrNoUser) {
		return problem.Unprocessable(deadLink)
	} else if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, user)
}
