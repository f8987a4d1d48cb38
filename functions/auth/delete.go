package auth

import (
	"errors"
	"net/http"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// DeleteAccount answers DELETE /api/auth/account with 204: the user, the sessions and the tasks are deleted. The
// password in the body may be tried five times in a minute.
func DeleteAccount(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "deleteAccount", answers, deleteAccount)
}

func deleteAccount(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	var in struct {
		Password string `json:"password"`
	}
	faults, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	if in.Password == "" {
		faults = problem.AppendOnce(faults, "password", "Password is required")
	}
	if len(faults) > 0 {
		return problem.Unprocessable(faults...)
	}

	incorrect := problem.Unprocessable(problem.Field{Field: "password", Detail: "Password is incorrect"})
	_, hash, err := caller.CheckPassword(in.Password)
	if errors.Is(err, identity.ErrWrongPassword) || errors.Is(err, identity.ErrNoPassword) {
		return incorrect
	} else if err != nil {
		return err
	}
	deleted := identity.DeleteWithPassword(hash)
	if err := caller.Run(deleted); err != nil {
		return err
	}
	if !deleted.Found { // the password was changed meanwhile
		return incorrect
	}
	caller.ClearCookies(w)
	w.WriteHeader(http.StatusNoContent)
	return nil
}
