package betterauth

import (
	"errors"
	"net/http"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// SendVerificationEmail answers POST /api/auth/send-verification-email with 200: an account whose address is not
// verified gets a mail with a link. Without a session the answer is the same for every address.
func SendVerificationEmail(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthSendVerificationEmail", sendVerificationEmail)
}

func sendVerificationEmail(w http.ResponseWriter, r *request) error {
	var in struct {
		Email       wire.Optional[string] `json:"email" need:"true"`
		CallbackURL wire.Optional[string] `json:"callbackURL"`
	}
	if err := read(w, r, &in, needed); err != nil {
		return err
	}
	email, wrong := cleanEmail("email", in.Email.Value)
	if wrong != nil {
		return validation("body", wrong)
	}
	if !identity.CanMail() {
		return invalid("VERIFICATION_EMAIL_NOT_ENABLED", "Verification email isn't enabled")
	}
	var known identity.User
	var cause identity.Cause
	var admitted *bool
	const columns = `select ` + identity.Columns + `, ` + identity.CauseColumns + ` from users where `
	scan := func(row pgx.Row) error { return row.Scan(append(known.Fields(), cause.Fields()...)...) }
	c, ok := r.caller()
	first := r.limited()
	ratelimit.Count(first, ratelimit.From(web.ClientAddress(r.cfg, r.Request), ratelimit.Mails, ratelimit.MailsLong)...)
	if ok {
		before, b := &pgx.Batch{}, &pgx.Batch{}
		admitted = identity.CountMail(before,
			`select `+ratelimit.HashedSQL("$3::text")+` where app_user() is not null`, email)
		b.Queue(columns + `id = app_user()`).QueryRow(scan)
		err := c.DoCounted(r.Context(), first, before, b)
		if ok = !identity.IsUnauthorized(err); ok && err != nil {
			return err
		}
	}
	switch {
	case ok && known.Email != email:
		return invalid("EMAIL_MISMATCH", "Email mismatch")
	case ok && known.EmailVerified:
		return invalid("EMAIL_ALREADY_VERIFIED", "Email is already verified")
	case !ok:
		b := first
		if admitted != nil { // counted, for a session that has ended
			b = &pgx.Batch{}
		}
		admitted = identity.CountMail(b, ratelimit.HashedSQL("$3::text"), email)
		b.Queue(columns+`lower(email) = $1 and not email_verified`, email).
			QueryRow(func(row pgx.Row) error {
				if err := scan(row); !errors.Is(err, pgx.ErrNoRows) {
					return err
				}
				return nil
			})
		if err := database.Run(r.Context(), b, false); err != nil {
			return err
		}
	}
	mail := identity.MailVerificationTo
	if ok {
		mail = identity.MailVerification
	}
	if err := mail(r.Context(), r.cfg, known, cause, in.CallbackURL.Value, admitted); err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, map[string]bool{"status": true})
}
