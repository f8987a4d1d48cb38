package identity

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/secret"
)

// hasher has MAX_HASHINGS slots.
var hasher = sync.OnceValues(func() (*secret.Hasher, error) {
	cfg, err := config.Get()
	if err != nil {
		return nil, err
	}
	return secret.NewHasher(cfg.MaxConcurrentHashes), nil
})

var errBusy = problem.Unavailable("Too many people sign in right now, please try again in a moment", 5*time.Second)

// explain returns err, or for secret.ErrBusy the 503 that says so.
func explain(err error) error {
	if errors.Is(err, secret.ErrBusy) {
		return errBusy
	}
	return err
}

// Hash is secret.Hasher's; it answers 503 where there is no slot in time.
func Hash(ctx context.Context, password string) (string, error) {
	h, err := hasher()
	if err != nil {
		return "", err
	}
	hash, err := h.Hash(ctx, password)
	return hash, explain(err)
}

// Rehash is secret.Hasher's; it answers 503 where there is no slot in time.
func Rehash(ctx context.Context, password string) (string, error) {
	h, err := hasher()
	if err != nil {
		return "", err
	}
	hash, err := h.Rehash(ctx, password)
	return hash, explain(err)
}

// Verify is secret.Hasher's; it answers 503 where there is no slot in time.
func Verify(ctx context.Context, hash, password string) (ok, needsRehash bool, err error) {
	h, err := hasher()
	if err != nil {
		return false, false, err
	}
	ok, needsRehash, err = h.Verify(ctx, hash, password)
	return ok, needsRehash, explain(err)
}
