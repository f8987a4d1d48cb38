package betterauth

import (
	"net/http"
	"strings"
	"time"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// setSession sends a session's cookie, and its signed token as a header for those who use it as a bearer token. One
// that is not to be remembered ends with the browser.
func setSession(w http.ResponseWriter, r *request, token string, lifetime time.Duration) {
	setSessionCookie(w, r, token, lifetime)
	if lifetime <= identity.Day {
		setCookie(w, r, identity.SignedCookie(r.Request, "dont_remember", "true", 0))
	} else if _, err := r.Cookie(identity.CookieName(r.Config, "dont_remember")); err == nil {
		setCookie(w, r, identity.Cookie(r.Config, "dont_remember", "", -1))
	}
}

func setSessionCookie(w http.ResponseWriter, r *request, token string, lifetime time.Duration) {
	maxAge := int(lifetime / time.Second)
	if lifetime <= identity.Day {
		maxAge = 0
	}
	setCookie(w, r, identity.SessionCookie(r.Request, token, maxAge))
	exposeHeader(w, "Set-Auth-Token", r.Secrets.Sign(token))
}

// exposeHeader sets a header that a page may read; CORS names it among others where the request has an origin.
func exposeHeader(w http.ResponseWriter, name, value string) {
	w.Header().Set(name, value)
	if w.Header().Get("Access-Control-Allow-Origin") == "" {
		w.Header().Add("Access-Control-Expose-Headers", strings.ToLower(name))
	}
}

// setCookie sends a cookie, but to no preview: anyone can have one.
func setCookie(w http.ResponseWriter, r *request, c *http.Cookie) {
	if !web.IsPreview(r.Config, r.Header.Get("Origin")) {
		http.SetCookie(w, c)
	}
}

// rememberMe is what it was at the sign-in of r's session: false where the cookie dont_remember is sent.
func (r *request) rememberMe() wire.Optional[bool] {
	return wire.Optional[bool]{Set: len(identity.ReadCookies(r.Request, "dont_remember")) > 0}
}

// lifetime is how long a session is valid: a week, or, with rememberMe false, a day at most.
func lifetime(rememberMe wire.Optional[bool]) time.Duration {
	if rememberMe.Set && !rememberMe.Value {
		return identity.Day
	}
	return identity.Week
}
