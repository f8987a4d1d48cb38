package identity

import (
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/secret"
	"github.com/todo-backend/todo-backend/shared/web"
)

// ValidSession is the condition of a session that has not expired: a year after its beginning each has, however often
// it was renewed (OWASP: Session Management, Absolute Timeout).
const ValidSession = `expires_at > now() and created_at > now() - interval '1 year'`

// nextEnd is when a session that is renewed now expires.
const nextEnd = `least(now() + lifetime, created_at + interval '1 year')`

// The queries of the session's id and user. Of several cookies the first one counts whose session is valid.
const (
	byToken  = `select id, user_id from sessions where token_hash = $1 and ` + ValidSession
	byTokens = `
		select id, user_id, token_hash from sessions where token_hash = any($1::bytea[]) and ` + ValidSession + `
		order by array_position($1::bytea[], token_hash) limit 1`
	byID = `select id, user_id from sessions where id = $1 and user_id = $2 and ` + ValidSession
)

// claims are jwt.RegisteredClaims with a session, and of plain types, which are read in half the time. A missing claim
// is zero: without exp the token has expired, and without iss it is not ours.
type claims struct {
	Issuer    string    `json:"iss"`
	Subject   uuid.UUID `json:"sub"`
	SessionID uuid.UUID `json:"sid"`
	IssuedAt  int64     `json:"iat"` // seconds
	ExpiresAt int64     `json:"exp"` // seconds
	ID        string    `json:"jti"` // so that two tokens of one second differ
}

func (c *claims) GetIssuer() (string, error)              { return c.Issuer, nil }
func (c *claims) GetSubject() (string, error)             { return c.Subject.String(), nil }
func (c *claims) GetAudience() (jwt.ClaimStrings, error)  { return nil, nil }
func (c *claims) GetNotBefore() (*jwt.NumericDate, error) { return nil, nil }
func (c *claims) GetIssuedAt() (*jwt.NumericDate, error) {
	return &jwt.NumericDate{Time: time.Unix(c.IssuedAt, 0)}, nil
}
func (c *claims) GetExpirationTime() (*jwt.NumericDate, error) {
	return &jwt.NumericDate{Time: time.Unix(c.ExpiresAt, 0)}, nil
}

// IssueJWT returns a JWT (RFC 7519, HS256) for a session until it expires.
func IssueJWT(p *web.Process, userID, sessionID uuid.UUID, expires time.Time) (string, error) {
	return p.Secrets.SignJWT(
		&claims{p.Config.AuthURL, userID, sessionID, time.Now().Unix(), expires.Unix(), uuid.NewString()})
}

// Authenticate reads r's bearer token (RFC 6750), or, where the Authorization header is missing or of another scheme,
// such as the Basic of a site behind a password, its session cookie. It does not reach the database, so what has a
// forged signature never does; a session's token may come without a signature, since it is random. It fails with
// web.ErrUnauthenticated where no credential is genuine, and with web.ErrForeignOrigin when a cookie would authenticate
// a change that comes from a foreign origin.
func Authenticate(r *web.Request) (*Caller, error) {
	if scheme, _ := authorization(r); strings.EqualFold(scheme, "Bearer") {
		if caller, ok := FromBearer(r); ok {
			return caller, nil
		}
		return fromExternalJWT(r)
	}
	caller, ok := FromCookie(r)
	if !ok {
		return nil, web.ErrUnauthenticated
	}
	return caller, r.CheckOrigin()
}

// FromBearer reads the Authorization header: a session's token, with its signature, percent-encoded or not, or
// without, or a JWT of ours.
func FromBearer(r *web.Request) (*Caller, bool) {
	value, ok := bearer(r)
	if !ok {
		return nil, false
	}
	if strings.Count(value, ".") == 2 {
		if caller, ok := fromJWT(r, value); ok {
			return caller, true
		}
	}
	token, ok := r.Secrets.Verify(value)
	if !ok && len(value) >= minToken {
		token, ok = value, true
	}
	if !ok || !isToken(token) {
		return nil, false
	}
	return fromTokens(r, token), true
}

// FromCookie reads the session cookie: a session's token with its signature, percent-encoded or not. A browser may send
// several of a name, of another path or domain each (RFC 6265, 5.4): every genuine one is a candidate. One of the name
// that no other host can set silences those of the other name.
func FromCookie(r *web.Request) (*Caller, bool) {
	tokens := sessionTokens(r)
	if len(tokens) == 0 {
		return nil, false
	}
	return fromTokens(r, tokens...), true
}

func fromTokens(r *web.Request, tokens ...string) *Caller {
	hash := secret.HashToken(tokens[0])
	c := &Caller{r: r, tokens: tokens, token: tokens[0], lookup: byToken, args: []any{hash}, owner: r.Owner(hash),
		repeats: isSafeMethod(r.Request)}
	if len(tokens) > 1 {
		c.lookup, c.args = byTokens, []any{c.TokenHashes()}
	}
	return c
}

func fromJWT(r *web.Request, token string) (*Caller, bool) {
	hash := secret.HashToken(token)
	j, ok := r.VerifiedJWT(hash)
	if !ok {
		c := new(claims)
		if r.Secrets.ParseJWT(token, c, jwt.WithIssuer(r.Config.AuthURL)) != nil {
			return nil, false
		}
		j = web.JWT{SessionID: c.SessionID, UserID: c.Subject, ExpiresAt: c.ExpiresAt}
		r.LearnJWT(hash, j)
	}
	return &Caller{r: r, lookup: byID, args: []any{j.SessionID, j.UserID}, owner: j.UserID.String(),
		repeats: isSafeMethod(r.Request)}, true
}

// authorization splits the Authorization header into its scheme and what follows (RFC 9110, 11.4).
func authorization(r *web.Request) (scheme, value string) {
	scheme, value, _ = strings.Cut(r.Header.Get("Authorization"), " ")
	return scheme, strings.TrimSpace(value)
}

// bearer returns the token of an Authorization header of the scheme Bearer.
func bearer(r *web.Request) (string, bool) {
	scheme, value := authorization(r)
	return value, strings.EqualFold(scheme, "Bearer") && value != "" && len(value) <= maxBearer
}
