// Package session answers who is calling: tokens, the cookie, and the one round trip that checks the session and runs
// a function's statements as its user. A session can be shown in two forms, which the REST functions and Better Auth's
// client both take: its token, in the cookie or as a bearer token, and a JWT that names the session.
package session

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/account"
	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Caller is whom a request claims to come from. What it shows is genuine; whether the session still lives, only Do
// finds out, and app_user() and app_session() then name the user and the session in its statements.
type Caller struct {
	Token string // the session's token where the request has shown it, else ""

	find     string // the query of the session's id and user
	args     []any
	reads    bool // the request changes nothing, so that it may be repeated
	identity *Identity
}

const (
	byToken = `select id, user_id from sessions where token_hash = $1 and expires_at > now()`
	byID    = `select id, user_id from sessions where id = $1 and user_id = $2 and expires_at > now()`
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
	return jwt.NewWithClaims(jwt.SigningMethodHS256, &claims{cfg.AuthURL, userID, sessionID, time.Now().Unix(), expires.Unix(), uuid.NewString()}).
		SignedString([]byte(cfg.AuthSecret))
}

// Authenticate reads r's bearer token (RFC 6750), or, where there is no Authorization header, its session cookie. It
// does not reach the database: what nobody signed never does, but for a token without a signature, which is a random
// word. It answers 401 without a genuine one, and 403 when a cookie would authenticate a change that comes from a
// foreign origin.
func Authenticate(r *http.Request) (Caller, error) {
	cfg, err := config.Get()
	if err != nil {
		return Caller{}, err
	}
	if r.Header.Get("Authorization") != "" {
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
	token, ok := Verify(cfg, value)
	if !ok && len(value) >= minToken {
		token, ok = value, true
	}
	return fromToken(r, token), ok && isToken(token)
}

// FromCookie reads the session cookie: a session's token with its signature, percent-encoded or not.
func FromCookie(cfg *config.Config, r *http.Request) (Caller, bool) {
	token, ok := ReadCookie(cfg, r, "session_token")
	return fromToken(r, token), ok && isToken(token)
}

func fromToken(r *http.Request, token string) Caller {
	return Caller{Token: token, find: byToken, args: []any{account.HashToken(token)}, reads: reads(r)}
}

// bearer returns the token of an Authorization header of the scheme Bearer.
func bearer(r *http.Request) (string, bool) {
	scheme, value, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	value = strings.TrimSpace(value)
	return value, strings.EqualFold(scheme, "Bearer") && value != "" && len(value) <= maxBearer
}

func fromJWT(cfg *config.Config, r *http.Request, token string) (Caller, bool) {
	c := new(claims)
	_, err := jwt.ParseWithClaims(token, c, func(*jwt.Token) (any, error) { return account.SecretKeys(cfg), nil },
		jwt.WithValidMethods([]string{"HS256"}), jwt.WithIssuer(cfg.AuthURL))
	return Caller{find: byID, args: []any{c.SessionID, c.Subject}, reads: reads(r)}, err == nil
}

func reads(r *http.Request) bool { return r.Method == http.MethodGet || r.Method == http.MethodHead }

// Do runs b as the caller, in one round trip with the check that the session lives; it answers 401 when it does not.
// The first statement steps down to todo_app with nobody as the user unless the session is found, so that whatever
// follows it sees and changes nothing: pipelined statements run even when the check before them has failed.
func (c Caller) Do(ctx context.Context, b *pgx.Batch) error {
	return c.run(ctx, &pgx.Batch{}, &pgx.Batch{}, b)
}

// DoAfter is Do with statements that run with the login role's rights, once app_user() and app_session() are known.
func (c Caller) DoAfter(ctx context.Context, before, b *pgx.Batch) error {
	return c.run(ctx, &pgx.Batch{}, before, b)
}

// DoAs is DoLimited for statements that keep the login role's rights: they run for nobody, app_user() null, where the
// session has ended.
func (c Caller) DoAs(ctx context.Context, first, b *pgx.Batch) error {
	return c.run(ctx, first, b, &pgx.Batch{})
}

// DoLimited is Do with statements that run first of all, with the login role's rights: a limit, a renewal.
func (c Caller) DoLimited(ctx context.Context, first, b *pgx.Batch) error {
	return c.run(ctx, first, &pgx.Batch{}, b)
}

// Renew queues the statement that gives the session its whole lifetime again when a day of it has passed, so never to
// one that has no more than a day; renewed is then called. It changes nothing when it is repeated.
func (c Caller) Renew(b *pgx.Batch, renewed func(lifetime time.Duration)) {
	b.Queue(`
		update sessions set expires_at = now() + lifetime, updated_at = now()
		where id = (select id from (`+c.find+`) s)
		and expires_at - lifetime + interval '1 day' <= now()
		returning lifetime`, c.args...).
		Query(func(rows pgx.Rows) error {
			var lifetime time.Duration
			_, err := pgx.ForEachRow(rows, []any{&lifetime}, func() error { renewed(lifetime); return nil })
			return err
		})
}

// found is what the check selects; null where there is no session.
const found = `set_config('app.session_id', coalesce(s.id::text, ''), true), set_config('app.user_id', coalesce(s.user_id::text, ''), true)`

func (c Caller) run(ctx context.Context, first, before, b *pgx.Batch) error {
	check := &pgx.Batch{}
	known := func(row pgx.Row) error {
		var session, user string
		if err := row.Scan(&session, &user, nil); err != nil {
			return err
		}
		if user == "" {
			return problem.Unauthorized()
		}
		return nil
	}
	if len(before.QueuedQueries) == 0 {
		check.Queue(`select `+found+`, set_config('role', 'todo_app', true) from (values (1)) _ left join (`+c.find+`) s on true`, c.args...).QueryRow(known)
	} else {
		check.Queue(`select `+found+`, '' from (values (1)) _ left join (`+c.find+`) s on true`, c.args...).QueryRow(known)
		check.QueuedQueries = append(check.QueuedQueries, before.QueuedQueries...)
		check.Queue(`select set_config('role', 'todo_app', true)`)
	}
	all := &pgx.Batch{QueuedQueries: slices.Concat(first.QueuedQueries, check.QueuedQueries, b.QueuedQueries)}
	err := database.Run(ctx, all, c.reads)
	if c.identity != nil && IsUnauthorized(err) { // of another server, and not seen before
		if err := c.identity.adopt(ctx); err != nil {
			return err
		}
		return database.Run(ctx, all, c.reads)
	}
	return err
}

// IsUnauthorized tells whether err is the 401 of Authenticate or Do.
func IsUnauthorized(err error) bool {
	p, ok := errors.AsType[*problem.Problem](err)
	return ok && p.Status == http.StatusUnauthorized
}

// Writes notes that the request changes something in spite of its method, so that it is not repeated.
func (c *Caller) Writes() { c.reads = false }
