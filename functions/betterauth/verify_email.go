package betterauth

import (
	"errors"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// VerifyEmail answers GET /api/auth/verify-email, the link of the mails that verify and change an address: 302 to
// callbackURL, with an error where there is one, or 200, or 401.
func VerifyEmail(w http.ResponseWriter, r *http.Request) {
	serve(w, r, "betterAuthVerifyEmail", verifyEmail)
}

func verifyEmail(w http.ResponseWriter, r *request) error {
	target, err := r.param("callbackURL")
	if err != nil {
		return err
	}
	if err := r.need("token"); err != nil {
		return err
	}
	link, err := identity.ReadLink(r.cfg, r.URL.Query().Get("token"))
	var known identity.User
	renew := func() {}
	if err == nil && link.UpdateTo != "" {
		renew, err = ownLink(w, r, link)
	}
	if err == nil {
		c, _ := r.caller()
		known, err = identity.OpenLink(r.Context(), r.cfg, link, identity.Opener{Tokens: c.TokenHashes()}, r.limited())
	}
	var refused *problem.Problem
	switch {
	case errors.Is(err, identity.ErrTokenExpired):
		refused = failure(http.StatusUnauthorized, "TOKEN_EXPIRED", "Token expired")
	case errors.Is(err, identity.ErrNoUser):
		refused = failure(http.StatusUnauthorized, "USER_NOT_FOUND", "User not found")
	case errors.Is(err, identity.ErrInvalidToken):
		refused = failure(http.StatusUnauthorized, "INVALID_TOKEN", "Invalid token")
	case errors.Is(err, errAnotherUser):
		refused = failure(http.StatusUnauthorized, "INVALID_USER", "Invalid user")
	case err != nil:
		return err
	}
	switch {
	case refused != nil && target != "":
		return redirect(w, target, "error", refused.Code)
	case refused != nil:
		return refused
	}
	renew()
	if target != "" {
		return redirect(w, target)
	}
	answer := struct {
		Status bool      `json:"status"`
		User   *userJSON `json:"user"`
	}{Status: true}
	if link.UpdateTo != "" {
		shown := user(known)
		answer.User = &shown
	}
	return web.JSON(w, http.StatusOK, answer)
}

var errAnotherUser = errors.New("the link is another user's")

// ownLink fails with errAnotherUser where somebody else is signed in, whose browser is not the one to change an address
// in; renew sends the cookie of the user's own session again.
func ownLink(w http.ResponseWriter, r *request, link identity.Link) (renew func(), err error) {
	renew = func() {}
	c, ok := r.caller()
	if !ok {
		return renew, nil
	}
	var id uuid.UUID
	b := &pgx.Batch{}
	b.Queue(`select app_user(), lifetime from sessions where id = app_session()`).QueryRow(func(row pgx.Row) error {
		var lifetime time.Duration
		err := row.Scan(&id, &lifetime)
		if c.Token() != "" {
			renew = func() { setSession(w, r, c.Token(), lifetime) }
		}
		return err
	})
	err = c.DoLimited(r.Context(), r.limited(), b)
	switch {
	case identity.IsUnauthorized(err):
		return renew, nil
	case err == nil && id != identity.ForeignID(link.UserID):
		return renew, errAnotherUser
	}
	return renew, err
}
