package identity

import (
	"errors"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Why no account is created for an address.
var (
	ErrEmailTaken          = errors.New("the address has an account")
	ErrEmailTakenMeanwhile = errors.New("the address has got an account since it was looked up")
)

// SignUpParams is an account to create, its fields checked: an address of NormalizeEmail, a password of PasswordRule.
type SignUpParams struct {
	Email     string
	Password  string
	FullName  *string
	AvatarURL *string
	Session   *Session // begins with the account; nil: none does
	Callback  string   // where the mail's link leads on; "" is the index of the site
}

// SignUp creates an account in two round trips, since hashing is expensive: the first looks whether the address is
// free, after the statements of pre, such as a limit; the second inserts the account. Where mail can be sent, the
// address gets a link that proves it. It fails with ErrEmailTaken or ErrEmailTakenMeanwhile, and with
// *problem.RateLimited after too many sign-ups from one address.
func SignUp(r *web.Request, in SignUpParams, pre ...database.Statement) (User, error) {
	limits := ratelimit.For(r.Config)
	taken := database.Exists(`select from users where lower(email) = $1`, in.Email)
	err := r.DB.Write(r.Context(), append(pre,
		limits.Count(ratelimit.From(r.Client(), ratelimit.SignUps, ratelimit.SignUpsLong)...), taken)...)
	if err != nil {
		return User{}, err
	}
	if taken.Found {
		return User{}, ErrEmailTaken
	}
	hash, err := r.Passwords.Hash(r.Context(), in.Password)
	if err != nil {
		return User{}, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return User{}, err
	}
	mailed := CountMail(r, ratelimit.HashedSQL("$3::text"), in.Email)
	user := database.QueryRow[User](`
		insert into users (id, email, password_hash, full_name, avatar_url) values ($1, $2, $3, $4, $5)
		on conflict (lower(email)) do nothing
		returning `+UserColumns, id, in.Email, hash, in.FullName, in.AvatarURL)
	statements := []database.Statement{mailed, user}
	if in.Session != nil {
		statements = append(statements, in.Session.Insert(`select id from users where id = $6`, id)...)
	}
	if err := r.DB.Write(r.Context(), statements...); err != nil {
		return User{}, err
	}
	if !user.Found {
		return User{}, ErrEmailTakenMeanwhile
	}
	return user.Value, SendVerificationLink(r, user.Value, Cause{}, in.Callback, mailed.Value.Admitted)
}
