package auth

import (
	"errors"
	"net/http"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// Signup answers POST /api/auth/signup with 201 and the user, or 409 when the address has an account already; with 429
// after five sign-ups in a minute, or 20 in an hour, from one address.
// Where mail can be sent, the address gets a link that proves it.
func Signup(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "signup", signup)
}

func signup(w http.ResponseWriter, r *http.Request) error {
	cfg, err := config.Get()
	if err != nil {
		return err
	}
	var in struct {
		Email    string                `json:"email"`
		Password string                `json:"password"`
		FullName wire.Optional[string] `json:"full_name" type:"a string or null"`
		Name     wire.Optional[string] `json:"name" type:"a string or null"`
	}
	wrong, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	var rule string
	if in.Email, rule = identity.CleanEmail(in.Email); rule != "" {
		wrong = problem.AppendOnce(wrong, "email", rule)
	}
	if rule = identity.PasswordRule(in.Password); rule != "" {
		wrong = problem.AppendOnce(wrong, "password", rule)
	}
	fullName, rules := identity.CleanName(in.FullName, in.Name)
	if wrong = append(wrong, rules...); len(wrong) > 0 {
		return problem.Unprocessable(wrong...)
	}

	user, admitted, err := identity.Create(r.Context(), identity.New{
		Email: in.Email, Password: in.Password, FullName: fullName.Ptr(), From: web.ClientAddress(cfg, r),
	}, &pgx.Batch{}, func(uuid.UUID, *pgx.Batch) {})
	if errors.Is(err, identity.ErrTaken) || errors.Is(err, identity.ErrRaced) {
		return problem.New(http.StatusConflict, "An account with this email already exists")
	} else if err != nil {
		return err
	}
	err = identity.MailVerification(r.Context(), cfg, user, identity.Cause{}, cfg.FrontendURL+"/", admitted)
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusCreated, user)
}
