package auth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Login answers POST /api/auth/login with 200, the user, a token and the session cookie; with 401 in the same words and
// the same time for an unknown email and a wrong password; and with 429 after too many attempts, see identity.SignIn.
func Login(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "login", answers, login)
}

func login(w http.ResponseWriter, r *web.Request) error {
	var in struct {
		Email      string `json:"email"`
		Password   string `json:"password"`
		RememberMe bool   `json:"remember_me" type:"true or false"`
	}
	faults, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	var rule string
	if in.Email, rule = identity.NormalizeEmail(in.Email); rule != "" {
		faults = problem.AppendOnce(faults, "email", rule)
	}
	if in.Password == "" {
		faults = problem.AppendOnce(faults, "password", "Password is required")
	} else if identity.PasswordTooLong(in.Password) { // none that long was ever accepted
		faults = problem.AppendOnce(faults, "password", identity.PasswordRule(in.Password))
	}
	if len(faults) > 0 {
		return problem.Unprocessable(faults...)
	}
	lifetime := identity.Week
	if in.RememberMe {
		lifetime = identity.Month
	}
	session := identity.NewSession(r, lifetime)
	user, err := identity.SignIn(r, session, in.Email, in.Password)
	if err != nil {
		return err
	}
	identity.SetCookie(w, r, session.Token, lifetime)
	return writeSession(w, r, user, session.ID, session.ExpiresAt(), loggedIn)
}
