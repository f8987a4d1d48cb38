package account

import (
	"context"
	"errors"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
)

// Link is what a link that proves an address says, as Better Auth's JWT (HS256) does: it is not stored, and opening it
// twice does no harm. It holds for the user with that address, so it is dead once the address has changed.
type Link struct {
	jwt.RegisteredClaims
	Email    string `json:"email"`
	UserID   string `json:"userId"`
	UpdateTo string `json:"updateTo,omitempty"` // the address that shall be the user's
	Kind     string `json:"requestType,omitempty"`
	Changes  int    `json:"changes,omitempty"` // of the address so far: a link back to an earlier address works once
}

func (l Link) sign(cfg *config.Config) (string, error) {
	l.IssuedAt, l.ExpiresAt = jwt.NewNumericDate(time.Now()), jwt.NewNumericDate(time.Now().Add(linkLife))
	return jwt.NewWithClaims(jwt.SigningMethodHS256, l).SignedString([]byte(cfg.AuthSecret))
}

// ReadLink reads the token of a link; it fails with ErrInvalidToken or ErrTokenExpired. A session's JWT, signed with the
// same secret, names no address and is none; a link names no issuer, so it is no session's.
func ReadLink(cfg *config.Config, token string) (l Link, err error) {
	_, err = jwt.ParseWithClaims(token, &l, func(*jwt.Token) (any, error) { return SecretKeys(cfg), nil },
		jwt.WithValidMethods([]string{"HS256"}), jwt.WithExpirationRequired())
	switch {
	case errors.Is(err, jwt.ErrTokenExpired):
		return l, ErrTokenExpired
	case err != nil || l.Email == "" || l.UserID == "":
		return l, ErrInvalidToken
	}
	return l, nil
}

// SecretKeys are what verifies a JWT (HS256) of ours: the secret, and the earlier ones.
func SecretKeys(cfg *config.Config) (keys jwt.VerificationKeySet) {
	for _, secret := range cfg.Secrets() {
		keys.Keys = append(keys.Keys, []byte(secret))
	}
	return keys
}

// OpenLink does what a link of MailVerification or MailEmailChange says, in one round trip. The statements of first, a
// limit, come before; it is added to, here as in what follows. It fails with ErrInvalidToken, or with ErrNoUser when the user is gone.
func OpenLink(ctx context.Context, l Link, first *pgx.Batch) (u User, err error) {
	id := ForeignID(l.UserID) // it may be a link that another server has mailed, before its users moved here
	found := false
	first.Queue(`select exists (select from users where id = $1 or lower(email) = $2)`, id, l.Email).QueryRow(func(row pgx.Row) error { return row.Scan(&found) })
	if l.UpdateTo == "" {
		first.Queue(`
			update users set email_verified = true, updated_at = case when email_verified then updated_at else now() end
			where id = $1 and email = $2 returning `+Columns, id, l.Email)
	} else {
		first.Queue(`
			with changed as (
			  update users set email = $3, email_changes = email_changes + 1, updated_at = now()
			  where id = $1 and email = $2 and email_changes = $4 returning `+Columns+`),
			dead as (delete from one_time_tokens where user_id = (select id from changed))
			select `+Columns+` from changed`, id, l.Email, l.UpdateTo, l.Changes)
	}
	first.QueuedQueries[first.Len()-1].QueryRow(func(row pgx.Row) error {
		err := u.Scan(row)
		if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok && pgErr.Code == "23505" { // the address has got an account meanwhile
			return ErrInvalidToken
		}
		if !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		if !found {
			return ErrNoUser
		}
		return ErrInvalidToken
	})
	return u, database.Run(ctx, first, false)
}
