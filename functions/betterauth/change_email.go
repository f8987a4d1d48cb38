package betterauth

import (
	"errors"
	"net/http"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// ChangeEmail answers POST /api/auth/change-email with 200: the new address gets a link, and is the account's once that
// is opened. For an address that has an account the answer is the same, and there is no mail. It takes a session that
// began within a day, or the password, which may be tried five times in a minute (OWASP ASVS 5.0, 7.5.1); else 403.
func ChangeEmail(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthChangeEmail", changeEmail)
}

func changeEmail(w http.ResponseWriter, r *request) error {
	var in struct {
		NewEmail    wire.Optional[string] `json:"newEmail" need:"true"`
		Password    wire.Optional[string] `json:"password"`
		CallbackURL wire.Optional[string] `json:"callbackURL"`
	}
	if err := read(w, r, &in, bodyRequired); err != nil {
		return err
	}
	email, faults := normalizeEmail("newEmail", in.NewEmail.Value)
	if faults != nil {
		return validation("body", faults)
	}
	caller, err := requireSession(w, r, renews, r.mailsLimited())
	if err != nil {
		return err
	}
	user, fresh := identity.SelectUserCause(), database.QueryValue[bool](`select `+isFresh, freshAge)
	if err := caller.run(user, fresh); err != nil {
		return err
	}
	switch {
	case !user.Found:
		return web.ErrUnauthenticated
	case user.Value.Email == email:
		return badRequest("", "Email is the same")
	case identity.PasswordTooLong(in.Password.Value):
		return passwordTooLong
	case in.Password.Value != "":
		if err := caller.checkPassword(in.Password.Value); err != nil {
			return err
		}
	case !fresh.Value:
		return notFresh
	}
	err = identity.SendEmailChange(r.Request, user.Value, email, in.CallbackURL.Value)
	if errors.Is(err, identity.ErrNoMail) {
		return badRequest("", "Verification email isn't enabled")
	} else if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, map[string]bool{"status": true})
}
