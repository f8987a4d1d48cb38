package identity

import (
	"errors"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/secret"
)

// VerificationClaims is what a link that proves an address says, as Better Auth's JWT (HS256) does: it is not stored,
// and opening it twice does no harm. It holds for the user with that address, while its Cause lasts.
type VerificationClaims struct {
	jwt.RegisteredClaims
	Email    string `json:"email"`
	UserID   string `json:"userId"`
	UpdateTo string `json:"updateTo,omitempty"` // the new address, of ChangesEmail
	Kind     string `json:"requestType,omitempty"`
	Cause
}

// The kinds of link, as Better Auth names them.
const (
	VerifiesEmail = "" // whoever reads the mail has the address
	ChangesEmail  = "change-email-verification"
)

// LinkKinds are the kinds that ParseVerification takes: each has its row in the matrix of what ends it.
var LinkKinds = []string{VerifiesEmail, ChangesEmail}

// Cause is what a link or a one-time token was given out for, and is revoked with: the count of what has ended the
// user's credentials (users.credential_version), and the session within which it was asked for, if there was one. A
// link of another Better Auth server has neither, and is valid while the user's count is 0.
type Cause struct {
	Version int           `json:"version,omitempty"`
	Session uuid.NullUUID `json:"sessionId,omitzero"`
}

// CauseColumns are what Cause.Fields take, in their order, of users and of the session of the same round trip.
const CauseColumns = `credential_version, app_session()`

// Fields are where a row of CauseColumns is scanned to.
func (c *Cause) Fields() []any { return []any{&c.Version, &c.Session} }

func (l VerificationClaims) sign(keys secret.Keys) (string, error) {
	l.IssuedAt, l.ExpiresAt = jwt.NewNumericDate(time.Now()), jwt.NewNumericDate(time.Now().Add(linkTTL))
	return keys.SignJWT(l)
}

// ParseVerification reads the token of a link; it fails with ErrInvalidToken or ErrTokenExpired. A session's JWT,
// signed with the same secret, names no address and is refused; a link names no issuer, so it is no session's.
func ParseVerification(keys secret.Keys, token string) (l VerificationClaims, err error) {
	err = keys.ParseJWT(token, &l, jwt.WithExpirationRequired())
	switch {
	case errors.Is(err, jwt.ErrTokenExpired):
		return l, ErrTokenExpired
	case err != nil || l.Email == "" || l.UserID == "" || !l.consistent():
		return l, ErrInvalidToken
	}
	return l, nil
}

// consistent reports whether a link's kind is one of LinkKinds, and names another address where it changes one.
func (l VerificationClaims) consistent() bool {
	switch l.Kind {
	case VerifiesEmail:
		return l.UpdateTo == ""
	case ChangesEmail:
		return l.UpdateTo != ""
	}
	return false
}
