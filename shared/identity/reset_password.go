package identity

import (
	"net/url"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
	"github.com/todo-backend/todo-backend/shared/secret"
	"github.com/todo-backend/todo-backend/shared/web"
)

// SendReset mails a link that resets the password to an address of NormalizeEmail, where it has an account, after the
// statements of pre, such as a limit. Neither its result nor its time tells whether the address has one. Earlier links
// stay valid for their hour: a stranger who asks for more revokes none of them. It fails with ErrNoMail.
func SendReset(r *web.Request, email, callback string, pre ...database.Statement) error {
	if !r.Mail.Enabled() {
		return ErrNoMail
	}
	token := secret.NewOneTimeToken()
	mailed := CountMail(r, ratelimit.HashedSQL("$3::text"), email)
	inserted := database.QueryValue[bool](`
		insert into one_time_tokens (token_hash, purpose, user_id, expires_at, credential_version)
		select $1, 'reset-password', id, now() + $2::interval, credential_version
		from users where lower(email) = $3 and `+ratelimit.Admitted+` returning true`,
		secret.HashToken(token), linkTTL, email)
	err := r.DB.Write(r.Context(), append(pre, mailed, inserted, database.Exec(`
		delete from one_time_tokens where token_hash = any (array(
		  select token_hash from one_time_tokens where expires_at < now() limit 10 for update skip locked))`))...)
	if err != nil {
		return err
	}
	if withheld(r, mailed.Value.Admitted) || !inserted.Found {
		sendUniformTime(r)
		return nil
	}
	sendUniformTime(r, mail.Reset(r.Config, email, link(r.Config, "/reset-password/"+token, callback, url.Values{})))
	return nil
}

const redeemable = `t.token_hash = $1 and t.purpose = 'reset-password' and ` + ValidToken

// Redeemable returns the statement that looks whether a token of SendReset can be redeemed.
func Redeemable(token string) *database.Row[struct{}] {
	return database.Exists(`select from one_time_tokens t where `+redeemable, secret.HashToken(token))
}

// RedeemReset sets the password by a token of SendReset, after the statements of pre: once, within an hour. Every
// session of the user ends, what was given out before is revoked, and the address is proven, which is told to it. Where
// it was not proven before, the account may have been created by somebody else: what is linked to it is removed too,
// and what would undo a change of its address. From where the link was opened, the user can sign in while others fail
// to (see ratelimit.SignInsTo). It fails with ErrInvalidToken.
func RedeemReset(r *web.Request, token, password string, pre ...database.Statement) error {
	valid := Redeemable(token) // asked first, since hashing is expensive
	if err := r.DB.Write(r.Context(), append(pre, valid)...); err != nil {
		return err
	}
	if !valid.Found {
		return ErrInvalidToken
	}
	hash, err := r.Passwords.Hash(r.Context(), password)
	if err != nil {
		return err
	}
	email := database.QueryValue[string](`
		with used as (delete from one_time_tokens t where `+redeemable+` returning t.user_id),
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
		secret.HashToken(token), hash, ratelimit.SourceHash(r.Secrets, r.Client()))
	if err := r.DB.Write(r.Context(), email); err != nil {
		return err
	}
	if !email.Found {
		return ErrInvalidToken
	}
	Notify(r, mail.PasswordChanged(r.Config, email.Value))
	return nil
}
