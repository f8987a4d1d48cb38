package identity

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/web"
)

const (
	// bytes of a bearer token that is looked at; ours have 350 at most, other servers' fill a header
	maxBearer = 16 << 10
	minToken  = 16 // bytes of a session's token without a signature; ours have 32
	maxToken  = 255
	maxTokens = 5 // cookies of one name that are looked up
)

// isToken reports whether s may be a session's token, which holds no dot.
func isToken(s string) bool { return len(s) <= maxToken && !strings.Contains(s, ".") }

// CookieName returns the name of one of Better Auth's cookies: with the prefix __Secure- (RFC 6265bis, 4.1.3.1) where
// browsers reach the backend over HTTPS.
func CookieName(cfg *config.Config, name string) string {
	if cfg.HTTPS() {
		return "__Secure-better-auth." + name
	}
	return "better-auth." + name
}

// SetCookie sends the session cookie (RFC 6265) to keep for the session's lifetime, or, with 0, until the browser
// closes.
func SetCookie(w http.ResponseWriter, r *web.Request, token string, lifetime time.Duration) {
	http.SetCookie(w, SignedCookie(r, "session_token", token, int(lifetime/time.Second)))
}

// SignedCookie is Cookie with a signed value, which ReadCookies reads.
func SignedCookie(r *web.Request, name, value string, maxAge int) *http.Cookie {
	return Cookie(r.Config, name, url.QueryEscape(r.Secrets.Sign(value)), maxAge)
}

// ReadCookies returns the values of r's signed cookies of a name, without those that are forged. There may be several:
// cookies of another path, domain or partition stand beside each other.
func ReadCookies(r *web.Request, name string) (values []string) {
	for _, cookie := range r.CookiesNamed(CookieName(r.Config, name)) {
		if value, ok := r.Secrets.Verify(cookie.Value); ok {
			values = append(values, value)
		}
	}
	return values
}

// Cookie returns one of Better Auth's cookies; maxAge is in seconds, 0 means until the browser closes, less clears it.
// Where the frontend is another site, it is SameSite=None and Partitioned (CHIPS): browsers send no other there.
func Cookie(cfg *config.Config, name, value string, maxAge int) *http.Cookie {
	c := &http.Cookie{
		Name: CookieName(cfg, name), Value: value, Path: "/", MaxAge: maxAge,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: cfg.HTTPS(),
	}
	if cfg.HTTPS() && cfg.CrossSite() {
		c.SameSite, c.Partitioned = http.SameSiteNoneMode, true
	}
	return c
}

// ClearCookies clears the session cookie and those that Better Auth has beside it, now that c's session has ended. A
// cookie of another session, which r brings beside a bearer token, stays: that session goes on.
func (c *Caller) ClearCookies(w http.ResponseWriter) {
	for _, token := range ReadCookies(c.r, "session_token") {
		if !slices.Contains(c.tokens, token) {
			return
		}
	}
	clearCookies(w, c.r.Config)
}

func clearCookies(w http.ResponseWriter, cfg *config.Config) {
	for _, name := range []string{"session_token", "session_data", "dont_remember"} {
		http.SetCookie(w, Cookie(cfg, name, "", -1))
	}
}
