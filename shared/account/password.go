// Package account is the user and the password.
package account

import (
	"context"
	"crypto/subtle"
	"encoding/hex"
	"regexp"
	"strings"

	"github.com/alexedwards/argon2id"
	"golang.org/x/crypto/bcrypt"
	"golang.org/x/crypto/scrypt"
	"golang.org/x/text/unicode/norm"
)

// params are one of the sets that OWASP holds to be equally strong (Password Storage Cheat Sheet): 7 MiB, five passes,
// one lane. On a small machine it is quicker than 19 MiB and two, and leaves less behind.
var params = &argon2id.Params{Memory: 7 * 1024, Iterations: 5, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// nobody is a hash of params that no password has: checking an unknown email's password takes as long as a known one's.
const nobody = "$argon2id$v=19$m=7168,t=5,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// Hash returns the argon2id hash of a password (RFC 9106, in PHC's string format), which is normalised first (NIST SP
// 800-63B, 5.1.1.2): keyboards write é in two ways.
func Hash(ctx context.Context, password string) (string, error) { return hash(ctx, choosing, password) }

// Rehash is Hash for who has just proven the password: it waits among those who sign in.
func Rehash(ctx context.Context, password string) (string, error) {
	return hash(ctx, signingIn, password)
}

func hash(ctx context.Context, l line, password string) (string, error) {
	release, err := place(ctx, l)
	if err != nil {
		return "", err
	}
	defer release()
	return argon2id.CreateHash(norm.NFKC.String(password), params)
}

// The hashes of imported databases: bcrypt's, of any of its correct versions, and Better Auth's scrypt, salt:key in hex.
var (
	bcryptHash = regexp.MustCompile(`^\$2[aby]\$(0[4-9]|[12][0-9]|3[01])\$[./A-Za-z0-9]{53}$`)
	scryptHash = regexp.MustCompile(`^([0-9a-f]{32}):([0-9a-f]{128})$`)
)

const maxBcrypt = 72 // bytes of a password that bcrypt looks at

// KnownHash tells whether Verify can check passwords against hash.
func KnownHash(hash string) bool {
	if bcryptHash.MatchString(hash) || scryptHash.MatchString(hash) {
		return true
	}
	made, salt, key, err := argon2id.DecodeHash(hash)
	// An empty key would be everybody's, and argon2 panics without a pass or a lane.
	return err == nil && made.Iterations > 0 && made.Parallelism > 0 && len(salt) >= 8 && len(key) >= 16
}

// Verify tells whether password has the hash, in constant time, and whether the hash should be made anew: it is a
// bcrypt or scrypt hash of an imported database, or of weaker parameters. Of a password over 72 bytes bcrypt compares
// the first 72, as it did where the hash comes from; such a one is kept. Against the empty hash, an unknown user's, it
// takes as long and says no.
func Verify(ctx context.Context, hash, password string) (ok, outdated bool, err error) {
	release, err := place(ctx, signingIn)
	if err != nil {
		return false, false, err
	}
	defer release()
	if strings.HasPrefix(hash, "$2") {
		ok := bcrypt.CompareHashAndPassword([]byte(hash), []byte(password)) == nil
		return ok, len(password) <= maxBcrypt, nil // the rest was not compared, and must not become the password
	}
	if parts := scryptHash.FindStringSubmatch(hash); parts != nil {
		ok, err := verifyScrypt(parts[1], parts[2], password)
		return ok, true, err
	}
	unknown := hash == ""
	if unknown {
		hash = nobody
	}
	normal := norm.NFKC.String(password)
	match, made, err := argon2id.CheckHash(normal, hash)
	if err != nil {
		return false, false, err
	}
	outdated = made.Memory*made.Iterations < params.Memory*params.Iterations
	if !match && normal != password { // another program has hashed it as it was typed
		outdated = true
		if match, _, err = argon2id.CheckHash(password, hash); err != nil {
			return false, false, err
		}
	}
	return match && !unknown, outdated, nil
}

// verifyScrypt checks a password as Better Auth does: the salt is its hex text itself, and the password is normalised.
func verifyScrypt(salt, key, password string) (bool, error) {
	want, err := hex.DecodeString(key)
	if err != nil {
		return false, err
	}
	got, err := scrypt.Key([]byte(norm.NFKC.String(password)), []byte(salt), 16384, 16, 1, len(want)) // 32 MiB
	return subtle.ConstantTimeCompare(got, want) == 1, err
}
