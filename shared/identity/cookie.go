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

// hostCookie is the session cookie that the REST functions set over HTTPS. Its prefix makes browsers refuse it from
// every other host of the domain (RFC 6265bis, 4.1.3.2), which could sign a visitor in as somebody else by it.
const hostCookie = "__Host-better-auth.session_token"

// sessionCookies returns the names of the session cookie, the one that counts first. Better Auth's name is what its
// functions set, and what imported sessions have.
func sessionCookies(cfg *config.Config) []string {
	name := CookieName(cfg, "session_token")
	if cfg.HTTPS() && name != hostCookie {
		return []string{hostCookie, name}
	}
	return []string{name}
}

// CookieName returns the name of one of Better Auth's cookies: with the prefix __Secure- (RFC 6265bis, 4.1.3.1) where
// browsers reach the backend over HTTPS, and with __Host- in its place where nothing needs the protocol's name.
func CookieName(cfg *config.Config, name string) string {
	switch {
	case !cfg.HTTPS():
		return "better-auth." + name
	case cfg.SpaceAlone():
		return "__Host-better-auth." + name
	}
	return "__Secure-better-auth." + name
}

// SetCookie sends the session cookie (RFC 6265) to keep for the session's lifetime, or, with 0, until the browser
// closes, and clears the one of another name that r brings.
func SetCookie(w http.ResponseWriter, r *web.Request, token string, lifetime time.Duration) {
	names := sessionCookies(r.Config)
	http.SetCookie(w, signedCookie(r, names[0], token, int(lifetime/time.Second)))
	for _, name := range names[1:] {
		if len(r.CookiesNamed(name)) > 0 {
			http.SetCookie(w, newCookie(r.Config, name, "", -1))
		}
	}
}

// SessionCookie returns the session cookie of Better Auth's functions. It has the name that the protocol says, unless r
// brings the one that the REST functions set, which it replaces.
func SessionCookie(r *web.Request, token string, maxAge int) *http.Cookie {
	names := sessionCookies(r.Config)
	if len(r.CookiesNamed(names[0])) > 0 {
		return signedCookie(r, names[0], token, maxAge)
	}
	return signedCookie(r, names[len(names)-1], token, maxAge)
}

func signedCookie(r *web.Request, name, value string, maxAge int) *http.Cookie {
	return newCookie(r.Config, name, url.QueryEscape(r.Secrets.Sign(value)), maxAge)
}

// SignedCookie is Cookie with a signed value, which ReadCookies reads.
func SignedCookie(r *web.Request, name, value string, maxAge int) *http.Cookie {
	return signedCookie(r, CookieName(r.Config, name), value, maxAge)
}

// ReadCookies returns the values of r's signed cookies of a name, without those that are forged. There may be several:
// cookies of another path, domain or partition stand beside each other.
func ReadCookies(r *web.Request, name string) []string {
	return readCookies(r, CookieName(r.Config, name))
}

func readCookies(r *web.Request, name string) (values []string) {
	for _, cookie := range r.CookiesNamed(name) {
		if value, ok := r.Secrets.Verify(cookie.Value); ok {
			values = append(values, value)
		}
	}
	return values
}

// cookieTokens returns the session tokens of r's genuine cookies of a name, the last maxTokens at most: those with the
// longest path come first (RFC 6265, 5.4), and ours has the shortest.
func cookieTokens(r *web.Request, name string) (tokens []string) {
	for _, token := range readCookies(r, name) {
		if isToken(token) && !slices.Contains(tokens, token) {
			tokens = append(tokens, token)
		}
	}
	return tokens[max(0, len(tokens)-maxTokens):]
}

// sessionTokens returns the session tokens that r's cookies show: those of the first name that has any.
func sessionTokens(r *web.Request) (tokens []string) {
	for _, name := range sessionCookies(r.Config) {
		if tokens = cookieTokens(r, name); len(tokens) > 0 {
			break
		}
	}
	return tokens
}

// Cookie returns one of Better Auth's cookies; maxAge is in seconds, 0 means until the browser closes, less clears it.
// Where the frontend is another site, it is SameSite=None and Partitioned (CHIPS): browsers send no other there.
func Cookie(cfg *config.Config, name, value string, maxAge int) *http.Cookie {
	return newCookie(cfg, CookieName(cfg, name), value, maxAge)
}

func newCookie(cfg *config.Config, name, value string, maxAge int) *http.Cookie {
	c := &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: maxAge,
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
	for _, token := range sessionTokens(c.r) {
		if !slices.Contains(c.tokens, token) {
			return
		}
	}
	clearCookies(w, c.r)
}

func clearCookies(w http.ResponseWriter, r *web.Request) {
	for _, name := range []string{"session_token", "session_data", "dont_remember"} {
		http.SetCookie(w, Cookie(r.Config, name, "", -1))
	}
	if names := sessionCookies(r.Config); len(names) > 1 && len(r.CookiesNamed(names[0])) > 0 {
		http.SetCookie(w, newCookie(r.Config, names[0], "", -1))
	}
}
