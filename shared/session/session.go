// Package session answers who is calling: tokens, the cookie, and the one round trip that checks the session and runs
// a function's statements as its user.
package session

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Cookie is the session cookie's name.
const Cookie = "todo_session"

// maxToken is the longest token that is looked at, in bytes; ours have about 350.
const maxToken = 2048

// Caller is the user and the session that a request's token names. The token is genuine; whether the session still
// lives, only Do finds out.
type Caller struct {
	UserID    uuid.UUID
	SessionID uuid.UUID

	reads bool // the request changes nothing, so that it may be repeated
}

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

// Issue makes a token (RFC 7519, HS256) for a session until it expires.
func Issue(cfg *config.Config, userID, sessionID uuid.UUID, expires time.Time) (string, error) {
	return jwt.NewWithClaims(jwt.SigningMethodHS256, &claims{cfg.AuthURL, userID, sessionID, time.Now().Unix(), expires.Unix(), uuid.NewString()}).
		SignedString([]byte(cfg.AuthSecret))
}

// Authenticate reads r's bearer token (RFC 6750), or, where there is no Authorization header, its session cookie. It
// does not reach the database: garbage never does. It answers 401 without a genuine token, and 403 when a cookie
// would authenticate a change that comes from a foreign origin.
func Authenticate(r *http.Request) (Caller, error) {
	cfg, err := config.Get()
	if err != nil {
		return Caller{}, err
	}
	token, byCookie := "", false
	if authorization := r.Header.Get("Authorization"); authorization != "" {
		scheme, rest, _ := strings.Cut(authorization, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return Caller{}, problem.Unauthorized()
		}
		token = strings.TrimSpace(rest)
	} else if cookie, err := r.Cookie(Cookie); err == nil {
		token, byCookie = cookie.Value, true
	}
	if token == "" || len(token) > maxToken {
		return Caller{}, problem.Unauthorized()
	}
	c := new(claims)
	_, err = jwt.ParseWithClaims(token, c, func(*jwt.Token) (any, error) { return []byte(cfg.AuthSecret), nil },
		jwt.WithValidMethods([]string{"HS256"}), jwt.WithIssuer(cfg.AuthURL))
	if err != nil {
		return Caller{}, problem.Unauthorized()
	}
	if byCookie {
		if err := web.SameOrigin(r); err != nil {
			return Caller{}, err
		}
	}
	return Caller{c.Subject, c.SessionID, r.Method == http.MethodGet || r.Method == http.MethodHead}, nil
}

// Do runs b as the caller, in one round trip with the check that the session lives; it answers 401 when it does not.
// The first statement steps down to todo_app with nobody as the user unless the session is found, so that whatever
// follows it sees and changes nothing: pipelined statements run even when the check before them has failed.
func (c Caller) Do(ctx context.Context, b *pgx.Batch) error {
	return c.DoAfter(ctx, &pgx.Batch{}, b)
}

// DoAfter is Do with statements that run before the check, with the login role's rights and no session required.
func (c Caller) DoAfter(ctx context.Context, before, b *pgx.Batch) error {
	check := &pgx.Batch{}
	check.Queue(`
		select set_config('app.user_id', coalesce((
		         select user_id::text from sessions where id = $1 and user_id = $2 and expires_at > now()), ''), true),
		       set_config('role', 'todo_app', true)`, c.SessionID, c.UserID).
		QueryRow(func(row pgx.Row) error {
			var user, role string
			if err := row.Scan(&user, &role); err != nil {
				return err
			}
			if user == "" {
				return problem.Unauthorized()
			}
			return nil
		})
	all := &pgx.Batch{}
	all.QueuedQueries = append(all.QueuedQueries, before.QueuedQueries...)
	all.QueuedQueries = append(all.QueuedQueries, check.QueuedQueries...)
	all.QueuedQueries = append(all.QueuedQueries, b.QueuedQueries...)
	return database.Run(ctx, all, c.reads)
}

// IsUnauthorized tells whether err is the 401 of Authenticate or Do.
func IsUnauthorized(err error) bool {
	p, ok := errors.AsType[*problem.Problem](err)
	return ok && p.Status == http.StatusUnauthorized
}

// Lifetime is how long a session lives from login or refresh.
func Lifetime(remember bool) time.Duration {
	if remember {
		return 30 * 24 * time.Hour
	}
	return 7 * 24 * time.Hour
}

// SetCookie sends the session cookie (RFC 6265). Over HTTPS the frontend is another site: SameSite=None, Secure and
// Partitioned. On plain http://localhost browsers want Lax.
func SetCookie(w http.ResponseWriter, cfg *config.Config, token string, expires time.Time) {
	http.SetCookie(w, cookie(cfg, token, int(time.Until(expires).Round(time.Second)/time.Second)))
}

// ClearCookie takes the session cookie back.
func ClearCookie(w http.ResponseWriter, cfg *config.Config) { http.SetCookie(w, cookie(cfg, "", -1)) }

func cookie(cfg *config.Config, value string, maxAge int) *http.Cookie {
	c := &http.Cookie{Name: Cookie, Value: value, Path: "/", MaxAge: maxAge, HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if cfg.Secure() {
		c.Secure, c.SameSite, c.Partitioned = true, http.SameSiteNoneMode, true
	}
	return c
}
