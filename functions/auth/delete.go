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

// DeleteAccount answers DELETE /api/auth/account with 204: the user, the sessions and the tasks are gone. The password
// in the body may be tried five times in a minute.
func DeleteAccount(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "deleteAccount", deleteAccount)
}

func deleteAccount(w http.ResponseWriter, r *http.Request) error {
	cfg, err := config.Get()
	if err != nil {
		return err
	}
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	var in struct {
		Password string `json:"password"`
	}
	wrong, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	if in.Password == "" {
		wrong = problem.AppendOnce(wrong, "password", "Password is required")
	}
	if len(wrong) > 0 {
		return problem.Unprocessable(wrong...)
	}

	incorrect := problem.Unprocessable(problem.Field{Field: "password", Detail: "Password is incorrect"})
	_, hash, err := caller.CheckPassword(r.Context(), in.Password, &pgx.Batch{})
	if errors.Is(err, identity.ErrWrongPassword) {
		return incorrect
	} else if err != nil {
		return err
	}

	b := &pgx.Batch{} // sessions and tasks follow the user
	b.Queue(`delete from users where id = app_user() and password_hash = $1 returning 1`, hash).
		QueryRow(func(row pgx.Row) error { return row.Scan(nil) })
	if err := caller.Do(r.Context(), b); errors.Is(err, pgx.ErrNoRows) { // the password was changed meanwhile
		return incorrect
	} else if err != nil {
		return err
	}
	caller.ClearCookies(w, r, cfg)
	w.WriteHeader(http.StatusNoContent)
	return nil
}
