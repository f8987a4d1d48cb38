package identity

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/secret"
)

const (
	// bytes of a bearer token that is looked at; ours have 350 at most, other servers' fill a header
	maxBearer = 16 << 10
	minToken  = 16 // bytes of a session's token without a signature; ours have 32
	maxToken  = 255
	maxTokens = 5 // cookies of one name that are looked up
)

// isToken tells whether a word that was signed may be a session's token, which holds no dot.
func isToken(word string) bool { return len(word) <= maxToken && !strings.Contains(word, ".") }

// CookieName returns the name of one of Better Auth's cookies: with the prefix __Secure- (RFC 6265bis, 4.1.3.1) where
// browsers reach the backend over HTTPS.
func CookieName(cfg *config.Config, name string) string {
	if cfg.HTTPS() {
		return "__Secure-better-auth." + name
	}
	return "better-auth." + name
}

// SetCookie sends the session cookie (RFC 6265) to keep for the session's lifetime, or, with 0, until the browser closes.
func SetCookie(w http.ResponseWriter, cfg *config.Config, token string, lifetime time.Duration) {
	http.SetCookie(w, SignedCookie(cfg, "session_token", token, int(lifetime/time.Second)))
}

// SignedCookie is Cookie with a signed value, which ReadCookies reads.
func SignedCookie(cfg *config.Config, name, value string, maxAge int) *http.Cookie {
	return Cookie(cfg, name, url.QueryEscape(secret.Keys(cfg.Secrets()).Sign(value)), maxAge)
}

// ReadCookies returns the values of r's signed cookies of a name, without those that are forged. There may be several:
// cookies of another path, domain or partition stand beside each other.
func ReadCookies(cfg *config.Config, r *http.Request, name string) (values []string) {
	keys := secret.Keys(cfg.Secrets())
	for _, cookie := range r.CookiesNamed(CookieName(cfg, name)) {
		if value, ok := keys.Verify(cookie.Value); ok {
			values = append(values, value)
		}
	}
	return values
}

// Cookie makes one of Better Auth's cookies; maxAge is in seconds, 0 means until the browser closes, less clears it.
// Where the frontend is another site, it is SameSite=None and Partitioned (CHIPS): browsers send no other there.
func Cookie(cfg *config.Config, name, value string, maxAge int) *http.Cookie {
	c := &http.Cookie{Name: CookieName(cfg, name), Value: value, Path: "/", MaxAge: maxAge, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: cfg.HTTPS()}
	if cfg.HTTPS() && cfg.CrossSite() {
		c.SameSite, c.Partitioned = http.SameSiteNoneMode, true
	}
	return c
}
