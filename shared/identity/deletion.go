package identity

import (
	"context"
	"net/url"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
	"github.com/todo-backend/todo-backend/shared/secret"
)

// MailDeletion mails the user a link that deletes the account; it fails with ErrNoMail.
func MailDeletion(ctx context.Context, cfg *config.Config, u User, cause Cause, callback string) error {
	if !CanMail() {
		return ErrNoMail
	}
	token := secret.NewOneTimeToken()
	b := &pgx.Batch{}
	admitted := CountMail(b, ratelimit.HashedSQL("$3::text"), u.Email)
	b.Queue(`
		insert into one_time_tokens (token_hash, purpose, user_id, expires_at, credential_version, session_id)
		select $1, 'delete-account', u.id, now() + $2::interval, $4, s.id
		from users u left join sessions s on s.id = $5
		where u.id = $3 and ($5::uuid is null or s.id is not null) and `+ratelimit.Admitted,
		secret.HashToken(token), deletionLife, u.ID, cause.Version, cause.Session)
	if err := database.Run(ctx, b, false); err != nil {
		return err
	}
	if withheld(ctx, admitted) {
		return nil
	}
	m := mail.Deletion(cfg, u.Email, link(cfg, "/delete-user/callback", callback, url.Values{"token": {token}}))
	send(ctx, m)
	return nil
}
