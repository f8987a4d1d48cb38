package auth

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// Signup answers POST /api/auth/signup with 201 and the user, or 409 when the address has an account already; with 429
// after five sign-ups in a minute, or 20 in an hour, from one address.
// Where mail can be sent, the address gets a link that proves it.
func Signup(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "signup", answers, signup)
}

func signup(w http.ResponseWriter, r *web.Request) error {
	var in struct {
		Email    string                `json:"email"`
		Password string                `json:"password"`
		FullName wire.Optional[string] `json:"full_name" type:"a string or null"`
		Name     wire.Optional[string] `json:"name" type:"a string or null"`
	}
	faults, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	var rule string
	if in.Email, rule = identity.NormalizeEmail(in.Email); rule != "" {
		faults = problem.AppendOnce(faults, "email", rule)
	}
	if rule = identity.PasswordRule(in.Password); rule != "" {
		faults = problem.AppendOnce(faults, "password", rule)
	}
	fullName, nameFaults := identity.NormalizeName(in.FullName, in.Name)
	if faults = append(faults, nameFaults...); len(faults) > 0 {
		return problem.Unprocessable(faults...)
	}
	user, err := identity.SignUp(r, identity.SignUpParams{
		Email: in.Email, Password: in.Password, FullName: fullName.Ptr(), Callback: r.Config.FrontendURL + "/",
	})
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusCreated, user)
}
