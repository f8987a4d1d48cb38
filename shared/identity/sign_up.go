package identity

import (
	"context"
	"errors"
	"net/netip"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
)

// ErrTaken means that the address has an account already, ErrRaced that it got one while this one was made.
var (
	ErrTaken = errors.New("the address has an account")
	ErrRaced = errors.New("the address has got an account meanwhile")
)

// New is an account to be made, its fields checked: an address of CleanEmail, a password of PasswordRule.
type New struct {
	Email     string
	Password  string
	FullName  *string
	AvatarURL *string
	From      netip.Addr // of whoever signs up
}

// Create makes an account in two round trips, since hashing is dear: is the address free, and the account. The
// statements of first, which is added to, come before everything, those that then queues after the account is there, or
// is not. It answers 429 after too many sign-ups from one address, and counts the mail that the new user gets, for
// MailVerification.
func Create(
	ctx context.Context, in New, first *pgx.Batch, then func(id uuid.UUID, b *pgx.Batch),
) (user User, admitted *bool, err error) {
	ratelimit.Count(first, ratelimit.From(in.From, ratelimit.SignUps, ratelimit.SignUpsLong)...)
	reads := first.Len() == 0
	first.Queue(`select from users where lower(email) = $1`, in.Email).QueryRow(func(row pgx.Row) error {
		if err := row.Scan(); !errors.Is(err, pgx.ErrNoRows) {
			return errors.Join(err, ErrTaken)
		}
		return nil
	})
	if err := database.Run(ctx, first, reads); err != nil {
		return user, nil, err
	}
	hash, err := Hash(ctx, in.Password)
	if err != nil {
		return user, nil, err
	}
	id, err := uuid.NewV7()
	if err != nil {
		return user, nil, err
	}
	b := &pgx.Batch{}
	admitted = CountMail(b, ratelimit.HashedSQL("$3::text"), in.Email)
	b.Queue(`
		insert into users (id, email, password_hash, full_name, avatar_url) values ($1, $2, $3, $4, $5)
		on conflict (lower(email)) do nothing
		returning `+Columns, id, in.Email, hash, in.FullName, in.AvatarURL).QueryRow(func(row pgx.Row) error {
		if err := user.Scan(row); errors.Is(err, pgx.ErrNoRows) {
			return ErrRaced
		} else {
			return err
		}
	})
	then(id, b)
	return user, admitted, database.Run(ctx, b, false)
}
