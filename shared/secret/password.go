package secret

import (
	"context"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"github.com/alexedwards/argon2id"
	"golang.org/x/crypto/bcrypt"
	"golang.org/x/crypto/scrypt"
	"golang.org/x/text/unicode/norm"
)

// params is one of the equally strong sets of OWASP's Password Storage Cheat Sheet: 7 MiB, five passes, one lane. On a
// small machine it is faster than 19 MiB with two passes, and leaves less memory to collect.
var params = &argon2id.Params{Memory: 7 * 1024, Iterations: 5, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// dummyHash is a hash of params that no password matches. Verifying it takes as long as verifying a user's hash.
const dummyHash = "$argon2id$v=19$m=7168,t=5,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// ErrBusy means that a hashing has not acquired a slot in time. A retry after a few seconds may succeed.
var ErrBusy = errors.New("too many passwords are being hashed")

// Hasher hashes and verifies passwords, a limited number concurrently.
type Hasher struct {
	slots *hashSlots
	// freeMemory returns the memory of hashings to the system, a second after the last of them.
	freeMemory *time.Timer
}

// NewHasher returns a Hasher for so many concurrent hashings, each of which takes 7 MiB and a core for about 40 ms.
func NewHasher(slots int) *Hasher {
	freeMemory := time.AfterFunc(time.Hour, debug.FreeOSMemory)
	freeMemory.Stop()
	return &Hasher{newHashSlots(slots), freeMemory}
}

// Hash returns the argon2id hash of a new password (RFC 9106, in the PHC string format). It normalises the password
// first (NIST SP 800-63B, 5.1.1.2), since keyboards write é in two ways. It fails with ErrBusy.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	return h.hash(ctx, newPassword, password)
}

// Rehash is Hash for a user whose password was just verified: it waits in the queue of sign-ins.
func (h *Hasher) Rehash(ctx context.Context, password string) (string, error) {
	return h.hash(ctx, signIn, password)
}

func (h *Hasher) hash(ctx context.Context, q queue, password string) (string, error) {
	if !h.slots.acquire(ctx, q) {
		return "", ErrBusy
	}
	defer h.release()
	return argon2id.CreateHash(norm.NFKC.String(password), params)
}

func (h *Hasher) release() {
	h.slots.release()
	h.freeMemory.Reset(time.Second)
}

// The hashes of imported databases: bcrypt, in any of its correct versions, and Better Auth's scrypt, salt:key in hex.
var (
	bcryptHash = regexp.MustCompile(`^\$2[aby]\$(0[4-9]|[12][0-9]|3[01])\$[./A-Za-z0-9]{53}$`)
	scryptHash = regexp.MustCompile(`^([0-9a-f]{32}):([0-9a-f]{128})$`)
)

const maxBcrypt = 72 // bytes of a password that bcrypt compares

// KnownHash reports whether Verify can check passwords against hash.
func KnownHash(hash string) bool {
	if bcryptHash.MatchString(hash) || scryptHash.MatchString(hash) {
		return true
	}
	params, salt, key, err := argon2id.DecodeHash(hash)
	// An empty key would match any password, and argon2 panics without a pass or a lane.
	return err == nil && params.Iterations > 0 && params.Parallelism > 0 && len(salt) >= 8 && len(key) >= 16
}

// Verify reports whether password has the hash, in constant time, and whether the hash should be replaced by one of
// Rehash: it is a bcrypt or scrypt hash of an imported database, or of weaker parameters. Of a password over 72 bytes
// bcrypt compares the first 72, as it did where the hash comes from; such a hash is kept. Against the empty hash, an
// unknown user's, Verify takes as long and reports false. It fails with ErrBusy.
func (h *Hasher) Verify(ctx context.Context, hash, password string) (ok, needsRehash bool, err error) {
	if !h.slots.acquire(ctx, signIn) {
		return false, false, ErrBusy
	}
	defer h.release()
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
		hash = dummyHash
	}
	normal := norm.NFKC.String(password)
	match, used, err := argon2id.CheckHash(normal, hash)
	if err != nil {
		return false, false, err
	}
	needsRehash = used.Memory*used.Iterations < params.Memory*params.Iterations
	if !match && normal != password { // another program has hashed it as it was typed
		needsRehash = true
		if match, _, err = argon2id.CheckHash(password, hash); err != nil {
			return false, false, err
		}
	}
	return match && !unknown, needsRehash, nil
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
