package betterauth

import (
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// trusted tells whether an origin is the backend's own or one of the configured frontends'.
func trusted(cfg *config.Config, origin string) bool {
	own, err := url.Parse(cfg.AuthURL)
	return err == nil && origin == own.Scheme+"://"+own.Host || slices.Contains(cfg.Origins(), origin)
}

// allowOrigin answers 403 for a request that brings a cookie, any cookie, from an origin that is not trusted (OWASP:
// Cross-Site Request Forgery Prevention); always also for one without, since it will get one.
func allowOrigin(r *request, always bool) error {
	if r.Method == http.MethodGet || r.Header.Get("Cookie") == "" && !always {
		return nil
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		if u, err := url.Parse(r.Header.Get("Referer")); err == nil && u.Host != "" {
			origin = u.Scheme + "://" + u.Host
		}
	}
	switch {
	case origin == "null" && r.Header.Get("Sec-Fetch-Site") == "same-origin": // a browser's word, which no page can forge
		return nil
	case origin == "" || origin == "null":
		return failure(http.StatusForbidden, "MISSING_OR_NULL_ORIGIN", "Missing or null Origin")
	case !trusted(r.cfg, origin):
		return failure(http.StatusForbidden, "INVALID_ORIGIN", "Invalid origin")
	}
	return nil
}

// allowLogin is allowOrigin for sign-up and sign-in, which a foreign page must not make for its visitor: it holds for
// whatever a browser sends, cookie or not. A preview may sign in for a bearer token: it gets no cookie, see setSession,
// and its page had to ask first, since the body is JSON.
func allowLogin(r *request) error {
	h := r.Header
	mediaType, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	switch {
	case h.Get("Cookie") != "":
		return allowOrigin(r, false)
	case h.Get("Sec-Fetch-Site") == "cross-site" && h.Get("Sec-Fetch-Mode") == "navigate":
		return failure(http.StatusForbidden, "CROSS_SITE_NAVIGATION_LOGIN_BLOCKED", "Cross-site navigation login blocked. This request appears to be a CSRF attack.")
	case web.IsPreview(r.cfg, h.Get("Origin")) && mediaType == "application/json":
		return nil
	case h.Get("Sec-Fetch-Site") != "" || h.Get("Sec-Fetch-Mode") != "" || h.Get("Sec-Fetch-Dest") != "" || h.Get("Origin") != "" || h.Get("Referer") != "":
		return allowOrigin(r, true)
	}
	return nil
}

// targets are the fields and parameters that name where a browser is sent, with their error.
var targets = map[string][2]string{
	"callbackURL":        {"INVALID_CALLBACK_URL", "Invalid callbackURL"},
	"redirectTo":         {"INVALID_REDIRECT_URL", "Invalid redirectURL"},
	"errorCallbackURL":   {"INVALID_ERROR_CALLBACK_URL", "Invalid errorCallbackURL"},
	"newUserCallbackURL": {"INVALID_NEW_USER_CALLBACK_URL", "Invalid newUserCallbackURL"},
}

// safePath is a path within the site: no // and no /\ at its beginning, nothing encoded that a browser may take for one.
var safePath = regexp.MustCompile(`^/([\w.~+@:-][\w.~+@:/-]*)?(\?[\w.~!$&'()*+,;=:@%/?\[\]-]*)?(#[\w.~!$&'()*+,;=:@%/?-]*)?$`)

const maxTarget = 2048 // bytes

// allowTarget answers 403 for a redirect target that is neither a path nor of a trusted origin (OWASP: Unvalidated
// Redirects and Forwards). Other fields pass.
func allowTarget(cfg *config.Config, name, target string) error {
	code, ok := targets[name]
	if !ok || target == "" {
		return nil
	}
	u, err := url.Parse(target)
	if err == nil && len(target) <= maxTarget && (safePath.MatchString(target) || !strings.ContainsAny(target, "\\\t\r\n ") && trusted(cfg, u.Scheme+"://"+u.Host)) {
		return nil
	}
	return failure(http.StatusForbidden, code[0], code[1])
}

// param returns a query parameter; a redirect target is checked.
func (r *request) param(name string) (string, error) {
	value := r.URL.Query().Get(name)
	return value, allowTarget(r.cfg, name, value)
}

// need answers 400 where a query parameter is missing; it may be empty.
func (r *request) need(name string) error {
	if r.URL.Query().Has(name) {
		return nil
	}
	return validation("query", []problem.Field{{Field: name, Detail: "Invalid input: expected string, received undefined"}})
}
