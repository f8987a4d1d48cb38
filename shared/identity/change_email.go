package identity

import (
	"context"
	"net/url"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
)

// MailEmailChange mails a link to the address that shall be the user's, unless it is somebody's already, and tells the
// address that the user has that a change was asked for: in both cases, so that neither mail tells which it is. Either
// address gets five such mails in an hour at most.
func MailEmailChange(ctx context.Context, cfg *config.Config, u User, cause Cause, to, callback string) error {
	if !CanMail() {
		return ErrNoMail
	}
	token, err := Link{Email: u.Email, UserID: u.ID.String(), UpdateTo: to, Kind: ChangesEmail, Cause: cause}.sign(cfg)
	if err != nil {
		return err
	}
	taken := false
	b := &pgx.Batch{}
	admitted := CountMail(b, ratelimit.HashedSQL("$3::text"), to)
	told := ratelimit.Admit(b, ratelimit.NoticesTo, ratelimit.HashedSQL("$3::text"), u.Email)
	b.Queue(`select exists (select from users where lower(email) = $1)`, to).
		QueryRow(func(row pgx.Row) error { return row.Scan(&taken) })
	if err := database.Run(ctx, b, true); err != nil {
		return err
	}
	var mails []mail.Message
	if !withheld(ctx, admitted) && !taken {
		confirm := link(cfg, "/verify-email", callback, url.Values{"token": {token}})
		mails = append(mails, mail.EmailChange(cfg, to, confirm))
	}
	if !withheld(ctx, told) {
		mails = append(mails, mail.EmailChangeAsked(cfg, u.Email))
	}
	sendUniformTime(ctx, mails...)
	return nil
}
