package betterauth

import (
	"errors"
	"net/http"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/secret"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// DeleteUser answers POST /api/auth/delete-user with 200: the user, the sessions and the tasks are deleted. It takes
// the password, or the token of the mail's link, or a session that began within a day. With an older one and a
// callbackURL, where the link leads, that mail is sent.
func DeleteUser(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthDeleteUser", deleteUser)
}

func deleteUser(w http.ResponseWriter, r *request) error {
	var in struct {
		Password    wire.Optional[string] `json:"password"`
		Token       wire.Optional[string] `json:"token"`
		CallbackURL wire.Optional[string] `json:"callbackURL"`
	}
	if err := read(w, r, &in, bodyRequired); err != nil {
		return err
	}
	caller, err := requireSession(w, r, doesNotRenew)
	if err != nil {
		return err
	}
	if in.Password.Value != "" {
		if identity.PasswordTooLong(in.Password.Value) {
			return caller.failAfterAuth(passwordTooLong)
		}
		if err := caller.checkPassword(in.Password.Value); err != nil {
			return err
		}
	}
	if in.Token.Value != "" {
		if err := deleteWithToken(caller, in.Token.Value); err != nil {
			return err
		}
		caller.ClearCookies(w)
		return web.JSON(w, http.StatusOK, userDeleted)
	}

	user := identity.SelectUserCause()
	deleted := database.Exec(`delete from users where id = app_user() and ($2 or `+isFresh+`)`,
		freshAge, in.Password.Value != "")
	if err := caller.run(user, deleted); err != nil {
		return err
	}
	switch {
	case deleted.Affected == 1:
		caller.ClearCookies(w)
		return web.JSON(w, http.StatusOK, userDeleted)
	case !user.Found:
		return web.ErrUnauthenticated
	case in.CallbackURL.Value != "":
		err = identity.SendDeletion(r.Request, user.Value, in.CallbackURL.Value)
	}
	if in.CallbackURL.Value == "" || errors.Is(err, identity.ErrNoMail) {
		return badRequest("SESSION_EXPIRED", "Session expired. Re-authenticate to perform this action.")
	} else if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, deletion{true, "Verification email sent"})
}

// deletion is how far a user's deletion has come.
type deletion struct {
	Success bool   `json:"success"`
	Message string `json:"message"`
}

var userDeleted = deletion{true, "User deleted"}

// deleteWithToken deletes the caller, whose mail has brought the token; one that is another user's, used or old is a
// 404.
func deleteWithToken(caller *authed, token string) error {
	deleted := database.Exec(`
		with used as (
		  delete from one_time_tokens t
		  where t.token_hash = $1 and t.purpose = 'delete-account' and t.user_id = app_user()
		  and `+identity.ValidToken+`
		  returning t.user_id)
		delete from users where id = (select user_id from used)`, secret.HashToken(token))
	if err := caller.run(deleted); err != nil {
		return err
	}
	if deleted.Affected == 0 {
		return fail(http.StatusNotFound, "INVALID_TOKEN", "Invalid token")
	}
	return nil
}
