package identity

import (
	"errors"
	"net/url"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/secret"
	"github.com/todo-backend/todo-backend/shared/web"
)

// undoTTL is how long the owner of the former address may take a change of address back.
const undoTTL = 7 * 24 * time.Hour

const undoable = `t.token_hash = $1 and t.purpose = 'undo-email-change' and ` + ValidToken

// undoURL is where a mail of mail.EmailChangedUndo leads: a page that asks, so that a mail scanner undoes nothing.
func undoURL(cfg *config.Config, token string) string {
	return cfg.AuthURL + "/api/auth/undo-email-change?" + url.Values{"token": {token}}.Encode()
}

// CheckEmailUndo fails with ErrInvalidToken unless RestoreEmail would take the token.
func CheckEmailUndo(r *web.Request, token string) error {
	valid := database.Exists(`select from one_time_tokens t where `+undoable, secret.HashToken(token))
	if err := r.DB.Read(r.Context(), valid); err != nil {
		return err
	}
	if !valid.Found {
		return ErrInvalidToken
	}
	return nil
}

// addresses are the former address, which an account has again, and the one that it replaces.
type addresses struct{ restored, replaced string }

// Fields are where a row is scanned to.
func (a *addresses) Fields() []any { return []any{&a.restored, &a.replaced} }

// RestoreEmail gives the account its former address back, which the token's mail went to, and returns it. Whoever
// changed it may have been somebody else, so that a reset mailed there is the only way in that is sure to be the
// owner's: every session ends, the password and what was linked since are removed, and what was given out before is
// revoked. The token of an earlier change stays valid, so that a second change does not revoke it. It fails with
// ErrInvalidToken, or with ErrEmailTaken where the address has another account by now.
func RestoreEmail(r *web.Request, token string) (email string, err error) {
	undone := database.QueryRow[addresses](`
		with used as (delete from one_time_tokens t where `+undoable+` returning t.user_id, t.email, t.created_at),
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
		returning u.email, former.email`, secret.HashToken(token))
	undone.OnError = func(err error) error { return uniqueAs(ErrEmailTaken, err) }
	if err := r.DB.Write(r.Context(), undone); err != nil {
		return "", err
	}
	if !undone.Found {
		return "", ErrInvalidToken
	}
	restored, replaced := undone.Value.restored, undone.Value.replaced
	Notify(r, mail.EmailChangeUndone(r.Config, restored), mail.EmailChangeUndone(r.Config, replaced))
	return restored, nil
}

// uniqueAs returns sentinel where err says that a unique value, such as an address, is taken, else err.
func uniqueAs(sentinel, err error) error {
	if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok && pgErr.Code == "23505" {
		return sentinel
	}
	return err
}
