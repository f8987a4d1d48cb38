package session

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/todo-backend/todo-backend/shared/config"
)

const (
	// bytes of a bearer token that is looked at; ours have 350 at most, other servers' fill a header
	maxBearer = 16 << 10
	maxSigned = 4096 // bytes of a signed value; more than a cookie holds (RFC 6265, 6.1)
	minToken  = 16   // bytes of a session's token without a signature; ours have 32
	maxToken  = 255
	maxTokens = 5 // cookies of one name that are looked up
)

// NewToken makes a session's token: 32 characters of A-Za-z0-9, 190 random bits, as Better Auth makes them.
func NewToken() string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	token := make([]byte, 0, 32)
	for len(token) < cap(token) {
		var random [48]byte
		_, _ = rand.Read(random[:]) // never fails (crypto/rand)
		for _, b := range random {
			if b &= 63; int(b) < len(letters) && len(token) < cap(token) { // the last two of 64 would make a letter likelier
				token = append(token, letters[b])
			}
		}
	}
	return string(token)
}

// Sign returns value.signature, the form in which Better Auth's cookies and set-auth-token carry a value: the signature
// is the base64 of the HMAC-SHA256 of the value under the secret.
func Sign(cfg *config.Config, value string) string {
	return value + "." + signature(cfg.AuthSecret, value)
}

func signature(secret, value string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(value))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// Verify returns the value that Sign has signed with the secret, or with an earlier one, percent-encoded or not.
func Verify(cfg *config.Config, signed string) (value string, ok bool) {
	if len(signed) > maxSigned {
		return "", false
	}
	if strings.Contains(signed, "%") {
		decoded, err := url.PathUnescape(signed)
		if err != nil {
			return "", false
		}
		signed = decoded
	}
	dot := strings.LastIndexByte(signed, '.')
	if dot < 1 {
		return "", false
	}
	for _, secret := range cfg.Secrets() {
		ok = hmac.Equal([]byte(signature(secret, signed[:dot])), []byte(signed[dot+1:])) || ok
	}
	return signed[:dot], ok
}

// isToken tells whether a word that was signed may be a session's token, which holds no dot.
func isToken(word string) bool { return len(word) <= maxToken && !strings.Contains(word, ".") }

// CookieName returns the name of one of Better Auth's cookies: with the prefix __Secure- (RFC 6265bis, 4.1.3.1) where
// browsers reach the backend over HTTPS.
func CookieName(cfg *config.Config, name string) string {
	if cfg.Secure() {
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
	return Cookie(cfg, name, url.QueryEscape(Sign(cfg, value)), maxAge)
}

// ReadCookies returns the values of r's signed cookies of a name, without those that are forged. There may be several:
// cookies of another path, domain or partition stand beside each other.
func ReadCookies(cfg *config.Config, r *http.Request, name string) (values []string) {
	for _, cookie := range r.CookiesNamed(CookieName(cfg, name)) {
		if value, ok := Verify(cfg, cookie.Value); ok {
			values = append(values, value)
		}
	}
	return values
}

// Cookie makes one of Better Auth's cookies; maxAge is in seconds, 0 means until the browser closes, less clears it.
// Where the frontend is another site, it is SameSite=None and Partitioned (CHIPS): browsers send no other there.
func Cookie(cfg *config.Config, name, value string, maxAge int) *http.Cookie {
	c := &http.Cookie{Name: CookieName(cfg, name), Value: value, Path: "/", MaxAge: maxAge, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: cfg.Secure()}
	if cfg.Secure() && cfg.CrossSite() {
		c.SameSite, c.Partitioned = http.SameSiteNoneMode, true
	}
	return c
}
