package identity

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/secret"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Identity is a user of the Better Auth server that BETTER_AUTH_JWKS_URL names, as its JWT describes one.
type Identity struct {
	jwt.RegisteredClaims
	Email         string  `json:"email"`
	EmailVerified bool    `json:"emailVerified"`
	Name          string  `json:"name"`
	Image         *string `json:"image"`

	from netip.Addr // of the client that shows the JWT
}

// externalKeys are those of the server that BETTER_AUTH_JWKS_URL names.
var externalKeys = sync.OnceValues(func() (*secret.RemoteKeys, error) {
	cfg, err := config.Get()
	if err != nil {
		return nil, err
	}
	return secret.NewRemoteKeys(cfg.JWKSURL), nil
})

// fromElsewhere reads a JWT of the other server: signed with one of its keys, issued by its origin, meant for it (as
// its JWTs are by default) or for us. There is no session of ours behind it: it is good until it expires.
func fromElsewhere(cfg *config.Config, r *http.Request) (Caller, error) {
	token, ok := bearer(r)
	if !ok || cfg.JWKSURL == "" || strings.Count(token, ".") != 2 {
		return Caller{}, problem.Unauthorized()
	}
	u, err := url.Parse(cfg.JWKSURL)
	if err != nil {
		return Caller{}, err
	}
	issuer := u.Scheme + "://" + u.Host
	identity := &Identity{from: web.ClientAddress(cfg, r)}
	keys, err := externalKeys()
	if err != nil {
		return Caller{}, err
	}
	err = keys.ParseJWT(r.Context(), token, identity, jwt.WithExpirationRequired(),
		jwt.WithIssuer(issuer), jwt.WithAudience(issuer, cfg.AuthURL))
	if errors.Is(err, secret.ErrUnreachable) {
		return Caller{}, errors.Join(problem.Unavailable("The server that issued this token cannot be asked for its "+
			"keys right now, please try again in a moment", 2*time.Second), fmt.Errorf("BETTER_AUTH_JWKS_URL: %w", err))
	}
	if err != nil || !identity.nameable() {
		return Caller{}, problem.Unauthorized()
	}
	return Caller{
		find: `select null::uuid as id, user_id from accounts
			where provider_id = '` + elsewhere + `' and account_id = $1`,
		args: []any{identity.Subject}, owner: ForeignID(identity.Subject).String(), reads: reads(r),
		identity: identity,
	}, nil
}
