package identity

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/secret"
	"github.com/todo-backend/todo-backend/shared/web"
)

// living is the condition of a session that has not expired: a year after its beginning each has, however often it was
// renewed (OWASP: Session Management, Absolute Timeout).
const living = `expires_at > now() and created_at > now() - interval '1 year'`

// NextEnd is when a session that is renewed now expires.
const NextEnd = `least(now() + lifetime, created_at + interval '1 year')`

// The queries of the session's id and user. Of several cookies the first one counts whose session lives.
const (
	byToken  = `select id, user_id from sessions where token_hash = $1 and ` + living
	byTokens = `
		select id, user_id, token_hash from sessions where token_hash = any($1::bytea[]) and ` + living + `
		order by array_position($1::bytea[], token_hash) limit 1`
	byID = `select id, user_id from sessions where id = $1 and user_id = $2 and ` + living
)

// claims are jwt.RegisteredClaims with a session, and of plain types, which are read in half the time. A claim that
// is missing is zero: no end is one that has passed, no issuer is not ours.
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

// Issue makes a JWT (RFC 7519, HS256) for a session until it expires.
func Issue(cfg *config.Config, userID, sessionID uuid.UUID, expires time.Time) (string, error) {
	return secret.Keys(cfg.Secrets()).SignJWT(
		&claims{cfg.AuthURL, userID, sessionID, time.Now().Unix(), expires.Unix(), uuid.NewString()})
}

// Authenticate reads r's bearer token (RFC 6750), or, where the Authorization header is missing or of another scheme,
// such as the Basic of a site that stands behind a password, its session cookie. It does not reach the database: what
// nobody signed never does, but for a token without a signature, which is a random word. It answers 401 without a
// genuine one, and 403 when a cookie would authenticate a change that comes from a foreign origin.
func Authenticate(r *http.Request) (Caller, error) {
	cfg, err := config.Get()
	if err != nil {
		return Caller{}, err
	}
	if scheme, _ := authorization(r); strings.EqualFold(scheme, "Bearer") {
		if caller, ok := FromBearer(cfg, r); ok {
			return caller, nil
		}
		return fromElsewhere(cfg, r)
	}
	caller, ok := FromCookie(cfg, r)
	if !ok {
		return Caller{}, problem.Unauthorized()
	}
	return caller, web.SameOrigin(r)
}

// FromBearer reads the Authorization header: a session's token, with its signature, percent-encoded or not, or
// without, or a JWT of ours.
func FromBearer(cfg *config.Config, r *http.Request) (Caller, bool) {
	value, ok := bearer(r)
	if !ok {
		return Caller{}, false
	}
	if strings.Count(value, ".") == 2 {
		if caller, ok := fromJWT(cfg, r, value); ok {
			return caller, true
		}
	}
	token, ok := secret.Keys(cfg.Secrets()).Verify(value)
	if !ok && len(value) >= minToken {
		token, ok = value, true
	}
	if !ok || !isToken(token) {
		return Caller{}, false
	}
	return fromTokens(r, token), true
}

// FromCookie reads the session cookie: a session's token with its signature, percent-encoded or not. A browser may send
// several of the name, of another path or domain each (RFC 6265, 5.4): every genuine one is a candidate, the last
// maxTokens at most, since those with the longest path come first, and ours has the shortest.
func FromCookie(cfg *config.Config, r *http.Request) (Caller, bool) {
	var tokens []string
	for _, token := range ReadCookies(cfg, r, "session_token") {
		if isToken(token) && !slices.Contains(tokens, token) {
			tokens = append(tokens, token)
		}
	}
	if len(tokens) == 0 {
		return Caller{}, false
	}
	return fromTokens(r, tokens[max(0, len(tokens)-maxTokens):]...), true
}

func fromTokens(r *http.Request, tokens ...string) Caller {
	shown := tokens[0]
	hash := secret.HashToken(shown)
	c := Caller{tokens: tokens, shown: &shown, find: byToken, args: []any{hash},
		owner: owners.of(hash), reads: reads(r)}
	if len(tokens) > 1 {
		c.find, c.args = byTokens, []any{c.TokenHashes()}
	}
	return c
}

// TokenHashes returns the hashes of every session token that the request has shown, the first one first.
func (c Caller) TokenHashes() [][]byte {
	hashes := make([][]byte, len(c.tokens))
	for i, token := range c.tokens {
		hashes[i] = secret.HashToken(token)
	}
	return hashes
}

// Token returns the session's token where the request has shown it, else "". Of several cookies it is the one whose
// session lives, once Do has found it.
func (c Caller) Token() string {
	if c.shown == nil {
		return ""
	}
	return *c.shown
}

// show notes which token's session was found.
func (c Caller) show(hash []byte) {
	for _, token := range c.tokens {
		if bytes.Equal(secret.HashToken(token), hash) {
			*c.shown = token
		}
	}
}

// authorization splits the Authorization header into its scheme and what follows (RFC 9110, 11.4).
func authorization(r *http.Request) (scheme, value string) {
	scheme, value, _ = strings.Cut(r.Header.Get("Authorization"), " ")
	return scheme, strings.TrimSpace(value)
}

// bearer returns the token of an Authorization header of the scheme Bearer.
func bearer(r *http.Request) (string, bool) {
	scheme, value := authorization(r)
	return value, strings.EqualFold(scheme, "Bearer") && value != "" && len(value) <= maxBearer
}

func fromJWT(cfg *config.Config, r *http.Request, token string) (Caller, bool) {
	c := new(claims)
	err := secret.Keys(cfg.Secrets()).ParseJWT(token, c, jwt.WithIssuer(cfg.AuthURL))
	return Caller{find: byID, args: []any{c.SessionID, c.Subject},
		owner: c.Subject.String(), reads: reads(r)}, err == nil
}

func reads(r *http.Request) bool { return r.Method == http.MethodGet || r.Method == http.MethodHead }
