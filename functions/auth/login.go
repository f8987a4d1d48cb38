package auth

import (
	"errors"
	"net/http"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/account"
	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/session"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Login answers POST /api/auth/login with 200, the user, a token and the session cookie; with 401 in the same words and
// the same time for an unknown email and a wrong password; and with 429 after too many attempts, see session.SignIn.
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
	if in.Email, rule = account.CleanEmail(in.Email); rule != "" {
		wrong = problem.AppendOnce(wrong, "email", rule)
	}
	if in.Password == "" {
		wrong = problem.AppendOnce(wrong, "password", "Password is required")
	} else if account.TooLong(in.Password) { // none that long was ever accepted
		wrong = problem.AppendOnce(wrong, "password", account.PasswordRule(in.Password))
	}
	if len(wrong) > 0 {
		return problem.Unprocessable(wrong...)
	}
	lifetime := session.Week
	if in.RememberMe {
		lifetime = session.Month
	}
	begun, err := session.Begin(cfg, r, lifetime)
	if err != nil {
		return err
	}
	user, err := session.SignIn(r.Context(), begun, in.Email, in.Password, &pgx.Batch{})
	if errors.Is(err, session.ErrWrongCredentials) {
		return problem.New(http.StatusUnauthorized, "Invalid email or password").WithHeader("WWW-Authenticate", "Bearer")
	} else if err != nil {
		return err
	}
	session.SetCookie(w, cfg, begun.Token, lifetime)
	return answer(w, cfg, user, begun.ID, begun.ExpiresAt, loggedIn)
}
