package betterauth

import (
	"context"
	"encoding/hex"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/secret"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// userJSON is the user as Better Auth's client knows one.
type userJSON struct {
	ID            uuid.UUID `json:"id"`
	Name          string    `json:"name"`
	Email         string    `json:"email"`
	EmailVerified bool      `json:"emailVerified"`
	Image         *string   `json:"image"`
	CreatedAt     wire.Time `json:"createdAt"`
	UpdatedAt     wire.Time `json:"updatedAt"`
}

func user(u identity.User) userJSON {
	name := ""
	if u.FullName != nil {
		name = *u.FullName
	}
	return userJSON{u.ID, name, u.Email, u.EmailVerified, u.AvatarURL, u.CreatedAt, u.UpdatedAt}
}

// sessionJSON is a session as Better Auth's client knows one. Where the real server shows the token, there is a handle
// that is good for nothing but revoke-session: the token itself is a secret, and kept nowhere.
type sessionJSON struct {
	ID        uuid.UUID `json:"id"`
	Token     string    `json:"token"`
	UserID    uuid.UUID `json:"userId"`
	ExpiresAt wire.Time `json:"expiresAt"`
	CreatedAt wire.Time `json:"createdAt"`
	UpdatedAt wire.Time `json:"updatedAt"`
	IPAddress string    `json:"ipAddress"`
	UserAgent string    `json:"userAgent"`
}

// sessionColumns are what sessionFields take, in their order.
const sessionColumns = `s.id, s.user_id, s.expires_at, s.created_at, s.updated_at, coalesce(host(s.ip_address), ''), coalesce(s.user_agent, '')`

func (s *sessionJSON) fields() []any {
	return []any{&s.ID, &s.UserID, &s.ExpiresAt, &s.CreatedAt, &s.UpdatedAt, &s.IPAddress, &s.UserAgent}
}

// shown completes what was scanned: the handle, and of an IPv6 address its /64 alone.
func (s *sessionJSON) shown() {
	s.Token = hex.EncodeToString(s.ID[:])
	if a, err := netip.ParseAddr(s.IPAddress); err == nil && a.Is6() {
		prefix, _ := a.Prefix(64) // 64 bits fit every IPv6 address
		s.IPAddress = prefix.Masked().Addr().StringExpanded()
	}
}

// fresh is how long after the sign-in a session may do what needs a recent one. A renewal does not make it fresh.
const fresh = identity.Day

// caller returns whom r's bearer token, or else its cookie, names; an Authorization header that is none of ours is ignored.
func (r *request) caller() (identity.Caller, bool) {
	if c, ok := identity.FromBearer(r.cfg, r.Request); ok {
		return c, true
	}
	return identity.FromCookie(r.cfg, r.Request)
}

// call is one request of somebody who must be signed in: its limit, and the session's renewal.
type call struct {
	identity.Caller
	count *pgx.Batch // the limit
	first *pgx.Batch // the limit and the renewal
	gone  func()     // the session is: what the client has of it is taken back
}

// Do runs b as the caller, in one round trip with the limit, the renewal and the check of the session.
func (c call) Do(ctx context.Context, b *pgx.Batch) error {
	return c.ended(c.DoLimited(ctx, c.first, b))
}

// DoWith is Do for statements that need the login role's rights; they follow the check, and find app_user() null where
// the session has ended.
func (c call) DoWith(ctx context.Context, b *pgx.Batch) error {
	return c.ended(c.DoAs(ctx, c.first, b))
}

func (c call) ended(err error) error {
	if identity.IsUnauthorized(err) {
		c.gone()
	}
	return err
}

// refuse answers with err, or with 401 where the session has ended: that is asked first.
func (c call) refuse(ctx context.Context, err error) error {
	if first := c.Do(ctx, &pgx.Batch{}); first != nil {
		return first
	}
	return err
}

// signedIn returns the caller, whose session is renewed when it is a day or more into its life; it answers 401 where
// nobody is named.
func signedIn(w http.ResponseWriter, r *request) (call, error) {
	c, ok := r.caller()
	if !ok {
		return call{}, problem.Unauthorized()
	}
	count := r.limited()
	first := &pgx.Batch{QueuedQueries: slices.Clone(count.QueuedQueries)}
	c.Renew(first, func(token string, lifetime time.Duration) {
		if token != "" {
			setCookie(w, r, token, lifetime)
		}
	})
	return call{c, count, first, func() { c.ClearCookies(w, r.Request, r.cfg) }}, nil
}

// setSession sends a session's cookie, and its signed token as a header for those who use it as a bearer token. One
// that is not to be remembered ends with the browser.
func setSession(w http.ResponseWriter, r *request, token string, lifetime time.Duration) {
	setCookie(w, r, token, lifetime)
	remember := identity.CookieName(r.cfg, "dont_remember")
	if lifetime <= identity.Day {
		setAny(w, r, identity.SignedCookie(r.cfg, "dont_remember", "true", 0))
	} else if _, err := r.Cookie(remember); err == nil {
		setAny(w, r, identity.Cookie(r.cfg, "dont_remember", "", -1))
	}
}

func setCookie(w http.ResponseWriter, r *request, token string, lifetime time.Duration) {
	maxAge := int(lifetime / time.Second)
	if lifetime <= identity.Day {
		maxAge = 0
	}
	setAny(w, r, identity.SignedCookie(r.cfg, "session_token", token, maxAge))
	expose(w, "Set-Auth-Token", secret.Keys(r.cfg.Secrets()).Sign(token))
}

// expose sets a header that a page may read; CORS names it among others where the request has an origin.
func expose(w http.ResponseWriter, name, value string) {
	w.Header().Set(name, value)
	if w.Header().Get("Access-Control-Allow-Origin") == "" {
		w.Header().Add("Access-Control-Expose-Headers", strings.ToLower(name))
	}
}

// setAny sends a cookie, but to no preview: anyone can have one.
func setAny(w http.ResponseWriter, r *request, c *http.Cookie) {
	if !web.IsPreview(r.cfg, r.Header.Get("Origin")) {
		http.SetCookie(w, c)
	}
}

// remembered is what rememberMe was at the sign-in of r's session: false where the cookie dont_remember is there.
func (r *request) remembered() wire.Optional[bool] {
	return wire.Optional[bool]{Set: len(identity.ReadCookies(r.cfg, r.Request, "dont_remember")) > 0}
}

// lifetime is how long a session lives: a week, or, with rememberMe false, a day at most.
func lifetime(rememberMe wire.Optional[bool]) time.Duration {
	if rememberMe.Set && !rememberMe.Value {
		return identity.Day
	}
	return identity.Week
}
