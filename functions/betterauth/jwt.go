package betterauth

import (
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// jwtTTL is how long a JWT is valid. It cannot be revoked: it is for other services, and none of our functions takes
// it.
const jwtTTL = 15 * time.Minute

// signJWT returns a JWT that tells any service who the user is.
func signJWT(r *request, u userJSON) (string, error) {
	keys, err := r.JWTKeys()
	if err != nil {
		return "", err
	}
	now := time.Now()
	return keys[0].SignJWT(struct {
		userJSON
		Subject    string `json:"sub"`
		IssuedAt   int64  `json:"iat"`
		ExpiresAt  int64  `json:"exp"`
		Issuer     string `json:"iss"`
		Audience   string `json:"aud"`
		jwt.Claims `json:"-"`
	}{u, u.ID.String(), now.Unix(), now.Add(jwtTTL).Unix(), r.Config.AuthURL, r.Config.AuthURL, nil})
}
