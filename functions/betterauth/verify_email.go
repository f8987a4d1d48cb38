package betterauth

import (
	"errors"
	"net/http"

	"github.com/todo-backend/todo-backend/shared/account"
	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// VerifyEmail answers GET /api/auth/verify-email, the link of the mails that verify and change an address: 302 to
// callbackURL, with an error where there is one, or 200, or 401.
func VerifyEmail(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "GET", "/verify-email", verifyEmail)
}

func verifyEmail(w http.ResponseWriter, r *http.Request, cfg *config.Config) error {
	target, err := param(cfg, r, "callbackURL")
	if err != nil {
		return err
	}
	if !r.URL.Query().Has("token") {
		return validation("query", []problem.Field{{Field: "token", Detail: "Invalid input: expected string, received undefined"}})
	}
	known, changed, err := account.OpenLink(r.Context(), cfg, r.URL.Query().Get("token"), limited(r, cfg, "/verify-email", usual))
	code := ""
	switch {
	case errors.Is(err, account.ErrTokenExpired):
		code, err = "TOKEN_EXPIRED", failure(http.StatusUnauthorized, "TOKEN_EXPIRED", "Token expired")
	case errors.Is(err, account.ErrNoUser):
		code, err = "USER_NOT_FOUND", failure(http.StatusUnauthorized, "USER_NOT_FOUND", "User not found")
	case errors.Is(err, account.ErrInvalidToken):
		code, err = "INVALID_TOKEN", failure(http.StatusUnauthorized, "INVALID_TOKEN", "Invalid token")
	case err != nil:
		return err
	}
	switch {
	case code != "" && target != "":
		return redirect(w, target, "error", code)
	case code != "":
		return err
	case target != "":
		return redirect(w, target)
	}
	answer := struct {
		Status bool      `json:"status"`
		User   *userJSON `json:"user"`
	}{Status: true}
	if changed {
		shown := user(known)
		answer.User = &shown
	}
	return web.JSON(w, http.StatusOK, answer)
}
