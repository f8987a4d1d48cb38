package config

import (
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// Origin returns the origin of s as browsers write it (URL Standard, 4.5 and 6.1): in lower case, a host that is not
// ASCII in Punycode, without a default port, a path or a slash. ok is false if s is not an http or https URL. alone
// reports whether s has nothing but its origin: no path, query, fragment, user or wildcard.
func Origin(s string) (origin string, alone, ok bool) {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || strings.ContainsAny(u.Host, "*, ") {
		return "", false, false
	}
	host := strings.ToLower(u.Hostname())
	if address, err := netip.ParseAddr(host); err == nil && address.Is6() {
		host = "[" + address.String() + "]"
	} else if strings.ContainsFunc(host, func(r rune) bool { return r >= 0x80 }) {
		if host, err = idna.Lookup.ToASCII(host); err != nil {
			return "", false, false
		}
	}
	if host == "" {
		return "", false, false
	}
	if port := u.Port(); port != "" && port != map[string]string{"http": "80", "https": "443"}[u.Scheme] {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return "", false, false
		}
		host += ":" + port
	}
	alone = strings.Trim(u.Path, "/") == "" && u.RawQuery == "" && !u.ForceQuery && u.Fragment == "" && u.User == nil &&
		!strings.HasSuffix(s, "#")
	return u.Scheme + "://" + host, alone, true
}

// Origins returns every origin that may call with credentials.
func (c *Config) Origins() []string {
	origins := append(c.callers(), c.vercelOrigins()...)
	if c.ServesApp {
		origins = append(origins, c.AuthURL)
	}
	return origins
}

// callers returns the origins that are configured to call the backend.
func (c *Config) callers() []string { return append([]string{c.FrontendURL}, c.AllowedOrigins...) }

// CrossSite reports whether a page calls from within another site than the backend's (HTML Standard, 7.1.1: the
// registrable domains differ, or the schemes), so that its requests carry only cookies with SameSite=None: an origin's,
// or that of a Space, which huggingface.co shows in a frame.
func (c *Config) CrossSite() bool {
	backend := site(c.AuthURL)
	return c.SpaceID != "" ||
		slices.ContainsFunc(c.callers(), func(origin string) bool { return site(origin) != backend })
}

// SpaceAlone reports whether the backend is a Space at the address that the Hub has given it, and its page the only
// one: no browser has a cookie of another server for it, and no page's server reads one.
func (c *Config) SpaceAlone() bool {
	return c.SpaceHost != "" && c.AuthURL == "https://"+c.SpaceHost &&
		!slices.ContainsFunc(c.Origins(), func(origin string) bool { return origin != c.AuthURL })
}

// site returns the scheme and the registrable domain, or the host if it has none, as localhost and addresses.
func site(origin string) string {
	u, err := url.Parse(origin)
	if err != nil {
		return origin
	}
	domain := u.Hostname()
	if _, err := netip.ParseAddr(domain); err != nil {
		if registrable, err := publicsuffix.EffectiveTLDPlusOne(domain); err == nil {
			domain = registrable
		}
	}
	return u.Scheme + "://" + domain
}

func isLoopback(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && address.IsLoopback()
}
