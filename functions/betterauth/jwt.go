package betterauth

import (
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/secret"
)

// keys are those of the secrets: the first signs, the earlier ones verify what they have signed.
var keys = sync.OnceValues(func() ([]secret.SigningKey, error) {
	cfg, err := config.Get()
	if err != nil {
		return nil, err
	}
	return secret.Keys(cfg.Secrets()).SigningKeys()
})

// jwtLife is how long a JWT is valid. It cannot be revoked: it is for other services, and none of our
// functions takes it.
const jwtLife = 15 * time.Minute

// signJWT makes a JWT that tells any service who the user is.
func signJWT(cfg *config.Config, u userJSON) (string, error) {
	all, err := keys()
	if err != nil {
		return "", err
	}
	now := time.Now()
	return all[0].SignJWT(struct {
		userJSON
		Subject    string `json:"sub"`
		IssuedAt   int64  `json:"iat"`
		ExpiresAt  int64  `json:"exp"`
		Issuer     string `json:"iss"`
		Audience   string `json:"aud"`
		jwt.Claims `json:"-"`
	}{u, u.ID.String(), now.Unix(), now.Add(jwtLife).Unix(), cfg.AuthURL, cfg.AuthURL, nil})
}
