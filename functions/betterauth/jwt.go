package betterauth

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/todo-backend/todo-backend/shared/config"
)

// key is an Ed25519 key (RFC 8032) that follows from a secret (HKDF, RFC 5869): every instance has the same one, and
// nothing is stored.
type key struct {
	id      string // its thumbprint (RFC 7638)
	private ed25519.PrivateKey
	jwk     jwk
}

// jwk is the public half (RFC 8037).
type jwk struct {
	Algorithm string `json:"alg"`
	Curve     string `json:"crv"`
	X         string `json:"x"`
	Type      string `json:"kty"`
	ID        string `json:"kid"`
}

// keys are those of the secrets: the first signs, the earlier ones verify what they have signed.
var keys = sync.OnceValues(func() ([]key, error) {
	cfg, err := config.Get()
	if err != nil {
		return nil, err
	}
	var all []key
	for _, secret := range cfg.Secrets() {
		seed, err := hkdf.Key(sha256.New, []byte(secret), nil, "todo-backend: Ed25519 key of the JWTs", ed25519.SeedSize)
		if err != nil {
			return nil, err
		}
		private := ed25519.NewKeyFromSeed(seed)
		x := base64.RawURLEncoding.EncodeToString(private[ed25519.SeedSize:])
		print := sha256.Sum256([]byte(`{"crv":"Ed25519","kty":"OKP","x":"` + x + `"}`))
		id := base64.RawURLEncoding.EncodeToString(print[:])
		all = append(all, key{id, private, jwk{"EdDSA", "Ed25519", x, "OKP", id}})
	}
	return all, nil
})

// jwtLife is how long a JWT is good. It cannot be taken back: it is for other services, and none of our functions takes it.
const jwtLife = 15 * time.Minute

// signJWT makes a JWT that tells any service who the user is.
func signJWT(cfg *config.Config, u userJSON) (string, error) {
	all, err := keys()
	if err != nil {
		return "", err
	}
	now := time.Now()
	token := jwt.NewWithClaims(jwt.SigningMethodEdDSA, struct {
		userJSON
		Subject    string `json:"sub"`
		IssuedAt   int64  `json:"iat"`
		ExpiresAt  int64  `json:"exp"`
		Issuer     string `json:"iss"`
		Audience   string `json:"aud"`
		jwt.Claims `json:"-"`
	}{u, u.ID.String(), now.Unix(), now.Add(jwtLife).Unix(), cfg.AuthURL, cfg.AuthURL, nil})
	token.Header = map[string]any{"alg": "EdDSA", "kid": all[0].id}
	return token.SignedString(all[0].private)
}
