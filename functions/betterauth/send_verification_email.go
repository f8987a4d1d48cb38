package betterauth

import (
	"errors"
	"net/http"

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
	if err := read(w, r, &in, bodyRequired); err != nil {
		return err
	}
	email, faults := normalizeEmail("email", in.Email.Value)
	if faults != nil {
		return validation("body", faults)
	}
	if !r.Mail.Enabled() {
		return badRequest("VERIFICATION_EMAIL_NOT_ENABLED", "Verification email isn't enabled")
	}
	limits := []database.Statement{r.limited(), r.mailsLimited()}
	if caller, ok := r.caller(); ok {
		err := sendToCaller(r, caller, email, in.CallbackURL.Value, limits)
		if err == nil {
			return web.JSON(w, http.StatusOK, map[string]bool{"status": true})
		}
		if !errors.Is(err, web.ErrUnauthenticated) {
			return err
		}
		limits = nil // counted, for a session that has ended
	}
	mailed := identity.CountMail(r.Request, ratelimit.HashedSQL("$3::text"), email)
	user := database.QueryRow[identity.UserCause](`
		select `+identity.UserCauseColumns+` from users where lower(email) = $1 and not email_verified`, email)
	if err := r.DB.Write(r.Context(), append(limits, mailed, user)...); err != nil {
		return err
	}
	err := identity.SendVerificationLinkUniform(r.Request, user.Value.User, user.Value.Cause, in.CallbackURL.Value,
		mailed.Value.Admitted)
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, map[string]bool{"status": true})
}

// sendToCaller mails the link to a caller whose address is the given one, after the limits.
func sendToCaller(
	r *request, caller *identity.Caller, email, callback string, limits []database.Statement,
) error {
	mailed := identity.CountMail(r.Request,
		`select `+ratelimit.HashedSQL("$3::text")+` where app_user() is not null`, email)
	user := identity.SelectUserCause()
	if err := caller.Pipeline().PreAuth(limits...).AsOwner(mailed).AsUser(user).Run(); err != nil {
		return err
	}
	switch {
	case user.Value.Email != email:
		return badRequest("EMAIL_MISMATCH", "Email mismatch")
	case user.Value.EmailVerified:
		return badRequest("EMAIL_ALREADY_VERIFIED", "Email is already verified")
	}
	return identity.SendVerificationLink(r.Request, user.Value.User, user.Value.Cause, callback,
		mailed.Value.Admitted)
}
