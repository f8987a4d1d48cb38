package identity

import (
	"errors"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
	"github.com/todo-backend/todo-backend/shared/web"
)

// ErrWrongCredentials means an unknown email, a wrong password, or an account without one.
var ErrWrongCredentials = errors.New("wrong email or password")

// userHash is a user with the hash of the password, or "" without a password.
type userHash struct {
	User
	hash string
}

// Fields are where a row of selectUserHash is scanned to.
func (u *userHash) Fields() []any { return append(u.User.Fields(), &u.hash) }

const selectUserHash = `select ` + UserColumns + `, coalesce(password_hash, '') from users `

// SignIn checks an address of NormalizeEmail and a password, and opens s, in two round trips, after the statements of
// pre, such as a limit. Whatever fails takes as long, see web.Request.Even. It fails with ErrWrongCredentials, and with
// *problem.RateLimited where too many sign-ins came from the client's address, or failed for the account, whether there
// is one or not (OWASP: Blocking Brute Force Attacks). Failures from elsewhere do not lock the owner out: each source
// from which the account was signed in to before has a count of its own.
func SignIn(r *web.Request, s *Session, email, password string, pre ...database.Statement) (User, error) {
	limits := ratelimit.For(r.Config)
	attempt := limits.CountFound(ratelimit.From(s.address, ratelimit.SignIns), ratelimit.SignInsTo, `
		select $4 || coalesce((
		  select ' ' || left(encode(k.source, 'hex'), 32) from users u join sign_in_sources k on k.user_id = u.id
		  where lower(u.email) = $5 and k.source = $6), '')`, ratelimit.Hashed(email), email, s.source)
	user := database.QueryRow[userHash](selectUserHash+`where lower(email) = $1`, email)
	if err := r.DB.Write(r.Context(), append(pre, attempt, user)...); err != nil {
		return User{}, err
	}
	hash := user.Value.hash // of an unknown user, the empty hash takes as long to check
	ok, needsRehash, err := r.Passwords.Verify(r.Context(), hash, password)
	if err != nil {
		return User{}, err
	}
	if !ok {
		r.Even(r.SignInPace)
		return User{}, ErrWrongCredentials
	}
	// The hash is compared again: a password that was changed meanwhile opens no session.
	statements := s.Insert(`select id from users where id = $6 and password_hash = $7`, user.Value.ID, hash)
	if needsRehash {
		upgraded, err := r.Passwords.Rehash(r.Context(), password)
		if err != nil {
			return User{}, err
		}
		statements = append(statements, database.Exec(
			`update users set password_hash = $3 where id = $1 and password_hash = $2`, user.Value.ID, hash, upgraded))
	}
	statements = append(statements, limits.Forgive(attempt.Value.Key))
	if err := r.DB.Write(r.Context(), statements...); err != nil {
		return User{}, err
	}
	if !s.Opened() {
		r.Even(r.SignInPace)
		return User{}, ErrWrongCredentials
	}
	return user.Value.User, nil
}
