package betterauth

import (
	"mime"
	"net/http"
	"net/url"

	"github.com/todo-backend/todo-backend/shared/web"
)

// What Better Auth's client relies on is another contract than that of web.Request.CheckOrigin, which holds for the
// REST functions: any cookie counts, not the session's alone; the Referer stands for a missing Origin, and a request
// with neither is refused, as one whose Origin is null; the backend's own origin is trusted, whatever host the request
// names. Both trust the same origins beside it (OWASP: Cross-Site Request Forgery Prevention).

// checkOrigin answers 403 for a request that brings a cookie, any cookie, from an origin that is not trusted.
func checkOrigin(r *request) error {
	if r.Method == http.MethodGet || r.Header.Get("Cookie") == "" {
		return nil
	}
	return requireTrustedOrigin(r)
}

func requireTrustedOrigin(r *request) error {
	origin := r.Header.Get("Origin")
	if origin == "" {
		if u, err := url.Parse(r.Header.Get("Referer")); err == nil && u.Host != "" {
			origin = u.Scheme + "://" + u.Host
		}
	}
	switch {
	case origin == "null" && r.Header.Get("Sec-Fetch-Site") == "same-origin":
		return nil // a browser's word, which no page can forge
	case origin == "" || origin == "null":
		return fail(http.StatusForbidden, "MISSING_OR_NULL_ORIGIN", "Missing or null Origin")
	case !web.IsTrustedOrigin(r.Config, origin):
		return web.ErrForeignOrigin
	}
	return nil
}

// checkLoginOrigin is checkOrigin for sign-up and sign-in, which a foreign page must not make for its visitor: it holds
// for whatever a browser sends, also without a cookie, since it will get one. A preview may sign in for a bearer token:
// it gets no cookie, see setSession, and its page had to ask first, since the body is JSON.
func checkLoginOrigin(r *request) error {
	h := r.Header
	mediaType, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	switch {
	case h.Get("Cookie") != "":
		return requireTrustedOrigin(r)
	case h.Get("Sec-Fetch-Site") == "cross-site" && h.Get("Sec-Fetch-Mode") == "navigate":
		return fail(http.StatusForbidden, "CROSS_SITE_NAVIGATION_LOGIN_BLOCKED",
			"Cross-site navigation login blocked. This request appears to be a CSRF attack.")
	case web.IsPreview(r.Config, h.Get("Origin")) && mediaType == "application/json":
		return nil
	}
	for _, name := range []string{"Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest", "Origin", "Referer"} {
		if h.Get(name) != "" {
			return requireTrustedOrigin(r)
		}
	}
	return nil
}
