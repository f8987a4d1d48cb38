package identity

import (
	"net/url"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
	"github.com/todo-backend/todo-backend/shared/web"
)

// SendEmailChange mails a link to the new address, unless that has an account, and to the user's present address a
// notice that a change was asked for; the notice goes out in either case, so that no mail tells which it is. Either
// address gets five such mails in an hour at most. It fails with ErrNoMail.
func SendEmailChange(r *web.Request, u UserCause, to, callback string) error {
	if !r.Mail.Enabled() {
		return ErrNoMail
	}
	token, err := VerificationClaims{
		Email: u.Email, UserID: u.ID.String(), UpdateTo: to, Kind: ChangesEmail, Cause: u.Cause,
	}.sign(r.Secrets)
	if err != nil {
		return err
	}
	confirmation := CountMail(r, ratelimit.HashedSQL("$3::text"), to)
	notice := ratelimit.For(r.Config).Admit(ratelimit.NoticesTo, ratelimit.HashedSQL("$3::text"), u.Email)
	taken := database.Exists(`select from users where lower(email) = $1`, to)
	if err := r.DB.Read(r.Context(), confirmation, notice, taken); err != nil { // which may be repeated
		return err
	}
	var mails []mail.Message
	if !withheld(r, confirmation.Value.Admitted) && !taken.Found {
		confirm := link(r.Config, "/verify-email", callback, url.Values{"token": {token}})
		mails = append(mails, mail.EmailChange(r.Config, to, confirm))
	}
	if !withheld(r, notice.Value.Admitted) {
		mails = append(mails, mail.EmailChangeAsked(r.Config, u.Email))
	}
	sendUniformTime(r, mails...)
	return nil
}
