package web

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/todo-backend/todo-backend/shared/config"
)

// maxTarget is the longest redirect target, in bytes.
const maxTarget = 2048

// safePath is a path within the site: no // and no /\ at its beginning, nothing encoded that a browser may take for
// one.
var safePath = regexp.MustCompile(`^/([\w.~+@:-][\w.~+@:/-]*)?` +
	`(\?[\w.~!$&'()*+,;=:@%/?\[\]-]*)?(#[\w.~!$&'()*+,;=:@%/?-]*)?$`)

// IsTrustedOrigin reports whether an origin is the backend's or a configured frontend's.
func IsTrustedOrigin(cfg *config.Config, origin string) bool {
	backend, err := url.Parse(cfg.AuthURL)
	return err == nil && origin == originOf(backend) || slices.Contains(cfg.Origins(), origin)
}

// IsRedirectTarget reports whether a browser may be sent to target: a path of the backend, or an address of a trusted
// origin (OWASP: Unvalidated Redirects and Forwards).
func IsRedirectTarget(cfg *config.Config, target string) bool {
	u, ok := parseTarget(target)
	return ok && (safePath.MatchString(target) || IsTrustedOrigin(cfg, originOf(u)))
}

// IsFrontendTarget reports whether target is an address of a configured frontend, where a mail's link may lead.
func IsFrontendTarget(cfg *config.Config, target string) bool {
	u, ok := parseTarget(target)
	return ok && u.User == nil && slices.Contains(cfg.Origins(), originOf(u))
}

// parseTarget reads a redirect target; ok is false for what is too long, and for what browsers read in their own way.
func parseTarget(target string) (u *url.URL, ok bool) {
	u, err := url.Parse(target)
	return u, err == nil && len(target) <= maxTarget && !strings.ContainsAny(target, "\\ \t\r\n")
}

func originOf(u *url.URL) string { return u.Scheme + "://" + u.Host }
