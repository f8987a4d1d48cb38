package identity

import (
	"net/url"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
	"github.com/todo-backend/todo-backend/shared/secret"
	"github.com/todo-backend/todo-backend/shared/web"
)

// DeleteWithPassword returns the statement that deletes the caller, and with the user the sessions and the tasks. It
// finds no row where the hash of the password is not any more the one that CheckPassword has returned.
func DeleteWithPassword(hash string) *database.Row[int] {
	return database.QueryValue[int](`delete from users where id = app_user() and password_hash = $1 returning 1`, hash)
}

// SendDeletion mails the user a link that deletes the account; it fails with ErrNoMail.
func SendDeletion(r *web.Request, u UserCause, callback string) error {
	if !r.Mail.Enabled() {
		return ErrNoMail
	}
	token := secret.NewOneTimeToken()
	mailed := CountMail(r, ratelimit.HashedSQL("$3::text"), u.Email)
	err := r.DB.Write(r.Context(), mailed, database.Exec(`
		insert into one_time_tokens (token_hash, purpose, user_id, expires_at, credential_version, session_id)
		select $1, 'delete-account', u.id, now() + $2::interval, $4, s.id
		from users u left join sessions s on s.id = $5
		where u.id = $3 and ($5::uuid is null or s.id is not null) and `+ratelimit.Admitted,
		secret.HashToken(token), deletionTTL, u.ID, u.Cause.Version, u.Cause.Session))
	if err != nil || withheld(r, mailed.Value.Admitted) {
		return err
	}
	confirm := link(r.Config, "/delete-user/callback", callback, url.Values{"token": {token}})
	send(r, mail.Deletion(r.Config, u.Email, confirm))
	return nil
}
