package identity

import (
	"errors"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/secret"
)

// Link is what a link that proves an address says, as Better Auth's JWT (HS256) does: it is not stored, and opening it
// twice does no harm. It holds for the user with that address, while its Cause lasts.
type Link struct {
	jwt.RegisteredClaims
	Email    string `json:"email"`
	UserID   string `json:"userId"`
	UpdateTo string `json:"updateTo,omitempty"` // the address that shall be the user's, of ChangesEmail
	Kind     string `json:"requestType,omitempty"`
	Cause
}

// The kinds of Link, as Better Auth names them.
const (
	VerifiesEmail = "" // whoever reads the mail has the address
	ChangesEmail  = "change-email-verification"
)

// LinkKinds are the kinds that ReadLink takes: each has its row in the matrix of what ends it.
var LinkKinds = []string{VerifiesEmail, ChangesEmail}

// Cause is what a link or a one-time token was given out for, and dies with: the count of what ends the user's
// credentials (users.credential_version), and the session within which it was asked for, if there was one. A link of
// another Better Auth server names neither, and is good for a user for whom nothing has ended yet.
type Cause struct {
	Version int           `json:"version,omitempty"`
	Session uuid.NullUUID `json:"sessionId,omitzero"`
}

// CauseColumns are what Cause.Fields take, in their order, of users and of the session of the same round trip.
const CauseColumns = `credential_version, app_session()`

// Fields are where a row of CauseColumns is scanned to.
func (c *Cause) Fields() []any { return []any{&c.Version, &c.Session} }

func (l Link) sign(cfg *config.Config) (string, error) {
	l.IssuedAt, l.ExpiresAt = jwt.NewNumericDate(time.Now()), jwt.NewNumericDate(time.Now().Add(linkLife))
	return secret.Keys(cfg.Secrets()).SignJWT(l)
}

// ReadLink reads the token of a link; it fails with ErrInvalidToken or ErrTokenExpired. A session's JWT, signed with
// the same secret, names no address and is none; a link names no issuer, so it is no session's.
func ReadLink(cfg *config.Config, token string) (l Link, err error) {
	err = secret.Keys(cfg.Secrets()).ParseJWT(token, &l, jwt.WithExpirationRequired())
	switch {
	case errors.Is(err, jwt.ErrTokenExpired):
		return l, ErrTokenExpired
	case err != nil || l.Email == "" || l.UserID == "" || !l.sound():
		return l, ErrInvalidToken
	}
	return l, nil
}

// sound reports whether a link's kind is one of LinkKinds, and names another address where it changes one.
func (l Link) sound() bool {
	switch l.Kind {
	case VerifiesEmail:
		return l.UpdateTo == ""
	case ChangesEmail:
		return l.UpdateTo != ""
	}
	return false
}
