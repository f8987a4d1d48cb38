package identity

import (
	"net/url"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/web"
)

// SendVerificationLink mails a link that proves the user's address, where mail can be sent and CountMail has admitted
// it.
func SendVerificationLink(r *web.Request, u User, cause Cause, callback string, admitted bool) error {
	if !r.Mail.Enabled() || withheld(r, admitted) {
		return nil
	}
	mails, err := verificationMail(r, u, cause, callback)
	if err == nil {
		send(r, mails...)
	}
	return err
}

// SendVerificationLinkUniform is SendVerificationLink for whoever may have an address that is not proven yet: nobody,
// the zero User, is answered alike.
func SendVerificationLinkUniform(r *web.Request, u User, cause Cause, callback string, admitted bool) error {
	if withheld(r, admitted) {
		u = User{}
	}
	mails, err := verificationMail(r, u, cause, callback)
	if err == nil {
		sendUniformTime(r, mails...)
	}
	return err
}

// verificationMail returns the mail that proves the address of u, or no mail for the zero User.
func verificationMail(r *web.Request, u User, cause Cause, callback string) ([]mail.Message, error) {
	if u.ID == uuid.Nil {
		return nil, nil
	}
	token, err := VerificationClaims{Email: u.Email, UserID: u.ID.String(), Cause: cause}.sign(r.Secrets)
	if err != nil {
		return nil, err
	}
	confirm := link(r.Config, "/verify-email", callback, url.Values{"token": {token}})
	return []mail.Message{mail.Verification(r.Config, u.Email, confirm)}, nil
}
