package betterauth

import (
	"errors"
	"net/http"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// ChangeEmail answers POST /api/auth/change-email with 200: the new address gets a link, and is the account's once that
// is opened. For an address that has an account the answer is the same, and there is no mail. It takes a session that
// began within a day, or the password, which may be tried five times in a minute (OWASP ASVS 5.0, 7.5.1); else 403.
func ChangeEmail(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthChangeEmail", changeEmail)
}

func changeEmail(w http.ResponseWriter, r *request) error {
	var in struct {
		NewEmail    wire.Optional[string] `json:"newEmail" need:"true"`
		Password    wire.Optional[string] `json:"password"`
		CallbackURL wire.Optional[string] `json:"callbackURL"`
	}
	if err := read(w, r, &in, needed); err != nil {
		return err
	}
	email, wrong := cleanEmail("newEmail", in.NewEmail.Value)
	if wrong != nil {
		return validation("body", wrong)
	}
	one, err := signedIn(w, r)
	if err != nil {
		return err
	}
	ratelimit.Count(one.first,
		ratelimit.From(web.ClientAddress(r.cfg, r.Request), ratelimit.Mails, ratelimit.MailsLong)...)
	var known identity.User
	var cause identity.Cause
	var recent bool
	b := &pgx.Batch{}
	b.Queue(`select `+identity.Columns+`, `+identity.CauseColumns+`,
		exists (select from sessions where id = app_session() and created_at > now() - $1::interval)
		from users where id = app_user()`, fresh).
		QueryRow(func(row pgx.Row) error {
			return row.Scan(append(append(known.Fields(), cause.Fields()...), &recent)...)
		})
	if err := one.Do(r.Context(), b); err != nil {
		return err
	}
	switch {
	case known.Email == email:
		return invalid(noCode, "Email is the same")
	case identity.TooLong(in.Password.Value):
		return passwordTooLong
	case in.Password.Value != "":
		one.first = &pgx.Batch{} // counted
		if _, _, err := one.verify(r.Context(), in.Password.Value); err != nil {
			return err
		}
	case !recent:
		return notFresh
	}
	err = identity.MailEmailChange(r.Context(), r.cfg, known, cause, email, in.CallbackURL.Value)
	if errors.Is(err, identity.ErrNoMail) {
		return invalid(noCode, "Verification email isn't enabled")
	} else if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, map[string]bool{"status": true})
}
