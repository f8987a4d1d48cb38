// Package account is the user and the password.
package account

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/alexedwards/argon2id"
	"golang.org/x/crypto/bcrypt"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/problem"
)

// params are OWASP's for argon2id (Password Storage Cheat Sheet): 19 MiB, two passes, one lane.
var params = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// nobody is a hash of params that no password has: checking an unknown email's password takes as long as a known one's.
const nobody = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// places bounds the hashings at once, so that a burst of logins can neither exhaust memory nor starve everything else.
var places = sync.OnceValues(func() (chan struct{}, error) {
	cfg, err := config.Get()
	if err != nil {
		return nil, err
	}
	return make(chan struct{}, cfg.MaxHashings), nil
})

// place waits for one of the places and returns what gives it back; it answers 503 when ctx ends first.
func place(ctx context.Context) (release func(), err error) {
	free, err := places()
	if err != nil {
		return nil, err
	}
	select {
	case free <- struct{}{}:
		return func() { <-free }, nil
	case <-ctx.Done():
		return nil, problem.Unavailable("Too many people sign in right now, please try again in a moment", 5*time.Second)
	}
}

// Hash returns the argon2id hash of a password (RFC 9106, in PHC's string format).
func Hash(ctx context.Context, password string) (string, error) {
	release, err := place(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	return argon2id.CreateHash(password, params)
}

// Verify tells whether password has the hash, in constant time, and whether the hash should be made anew: it is a
// bcrypt hash of an imported database, or of weaker parameters. Against the empty hash, an unknown user's, it takes
// as long and says no.
func Verify(ctx context.Context, hash, password string) (ok, outdated bool, err error) {
	release, err := place(ctx)
	if err != nil {
		return false, false, err
	}
	defer release()
	if strings.HasPrefix(hash, "$2") {
		return bcrypt.CompareHashAndPassword([]byte(hash), []byte(password)) == nil, true, nil
	}
	unknown := hash == ""
	if unknown {
		hash = nobody
	}
	match, made, err := argon2id.CheckHash(password, hash)
	if err != nil {
		return false, false, err
	}
	return match && !unknown, made.Memory < params.Memory || made.Iterations < params.Iterations, nil
}
