package betterauth

import (
	"context"
	"errors"
	"net/http"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// ChangePassword answers POST /api/auth/change-password with 200 and the user. With revokeOtherSessions every session
// of the user ends, and the answer brings a new one. The current password may be tried five times in a minute.
func ChangePassword(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthChangePassword", changePassword)
}

func changePassword(w http.ResponseWriter, r *request) error {
	var in struct {
		New     wire.Optional[string] `json:"newPassword" need:"true"`
		Current wire.Optional[string] `json:"currentPassword" need:"true"`
		Revoke  wire.Optional[bool]   `json:"revokeOtherSessions" type:"boolean"`
	}
	if err := read(w, r, &in, needed); err != nil {
		return err
	}
	one, err := signedIn(w, r)
	if err != nil {
		return err
	}
	if tooShort(in.New.Value) {
		return one.refuse(r.Context(), passwordTooShort)
	}
	if identity.TooLong(in.New.Value) || identity.TooLong(in.Current.Value) {
		return one.refuse(r.Context(), passwordTooLong)
	}
	if identity.TooCommon(in.New.Value) {
		return one.refuse(r.Context(), passwordCommon)
	}
	begun, err := identity.Begin(r.cfg, r.Request, lifetime(r.remembered()))
	if err != nil {
		return err
	}
	u, old, err := one.verify(r.Context(), in.Current.Value)
	if err != nil {
		return err
	}
	err = one.ReplacePassword(r.Context(), old, in.New.Value, func(b *pgx.Batch, hash string) {
		if in.Revoke.Value {
			b.Queue(`delete from sessions where user_id = app_user() and `+identity.PasswordChanged, hash)
			begun.Open(b, `select app_user() as id where exists (select from users where id = app_user() and password_hash = $6)`, hash)
		}
	})
	if errors.Is(err, identity.ErrWrongPassword) { // another change came first
		return invalidPassword
	} else if err != nil {
		return err
	}
	identity.Tell(r.Context(), mail.PasswordChanged(r.cfg, u.Email))
	answer := struct {
		Token *string  `json:"token"`
		User  userJSON `json:"user"`
	}{nil, user(u)}
	if in.Revoke.Value {
		answer.Token = &begun.Token
		setSession(w, r, begun.Token, begun.Lifetime)
	}
	return web.JSON(w, http.StatusOK, answer)
}

// verify is CheckPassword with Better Auth's errors.
func (c call) verify(ctx context.Context, password string) (u identity.User, hash string, err error) {
	u, hash, err = c.CheckPassword(ctx, password, c.first)
	if errors.Is(err, identity.ErrWrongPassword) && hash == "" {
		err = invalid("CREDENTIAL_ACCOUNT_NOT_FOUND", "Credential account not found")
	} else if errors.Is(err, identity.ErrWrongPassword) {
		err = invalidPassword
	}
	return u, hash, err
}
