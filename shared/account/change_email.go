package account

import (
	"context"
	"net/url"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/web"
)

// MailEmailChange mails a link to the address that shall be the user's, unless it is somebody's already, and tells the
// address that the user has that a change was asked for: in both cases, so that neither mail tells which it is.
func MailEmailChange(ctx context.Context, cfg *config.Config, u User, cause Cause, to, callback string) error {
	if !CanMail(cfg) {
		return ErrNoMail
	}
	token, err := Link{Email: u.Email, UserID: u.ID.String(), UpdateTo: to, Kind: ChangesEmail, Cause: cause}.sign(cfg)
	if err != nil {
		return err
	}
	taken := false
	b := &pgx.Batch{}
	b.Queue(`select exists (select from users where lower(email) = $1)`, to).
		QueryRow(func(row pgx.Row) error { return row.Scan(&taken) })
	if err := database.Run(ctx, b, true); err != nil {
		return err
	}
	asked := mail.EmailChangeAsked(cfg, u.Email)
	if taken {
		mail.Later(ctx, cfg, web.RequestID(ctx), &asked)
		return nil
	}
	m := mail.EmailChange(cfg, to, link(cfg, "/verify-email", callback, url.Values{"token": {token}}))
	mail.Later(ctx, cfg, web.RequestID(ctx), &m, &asked)
	return nil
}
