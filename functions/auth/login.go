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

// Login answers POST /api/auth/login with 200, the user, a token and the session cookie; with 401 in the same words and
// the same time for an unknown email and a wrong password; and with 429 after too many attempts, see identity.SignIn.
func Login(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "login", login)
}

func login(w http.ResponseWriter, r *http.Request) error {
	cfg, err := config.Get()
	if err != nil {
		return err
	}
	var in struct {
		Email      string `json:"email"`
		Password   string `json:"password"`
		RememberMe bool   `json:"remember_me" type:"true or false"`
	}
	wrong, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	var rule string
	if in.Email, rule = identity.CleanEmail(in.Email); rule != "" {
		wrong = problem.AppendOnce(wrong, "email", rule)
	}
	if in.Password == "" {
		wrong = problem.AppendOnce(wrong, "password", "Password is required")
	} else if identity.TooLong(in.Password) { // none that long was ever accepted
		wrong = problem.AppendOnce(wrong, "password", identity.PasswordRule(in.Password))
	}
	if len(wrong) > 0 {
		return problem.Unprocessable(wrong...)
	}
	lifetime := identity.Week
	if in.RememberMe {
		lifetime = identity.Month
	}
	begun, err := identity.Begin(cfg, r, lifetime)
	if err != nil {
		return err
	}
	user, err := identity.SignIn(r.Context(), begun, in.Email, in.Password, &pgx.Batch{})
	if errors.Is(err, identity.ErrWrongCredentials) {
		return problem.New(http.StatusUnauthorized, "Invalid email or password").WithHeader("WWW-Authenticate", "Bearer")
	} else if err != nil {
		return err
	}
	identity.SetCookie(w, cfg, begun.Token, lifetime)
	return answer(w, cfg, user, begun.ID, begun.ExpiresAt, loggedIn)
}
