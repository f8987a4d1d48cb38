package identity

import (
	"context"
	"net/url"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/mail"
)

// MailVerification mails a link that proves the user's address, where mail can be sent and CountMail has admitted it.
func MailVerification(
	ctx context.Context, cfg *config.Config, u User, cause Cause, callback string, admitted *bool,
) error {
	if !CanMail() || withheld(ctx, admitted) {
		return nil
	}
	mails, err := verificationMail(cfg, u, cause, callback)
	if err == nil {
		send(ctx, mails...)
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
	mails, err := verificationMail(cfg, u, cause, callback)
	if err == nil {
		sendUniformTime(ctx, mails...)
	}
	return err
}

// verificationMail returns the mail that proves the address of u, or no mail for the zero User.
func verificationMail(cfg *config.Config, u User, cause Cause, callback string) ([]mail.Message, error) {
	if u.ID == uuid.Nil {
		return nil, nil
	}
	token, err := Link{Email: u.Email, UserID: u.ID.String(), Cause: cause}.sign(cfg)
	if err != nil {
		return nil, err
	}
	confirm := link(cfg, "/verify-email", callback, url.Values{"token": {token}})
	return []mail.Message{mail.Verification(cfg, u.Email, confirm)}, nil
}
