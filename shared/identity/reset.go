package identity

import (
	"context"
	"errors"
	"net/netip"
	"net/url"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
	"github.com/todo-backend/todo-backend/shared/secret"
)

// MailReset mails a link that sets another password to an address of CleanEmail, where it has an account; where it has
// none, nothing tells. The links of before stay good for their hour: whoever asks for more kills none of them.
func MailReset(ctx context.Context, cfg *config.Config, email, callback string, first *pgx.Batch) error {
	if !CanMail() {
		return ErrNoMail
	}
	token := secret.NewOneTimeToken()
	known := false
	admitted := CountMail(first, ratelimit.HashedSQL("$3::text"), email)
	first.Queue(`
		insert into one_time_tokens (token_hash, purpose, user_id, expires_at, credential_version)
		select $1, 'reset-password', id, now() + $2::interval, credential_version
		from users where lower(email) = $3 and `+ratelimit.Admitted+` returning true`,
		secret.HashToken(token), linkLife, email).
		QueryRow(func(row pgx.Row) error {
			if err := row.Scan(&known); !errors.Is(err, pgx.ErrNoRows) {
				return err
			}
			return nil
		})
	// The old ones of all go a few at a time.
	first.Queue(`
		delete from one_time_tokens where token_hash = any (array(
		  select token_hash from one_time_tokens where expires_at < now() limit 10 for update skip locked))`)
	if err := database.Run(ctx, first, false); err != nil {
		return err
	}
	if withheld(ctx, admitted) || !known {
		sendUniformTime(ctx)
		return nil
	}
	sendUniformTime(ctx, mail.Reset(cfg, email, link(cfg, "/reset-password/"+token, callback, url.Values{})))
	return nil
}

// Redeem redeems a token of MailReset: once, within an hour. Every session of the user ends, what was given out before
// is dead, and the address is proven, which is told to it. Where it was not proven before, whoever has made the account
// may have been somebody else: what they have linked to it is gone too, and they cannot take a change of address back.
// From where the link was opened, the user can sign in while others fail to (see ratelimit.SignInsOfOne). It fails with
// ErrInvalidToken.
func Redeem(
	ctx context.Context, cfg *config.Config, from netip.Addr, token, password string, first *pgx.Batch,
) error {
	const good = `t.token_hash = $1 and t.purpose = 'reset-password' and ` + LiveToken
	first.Queue(`select '' from one_time_tokens t where `+good, secret.HashToken(token)).
		QueryRow(redeemed(new(string))) // hashing is dear
	if err := database.Run(ctx, first, false); err != nil {
		return err
	}
	hash, err := Hash(ctx, password)
	if err != nil {
		return err
	}
	var email string
	b := &pgx.Batch{}
	b.Queue(`
		with used as (delete from one_time_tokens t where `+good+` returning t.user_id),
		owner as (select u.id, u.owner_proven from users u join used on used.user_id = u.id),
		others as (
		  delete from one_time_tokens t using owner
		  where t.user_id = owner.id and t.token_hash <> $1
		  and (t.purpose <> 'undo-email-change' or not owner.owner_proven)),
		ended as (delete from sessions s using used where s.user_id = used.user_id),
		remembered as (
		  insert into sign_in_sources (user_id, source) select owner.id, $3 from owner where $3::bytea is not null
		  on conflict (user_id, source) do update set seen_at = now()),
		unlinked as (delete from accounts a using owner where a.user_id = owner.id and not owner.owner_proven)
		update users u set password_hash = $2, email_verified = true, owner_proven = true,
		  credential_version = credential_version + 1, updated_at = now()
		from owner where u.id = owner.id returning u.email`,
		secret.HashToken(token), hash, ratelimit.SourceHash(cfg.Secrets(), from)).
		QueryRow(redeemed(&email))
	if err := database.Run(ctx, b, false); err != nil {
		return err
	}
	Tell(ctx, mail.PasswordChanged(cfg, email))
	return nil
}

func redeemed(email *string) func(row pgx.Row) error {
	return func(row pgx.Row) error {
		if err := row.Scan(email); errors.Is(err, pgx.ErrNoRows) {
			return ErrInvalidToken
		} else {
			return err
		}
	}
}
