package identity

import (
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/secret"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Opener is who opens a link. A person who has pressed a button for it, which sends a POST, or who follows it where
// they are signed in, proves that the address is theirs. A GET alone does not: mail scanners open every link.
type Opener struct {
	Posted bool
	Tokens [][]byte // the hashes of the session tokens that the request shows
}

// validLink is the condition under which a link's cause lasts, for the user u; $1 to $6 are those of ApplyVerification.
const validLink = `u.id = $1 and u.email = $2 and u.credential_version = $3 and ($4::uuid is null or exists (
	select from sessions where id = $4 and user_id = u.id and ` + ValidSession + `))`

// provenBy reports whether the opener is the owner of the address.
const provenBy = `($5 or exists (
	select from sessions where token_hash = any ($6::bytea[]) and user_id = u.id and ` + ValidSession + `))`

// ApplyVerification does what a link of SendVerificationLink or SendEmailChange says, in one round trip after the
// statements of pre, such as a limit, and returns the user. A link that has done its work already changes nothing, and
// succeeds. A change of address verifies the new one, revokes what was given out before, and is told to both addresses;
// the mail to the former one, where it was verified, has a link that undoes the change within a week. It fails with
// ErrInvalidToken, or with ErrNoUser when the user was deleted.
func ApplyVerification(
	r *web.Request, l VerificationClaims, by Opener, pre ...database.Statement,
) (User, error) {
	// The link may be of another server, which has mailed it before its users moved here.
	id := ImportedID("better-auth", l.UserID)
	args := []any{id, l.Email, l.Version, l.Session, by.Posted, by.Tokens}
	exists := database.Exists(`select from users where id = $1 or lower(email) = $2`, id, l.Email)
	if l.Kind == VerifiesEmail {
		return finish(r, l.Email, exists, append(pre, exists, database.Exec(`
			update users u set email_verified = true, owner_proven = owner_proven or `+provenBy+`,
			  updated_at = case when email_verified then updated_at else now() end
			where `+validLink, args...)))
	}
	undo := secret.NewOneTimeToken()
	change := database.QueryValue[bool](`
		with former as (select u.id, u.email_verified from users u where `+validLink+` for update),
		changed as (
		  update users u set email = $7, email_verified = true, owner_proven = `+provenBy+`,
		    credential_version = credential_version + 1, updated_at = now()
		  from former where u.id = former.id returning u.id),
		undo as (
		  insert into one_time_tokens (token_hash, purpose, user_id, email, expires_at)
		  select $8, 'undo-email-change', id, $2, now() + $9::interval from former where email_verified)
		select email_verified from former`, append(args, l.UpdateTo, secret.HashToken(undo), undoTTL)...)
	change.OnError = func(err error) error { return uniqueAs(ErrInvalidToken, err) } // the address is somebody's
	u, err := finish(r, l.UpdateTo, exists, append(pre, exists, change))
	if err == nil && change.Found {
		notice := mail.EmailChanged(r.Config, l.Email)
		if change.Value { // the former address was verified
			notice = mail.EmailChangedUndo(r.Config, l.Email, undoURL(r.Config, undo))
		}
		Notify(r, notice, mail.EmailChanged(r.Config, l.UpdateTo))
	}
	return u, err
}

// finish runs the statements of a link, and returns the user who has the verified address then.
func finish(
	r *web.Request, email string, exists *database.Row[struct{}], statements []database.Statement,
) (User, error) {
	id := exists.Args[0]
	user := database.QueryRow[User](
		`select `+UserColumns+` from users where id = $1 and email = $2 and email_verified`, id, email)
	err := r.DB.Write(r.Context(), append(statements, user)...)
	switch {
	case err != nil:
		return User{}, err
	case !exists.Found:
		return User{}, ErrNoUser
	case !user.Found:
		return User{}, ErrInvalidToken
	}
	return user.Value, nil
}
