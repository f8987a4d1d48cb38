package account

import (
	"crypto/rand"
	"crypto/sha256"
	"strings"
)

// newToken makes 26 characters of a-z2-7 from 130 random bits; only the mail has them, the database has their hash.
func newToken() string { return strings.ToLower(rand.Text()) }

// HashToken is the form in which the database keeps a token, a session's or a mail's: its SHA-256.
func HashToken(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
