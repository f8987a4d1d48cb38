package secret

import (
	"crypto/rand"
	"crypto/sha256"
	"strings"
)

// NewToken returns a new session's token: 32 characters of A-Za-z0-9, 190 random bits, in the form of Better Auth.
func NewToken() string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	token := make([]byte, 0, 32)
	for len(token) < cap(token) {
		var random [48]byte
		_, _ = rand.Read(random[:]) // never fails (crypto/rand)
		for _, b := range random {
			// 62 letters: the values 62 and 63 would make two of them more likely.
			if b &= 63; int(b) < len(letters) && len(token) < cap(token) {
				token = append(token, letters[b])
			}
		}
	}
	return string(token)
}

// NewOneTimeToken returns a new token for a mail's link: 26 characters of a-z2-7, 130 random bits.
func NewOneTimeToken() string { return strings.ToLower(rand.Text()) }

// HashToken returns the form in which the database stores a token of either kind: its SHA-256.
func HashToken(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
