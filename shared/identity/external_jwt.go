package identity

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/golang-jwt/jwt/v5"

	"github.com/todo-backend/todo-backend/shared/secret"
	"github.com/todo-backend/todo-backend/shared/web"
)

// externalUser is a user of the Better Auth server that BETTER_AUTH_JWKS_URL names, as its JWT describes one.
type externalUser struct {
	jwt.RegisteredClaims
	Email         string  `json:"email"`
	EmailVerified bool    `json:"emailVerified"`
	Name          string  `json:"name"`
	Image         *string `json:"image"`
}

// externalProvider is the provider_id of an external user's row in accounts: it is a linked account like one of
// GitHub's, is listed as one, and ends as one.
const externalProvider = "better-auth"

// fromExternalJWT reads a JWT of the other server: signed with one of its keys, issued by its origin, meant for it (as
// its JWTs are by default) or for us. No session of ours stands behind it: it is valid until it expires.
func fromExternalJWT(r *web.Request) (*Caller, error) {
	token, ok := bearer(r)
	if !ok || r.Config.JWKSURL == "" || strings.Count(token, ".") != 2 {
		return nil, web.ErrUnauthenticated
	}
	u, err := url.Parse(r.Config.JWKSURL)
	if err != nil {
		return nil, err
	}
	issuer := u.Scheme + "://" + u.Host
	user := new(externalUser)
	err = r.External.ParseJWT(r.Context(), token, user, jwt.WithExpirationRequired(),
		jwt.WithIssuer(issuer), jwt.WithAudience(issuer, r.Config.AuthURL))
	if errors.Is(err, secret.ErrUnreachable) {
		return nil, fmt.Errorf("%w: BETTER_AUTH_JWKS_URL: %w", web.ErrIssuerUnreachable, err)
	}
	if err != nil || !user.nameable() {
		return nil, web.ErrUnauthenticated
	}
	return &Caller{
		r: r, lookup: `select null::uuid as id, user_id from accounts
			where provider_id = '` + externalProvider + `' and account_id = $1`,
		args: []any{user.Subject}, owner: ImportedID("better-auth", user.Subject).String(),
		repeats: isSafeMethod(r.Request), external: user,
	}, nil
}

// nameable reports whether the subject can be an account_id.
func (u *externalUser) nameable() bool {
	return u.Subject != "" && len(u.Subject) <= 255 && !strings.Contains(u.Subject, "\x00")
}
