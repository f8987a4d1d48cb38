package identity

import (
	"errors"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
)

// Why a password is not taken for the caller's.
var (
	ErrWrongPassword = errors.New("wrong password")
	ErrNoPassword    = errors.New("the account has no password")
)

// OwnKey finds the key of a limit by session, once the caller is found: the session, or the user of another server's
// JWT.
const OwnKey = `select coalesce(app_session(), app_user())::text`

// CheckPassword returns the caller and the hash of the password when it is the one given, after the statements of pre,
// such as a limit; else it fails with ErrWrongPassword or ErrNoPassword. It may be tried five times in a minute of one
// session, so that a stolen one does not find it out, nor keeps the owner, who has another, from changing it.
func (c *Caller) CheckPassword(password string, pre ...database.Statement) (user User, hash string, err error) {
	c.MarkWrite() // the attempt is counted, also by a GET
	attempt := ratelimit.For(c.r.Config).CountFound(nil, ratelimit.Passwords, OwnKey)
	found := database.QueryRow[userHash](selectUserHash + `where id = app_user()`)
	if err := c.Pipeline().PreAuth(pre...).AsOwner(attempt).AsUser(found).Run(); err != nil {
		return User{}, "", err
	}
	hash = found.Value.hash
	ok, _, err := c.r.Passwords.Verify(c.r.Context(), hash, password)
	switch {
	case err == nil && hash == "":
		err = ErrNoPassword
	case err == nil && !ok:
		err = ErrWrongPassword
	}
	return found.Value.User, hash, err
}

// PasswordChange is what ends, and begins, with another password.
type PasswordChange struct {
	Current, New string // New of PasswordRule

	EndOthers bool     // the user's other sessions end
	Session   *Session // all of the user's sessions end, and this one begins; nil: none does
}

// ReplacePassword gives the caller another password, after the statements of pre, tells the owner, and returns the
// user. What was given out before, a reset's link and the like, is revoked. It fails as CheckPassword does, and with
// ErrWrongPassword too when another change came first.
func (c *Caller) ReplacePassword(change PasswordChange, pre ...database.Statement) (User, error) {
	user, old, err := c.CheckPassword(change.Current, pre...)
	if err != nil {
		return User{}, err
	}
	hash, err := c.r.Passwords.Rehash(c.r.Context(), change.New)
	if err != nil {
		return User{}, err
	}
	const changed = `exists (select from users where id = app_user() and password_hash = $1)`
	replace := database.QueryValue[int](`
		update users set password_hash = $2, credential_version = credential_version + 1, updated_at = now()
		where id = app_user() and password_hash = $1 returning 1`, old, hash)
	statements := []database.Statement{replace}
	switch {
	case change.Session != nil:
		statements = append(statements,
			database.Exec(`delete from sessions where user_id = app_user() and `+changed, hash))
		statements = append(statements, change.Session.Insert(`
			select app_user() as id
			where exists (select from users where id = app_user() and password_hash = $6)`, hash)...)
	case change.EndOthers:
		statements = append(statements, database.Exec(`
			delete from sessions
			where user_id = app_user() and id is distinct from app_session() and `+changed, hash))
	}
	if err := c.Run(statements...); err != nil {
		return User{}, err
	}
	if !replace.Found {
		return User{}, ErrWrongPassword
	}
	Notify(c.r, mail.PasswordChanged(c.r.Config, user.Email))
	return user, nil
}
