package identity

import (
	"context"
	"errors"
	"net/url"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/secret"
)

// undoLife is how long the owner of the former address may take a change of address back.
const undoLife = 7 * 24 * time.Hour

const liveUndo = `t.token_hash = $1 and t.purpose = 'undo-email-change' and ` + LiveToken

// undoLink is where a mail of mail.EmailChangedUndo leads: a page that asks, so that a mail scanner undoes nothing.
func undoLink(cfg *config.Config, token string) string {
	return cfg.AuthURL + "/api/auth/undo-email-change?" + url.Values{"token": {token}}.Encode()
}

// CheckUndo fails with ErrInvalidToken unless a token, of a mail about a change of address, would take it back.
func CheckUndo(ctx context.Context, token string) error {
	b := &pgx.Batch{}
	b.Queue(`select t.email from one_time_tokens t where `+liveUndo, secret.HashToken(token)).
		QueryRow(redeemed(new(string)))
	return database.Run(ctx, b, true)
}

// TakeBackEmail gives the account its former address back, which the token's mail went to, and returns it. Whoever
// changed it may have been somebody else, so that a reset mailed there is the only way in that is sure to be the
// owner's: every session ends, the password and what was linked since are gone, and what was given out before is dead.
// An earlier undo, to the address before that, stays: or whoever changes the address twice could end it. It fails with
// ErrInvalidToken, or with ErrTaken where the address has another account by now.
func TakeBackEmail(ctx context.Context, cfg *config.Config, token string) (email string, err error) {
	var left string
	b := &pgx.Batch{}
	b.Queue(`
		with used as (delete from one_time_tokens t where `+liveUndo+` returning t.user_id, t.email, t.created_at),
		others as (
		  delete from one_time_tokens t using used where t.user_id = used.user_id and t.token_hash <> $1
		  and (t.purpose <> 'undo-email-change' or t.created_at >= used.created_at)),
		ended as (delete from sessions s using used where s.user_id = used.user_id),
		unlinked as (
		  delete from accounts a using used
		  where a.user_id = used.user_id and a.created_at >= date_trunc('milliseconds', used.created_at)),
		former as (select u.id, u.email from users u join used on used.user_id = u.id)
		update users u set email = used.email, email_verified = true, owner_proven = true, password_hash = null,
		  credential_version = credential_version + 1, updated_at = now()
		from used, former where u.id = used.user_id and former.id = u.id
		returning u.email, former.email`, secret.HashToken(token)).
		QueryRow(func(row pgx.Row) error {
			err := row.Scan(&email, &left)
			if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok && pgErr.Code == "23505" {
				return ErrTaken
			} else if errors.Is(err, pgx.ErrNoRows) {
				return ErrInvalidToken
			}
			return err
		})
	if err := database.Run(ctx, b, false); err != nil {
		return "", err
	}
	Tell(ctx, mail.EmailChangeUndone(cfg, email), mail.EmailChangeUndone(cfg, left))
	return email, nil
}
