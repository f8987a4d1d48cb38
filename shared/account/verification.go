package account

import (
	"context"
	"net/url"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/web"
)

// MailVerification mails a link that proves the user's address, where mail can be sent and CountMail has admitted it.
func MailVerification(
	ctx context.Context, cfg *config.Config, u User, cause Cause, callback string, admitted *bool,
) error {
	if !CanMail(cfg) || withheld(ctx, admitted) {
		return nil
	}
	m, err := verificationMail(cfg, u, cause, callback)
	if err == nil {
		mail.Send(ctx, cfg, web.RequestID(ctx), *m)
	}
	return err
}

// MailVerificationTo is MailVerification for whoever may have an address that is not proven yet: nobody, the zero User,
// is answered alike.
func MailVerificationTo(
	ctx context.Context, cfg *config.Config, u User, cause Cause, callback string, admitted *bool,
) error {
	if withheld(ctx, admitted) {
		u = User{}
	}
	m, err := verificationMail(cfg, u, cause, callback)
	if err == nil {
		mail.Later(ctx, cfg, web.RequestID(ctx), m)
	}
	return err
}

func verificationMail(cfg *config.Config, u User, cause Cause, callback string) (*mail.Message, error) {
	if u.ID == uuid.Nil {
		return nil, nil
	}
	token, err := Link{Email: u.Email, UserID: u.ID.String(), Cause: cause}.sign(cfg)
	if err != nil {
		return nil, err
	}
	m := mail.Verification(cfg, u.Email, link(cfg, "/verify-email", callback, url.Values{"token": {token}}))
	return &m, nil
}
