package betterauth

import (
	"errors"
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
)

// VerifyEmail answers GET /api/auth/verify-email, the link of the mails that verify and change an address: 302 to
// callbackURL, with an error where the link is not good, or 200, or 401.
func VerifyEmail(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthVerifyEmail", verifyEmail)
}

// linkAnswers are the answers to what is not good about a link.
var linkAnswers = answers{
	{identity.ErrTokenExpired, fail(http.StatusUnauthorized, "TOKEN_EXPIRED", "Token expired")},
	{identity.ErrNoUser, fail(http.StatusUnauthorized, "USER_NOT_FOUND", "User not found")},
	{identity.ErrInvalidToken, fail(http.StatusUnauthorized, "INVALID_TOKEN", "Invalid token")},
}

func verifyEmail(w http.ResponseWriter, r *request) error {
	target, err := r.param("callbackURL")
	if err != nil {
		return err
	}
	if err := r.requireParam("token"); err != nil {
		return err
	}
	claims, user, session, err := applyLink(r, r.URL.Query().Get("token"))
	if err != nil {
		invalid := linkAnswers.of(err)
		switch {
		case invalid == nil:
			return err
		case target != "":
			return redirect(w, target, "error", invalid.code)
		}
		return invalid
	}
	if session.token != "" {
		setSession(w, r, session.token, session.lifetime)
	}
	if target != "" {
		return redirect(w, target)
	}
	answer := struct {
		Status bool      `json:"status"`
		User   *userJSON `json:"user"`
	}{Status: true}
	if claims.UpdateTo != "" {
		shown := newUserJSON(user)
		answer.User = &shown
	}
	return web.JSON(w, http.StatusOK, answer)
}

// applyLink does what the link with a token says, and returns the user. session is the user's own in the browser where
// a link was opened that changes an address.
func applyLink(r *request, token string) (
	claims identity.VerificationClaims, user identity.User, session viewer, err error,
) {
	claims, err = identity.ParseVerification(r.Secrets, token)
	if err == nil && claims.UpdateTo != "" {
		session, err = requireOwner(r, claims)
	}
	if err == nil {
		caller, _ := r.caller()
		opener := identity.Opener{Tokens: caller.TokenHashes()}
		user, err = identity.ApplyVerification(r.Request, claims, opener, r.limited())
	}
	return claims, user, session, err
}

// viewer is the session of the browser in which a link was opened, or the zero viewer.
type viewer struct {
	user     uuid.UUID
	lifetime time.Duration
	token    string // "" also where the request has shown none
}

// Fields are where a row is scanned to.
func (v *viewer) Fields() []any { return []any{&v.user, &v.lifetime} }

// requireOwner answers 401 where somebody else is signed in, whose browser is not the one to change an address in.
func requireOwner(r *request, claims identity.VerificationClaims) (viewer, error) {
	caller, ok := r.caller()
	if !ok {
		return viewer{}, nil
	}
	found := database.QueryRow[viewer](`select app_user(), lifetime from sessions where id = app_session()`)
	err := caller.Pipeline().PreAuth(r.limited()).AsUser(found).Run()
	switch {
	case errors.Is(err, web.ErrUnauthenticated) || err == nil && !found.Found:
		return viewer{}, nil
	case err == nil && found.Value.user != identity.ImportedID("better-auth", claims.UserID):
		return viewer{}, fail(http.StatusUnauthorized, "INVALID_USER", "Invalid user")
	}
	found.Value.token = caller.Token()
	return found.Value, err
}
