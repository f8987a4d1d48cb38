package auth

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/account"
	"github.com/todo-backend/todo-backend/shared/session"
)

var errWrongPassword = errors.New("wrong password")

// verifyCaller counts an attempt at the caller's own password and returns the hash that it has, or errWrongPassword:
// what changing the password and deleting the account have in common.
func verifyCaller(ctx context.Context, caller session.Caller, password string) (hash string, err error) {
	attempt, b := &pgx.Batch{}, &pgx.Batch{}
	session.CountAttempt(attempt, session.FromUser(caller.UserID))
	b.Queue(`select password_hash from users where id = app_user()`).
		QueryRow(func(row pgx.Row) error { return row.Scan(&hash) })
	if err := caller.DoAfter(ctx, attempt, b); err != nil {
		return "", err
	}
	ok, _, err := account.Verify(ctx, hash, password)
	if err == nil && !ok {
		err = errWrongPassword
	}
	return hash, err
}
