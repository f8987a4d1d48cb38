package secret

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"

	"github.com/golang-jwt/jwt/v5"
)

// SigningKey is an Ed25519 key (RFC 8032) for JWTs that other services verify. It is derived from a secret (HKDF,
// RFC 5869), so that every instance has the same one and nothing is stored.
type SigningKey struct {
	Public  JWK
	private ed25519.PrivateKey
}

// JWK is the public half of a SigningKey (RFC 8037). Its ID is its thumbprint (RFC 7638).
type JWK struct {
	Algorithm string `json:"alg"`
	Curve     string `json:"crv"`
	X         string `json:"x"`
	Type      string `json:"kty"`
	ID        string `json:"kid"`
}

// SigningKeys returns the signing key of each secret, the current one first.
func (k Keys) SigningKeys() ([]SigningKey, error) {
	var keys []SigningKey
	for _, key := range k {
		seed, err := hkdf.Key(sha256.New, []byte(key), nil, "todo-backend: Ed25519 key of the JWTs", ed25519.SeedSize)
		if err != nil {
			return nil, err
		}
		private := ed25519.NewKeyFromSeed(seed)
		x := base64.RawURLEncoding.EncodeToString(private[ed25519.SeedSize:])
		thumbprint := sha256.Sum256([]byte(`{"crv":"Ed25519","kty":"OKP","x":"` + x + `"}`))
		id := base64.RawURLEncoding.EncodeToString(thumbprint[:])
		keys = append(keys, SigningKey{JWK{"EdDSA", "Ed25519", x, "OKP", id}, private})
	}
	return keys, nil
}

// SignJWT returns a JWT (RFC 7519, EdDSA) of claims, whose header names the key.
func (s SigningKey) SignJWT(claims jwt.Claims) (string, error) {
	token := jwt.NewWithClaims(jwt.SigningMethodEdDSA, claims)
	token.Header = map[string]any{"alg": "EdDSA", "kid": s.Public.ID}
	return token.SignedString(s.private)
}
