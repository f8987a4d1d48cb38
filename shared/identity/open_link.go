package identity

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/secret"
)

// Opener is who opens a link. A person who has pressed a button for it, which sends a POST, or who follows it where
// they are signed in, proves that the address is theirs. A GET alone does not: mail scanners open every link.
type Opener struct {
	Posted bool
	Tokens [][]byte // the hashes of the session tokens that the request shows
}

// liveLink is the condition under which a link's cause lasts, for the user u; $1 to $6 are those of OpenLink.
const liveLink = `u.id = $1 and u.email = $2 and u.credential_version = $3 and ($4::uuid is null or exists (
	select from sessions s where s.id = $4 and s.user_id = u.id and s.expires_at > now()))`

// provenBy reports whether the opener is the owner of the address.
const provenBy = `($5 or exists (
	select from sessions s where s.token_hash = any ($6::bytea[]) and s.user_id = u.id and s.expires_at > now()))`

// OpenLink does what a link of MailVerification or MailEmailChange says, in one round trip, and returns the user. A
// link that has done its work already does no more, and succeeds. A change of address verifies the new one, ends what
// was given out before, and is told to both addresses; whoever reads the mail of the former one, where it was verified,
// may take it back within a week. The statements of first, a limit, come before; it is added to, here as in what
// follows. It fails with ErrInvalidToken, or with ErrNoUser when the user is gone.
func OpenLink(ctx context.Context, cfg *config.Config, l Link, by Opener, first *pgx.Batch) (u User, err error) {
	id := ForeignID(l.UserID) // it may be a link that another server has mailed, before its users moved here
	args := []any{id, l.Email, l.Version, l.Session, by.Posted, by.Tokens}
	undo, target := secret.NewOneTimeToken(), l.Email
	known, done, undoable := false, false, false
	first.Queue(`select exists (select from users where id = $1 or lower(email) = $2)`, id, l.Email).
		QueryRow(func(row pgx.Row) error { return row.Scan(&known) })
	if l.Kind == VerifiesEmail {
		first.Queue(`
			update users u set email_verified = true, owner_proven = owner_proven or `+provenBy+`,
			  updated_at = case when email_verified then updated_at else now() end
			where `+liveLink, args...)
	} else {
		target = l.UpdateTo
		first.Queue(`
			with former as (select u.id, u.email_verified from users u where `+liveLink+` for update),
			changed as (
			  update users u set email = $7, email_verified = true, owner_proven = `+provenBy+`,
			    credential_version = credential_version + 1, updated_at = now()
			  from former where u.id = former.id returning u.id),
			undo as (
			  insert into one_time_tokens (token_hash, purpose, user_id, email, expires_at)
			  select $8, 'undo-email-change', id, $2, now() + $9::interval from former where email_verified)
			select email_verified from former`, append(args, target, secret.HashToken(undo), undoLife)...).
			QueryRow(func(row pgx.Row) error {
				err := row.Scan(&undoable)
				done = err == nil
				if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok && pgErr.Code == "23505" {
					// the address is somebody's
					return ErrInvalidToken
				} else if errors.Is(err, pgx.ErrNoRows) {
					return nil
				}
				return err
			})
	}
	first.Queue(`select `+Columns+` from users where id = $1 and email = $2 and email_verified`, id, target).
		QueryRow(func(row pgx.Row) error {
			if err := u.Scan(row); !errors.Is(err, pgx.ErrNoRows) {
				return err
			}
			if !known {
				return ErrNoUser
			}
			return ErrInvalidToken
		})
	if err := database.Run(ctx, first, false); err != nil {
		return u, err
	}
	if done {
		told := mail.EmailChanged(cfg, l.Email)
		if undoable {
			told = mail.EmailChangedUndo(cfg, l.Email, undoLink(cfg, undo))
		}
		Tell(ctx, told, mail.EmailChanged(cfg, target))
	}
	return u, nil
}
