// Package secret creates, signs, hashes and verifies credentials: tokens, signed values, JWTs and passwords. No other
// package does.
package secret

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// Keys are the program's secrets: the current key, which signs, then the earlier keys, whose signatures are still
// valid.
type Keys []string

const maxSigned = 4096 // bytes of a signed value; more than a cookie holds (RFC 6265, 6.1)

// Sign returns value.signature, the form of Better Auth's cookies and of its header Set-Auth-Token: the signature is
// the base64 of the value's HMAC-SHA256 (RFC 2104).
func (k Keys) Sign(value string) string {
	return value + "." + signature(k[0], value)
}

// Verify returns the value that Sign has signed with any of the keys. The signed text may be percent-encoded.
func (k Keys) Verify(signed string) (value string, ok bool) {
	if len(signed) > maxSigned {
		return "", false
	}
	if strings.Contains(signed, "%") {
		decoded, err := url.PathUnescape(signed)
		if err != nil {
			return "", false
		}
		signed = decoded
	}
	dot := strings.LastIndexByte(signed, '.')
	if dot < 1 {
		return "", false
	}
	for _, key := range k {
		ok = hmac.Equal([]byte(signature(key, signed[:dot])), []byte(signed[dot+1:])) || ok
	}
	return signed[:dot], ok
}

func signature(key, value string) string {
	return base64.StdEncoding.EncodeToString(mac(key, value))
}

// MAC returns the HMAC-SHA256 of purpose and data under the current key, 32 bytes. Each use has a distinct purpose,
// which ends in a separator, so that the MAC of one use is not valid for another.
func (k Keys) MAC(purpose, data string) []byte { return mac(k[0], purpose+data) }

func mac(key, text string) []byte {
	h := hmac.New(sha256.New, []byte(key))
	h.Write([]byte(text))
	return h.Sum(nil)
}

// SignJWT returns a JWT (RFC 7519, HS256) of claims.
func (k Keys) SignJWT(claims jwt.Claims) (string, error) {
	return jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString([]byte(k[0]))
}

// ParseJWT parses a JWT that SignJWT has signed with any of the keys into claims. Its errors are those of package jwt.
func (k Keys) ParseJWT(token string, claims jwt.Claims, options ...jwt.ParserOption) error {
	var set jwt.VerificationKeySet
	for _, key := range k {
		set.Keys = append(set.Keys, []byte(key))
	}
	_, err := jwt.ParseWithClaims(token, claims, func(*jwt.Token) (any, error) { return set, nil },
		append(options, jwt.WithValidMethods([]string{"HS256"}))...)
	return err
}
