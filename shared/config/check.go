package config

import (
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

// check calls invalid for every rule that a variable breaks, and rewrites origins as browsers write them. A rule shows
// no value that could be secret.
func (c *Config) check(invalid func(variable, rule string)) {
	c.checkPasted(invalid)
	if c.DatabaseURL == "" {
		invalid("DATABASE_URL",
			"must be set to a PostgreSQL URL (only the shim can do without: it starts a database of its own)")
	} else if rule := DatabaseRule(c.DatabaseURL); rule != "" {
		invalid("DATABASE_URL", rule)
	}
	if rule := DatabaseRule(c.DatabaseURLUnpooled); c.DatabaseURLUnpooled != "" && rule != "" {
		invalid("DATABASE_URL_UNPOOLED", rule)
	}
	if c.DatabaseWebSocket != "" && c.DatabaseWebSocket != "on" && !isWebSocketURL(c.DatabaseWebSocket) {
		invalid("DATABASE_WEBSOCKET", "must be on, for a database at Neon, "+
			"or the wss URL of a proxy such as wss://proxy.example.com/v2")
	}
	c.checkSecrets(invalid)
	c.checkOrigins(invalid)
	if c.JWKSURL != "" && !isJWKSURL(c.JWKSURL) {
		invalid("BETTER_AUTH_JWKS_URL", "must be an https URL with its path, "+
			"such as https://app.example.com/api/auth/jwks (http on this machine alone)")
	}
	for _, pair := range [][4]string{
		{"GITHUB_CLIENT_ID", "GITHUB_CLIENT_SECRET", c.GitHubClientID, c.GitHubClientSecret},
		{"GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET", c.GoogleClientID, c.GoogleClientSecret},
		{"DEMO_EMAIL", "DEMO_PASSWORD", c.DemoEmail, c.DemoPassword},
	} {
		if (pair[2] == "") != (pair[3] == "") {
			invalid(pair[0], "and "+pair[1]+" go together: set both or neither")
		}
	}
	switch {
	case c.RateLimits != "on" && c.RateLimits != "off":
		invalid("RATE_LIMITS", "must be on or off")
	case c.RateLimits == "off" && c.HTTPS():
		invalid("RATE_LIMITS", "must be on where BETTER_AUTH_URL is https")
	}
	for _, proxies := range c.TrustedProxies {
		if proxies.Bits() == 0 {
			invalid("TRUSTED_PROXIES", "must name the proxies' own networks: "+
				proxies.String()+" is everybody, who could then send from any address")
		}
	}
	if c.Port < 1 || c.Port > 65535 {
		invalid("PORT", "must be between 1 and 65535")
	}
	if c.SMTPURL != "" && c.SMTPURL != SMTPLog {
		if _, err := ParseSMTP(c.SMTPURL); err != nil {
			invalid("SMTP_URL", err.Error())
		}
	}
	if _, err := mail.ParseAddress(c.MailFrom); err != nil && c.MailFrom != "" {
		invalid("MAIL_FROM", "must be one address such as no-reply@example.com or Todo <no-reply@example.com>")
	}
	c.checkNumbers(invalid)
}

// isJWKSURL reports whether s can be the URL of another server's keys: over HTTPS, or on this machine.
func isJWKSURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && u.User == nil && u.Fragment == "" && strings.Trim(u.Path, "/") != "" &&
		(u.Scheme == "https" || u.Scheme == "http" && isLoopback(u.Hostname()))
}

// isWebSocketURL reports whether s can be the URL of a WebSocket. It is over TLS: passwords may go through it.
func isWebSocketURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "wss" && u.Host != "" && u.User == nil && u.Fragment == ""
}

func (c *Config) checkNumbers(invalid func(variable, rule string)) {
	for _, n := range []struct {
		name  string
		value int64
	}{
		{"DATABASE_MAX_CONNS", int64(c.MaxConns)}, {"MAX_HASHINGS", int64(c.MaxConcurrentHashes)},
		{"DATABASE_MAX_CONN_IDLE", int64(c.MaxConnIdle)}, {"DATABASE_MAX_CONN_LIFETIME", int64(c.MaxConnLife)},
		{"DATABASE_ACQUIRE_TIMEOUT", int64(c.AcquireTimeout)}, {"REQUEST_TIMEOUT", int64(c.RequestTimeout)},
		{"SHUTDOWN_TIMEOUT", int64(c.ShutdownTimeout)},
	} {
		if n.value <= 0 {
			invalid(n.name, "must be more than 0")
		}
	}
	if 0 < c.RequestTimeout && c.RequestTimeout < c.AcquireTimeout {
		invalid("REQUEST_TIMEOUT", fmt.Sprintf("must be at least DATABASE_ACQUIRE_TIMEOUT, which is %s: "+
			"a request waits so long for a connection", c.AcquireTimeout))
	}
}

// checkPasted looks for what copying a value may add: quotes, spaces and line ends around it.
func (c *Config) checkPasted(invalid func(variable, rule string)) {
	for _, v := range []struct{ name, value string }{
		{"DATABASE_URL", c.DatabaseURL}, {"DATABASE_URL_UNPOOLED", c.DatabaseURLUnpooled},
		{"DATABASE_WEBSOCKET", c.DatabaseWebSocket},
		{"BETTER_AUTH_SECRET", c.AuthSecret}, {"BETTER_AUTH_URL", c.AuthURL}, {"FRONTEND_URL", c.FrontendURL},
		{"BETTER_AUTH_JWKS_URL", c.JWKSURL}, {"SMTP_URL", c.SMTPURL},
		{"GITHUB_CLIENT_ID", c.GitHubClientID}, {"GITHUB_CLIENT_SECRET", c.GitHubClientSecret},
		{"GOOGLE_CLIENT_ID", c.GoogleClientID}, {"GOOGLE_CLIENT_SECRET", c.GoogleClientSecret},
		{"DEMO_EMAIL", c.DemoEmail}, {"DEMO_PASSWORD", c.DemoPassword}, {"METRICS_SECRET", c.MetricsSecret},
	} {
		if v.value != strings.TrimSpace(v.value) || strings.ContainsAny(v.value, "\r\n") {
			invalid(v.name, "has a space or a line end around or in it, which a copy brought along: set it without")
		} else if n := len(v.value); n > 1 && strings.ContainsAny(v.value[:1], "\"'`") && v.value[0] == v.value[n-1] {
			invalid(v.name, "stands in quotes, which would be a part of it: set it without")
		}
	}
}

// placeholder matches secrets of documentation and examples, which everybody knows.
var placeholder = regexp.MustCompile(`(?i)change.?(me|this)|replace.?(me|this|with)|your.{0,20}secret|` +
	`secret.?(key)?.?here|better-auth-secret|placeholder|openssl`)

const minDistinct = 8 // characters of a secret

// secretRule returns the rule that a secret breaks, or "".
func secretRule(secret string) string {
	const generate = "make one: openssl rand -base64 32"
	distinct := map[rune]bool{}
	for _, r := range secret {
		distinct[r] = true
	}
	if n := utf8.RuneCountInString(secret); n < 32 {
		return fmt.Sprintf("must be at least 32 characters, it has %d (%s)", n, generate)
	}
	if placeholder.MatchString(secret) || len(distinct) < minDistinct {
		return "must be random, it is a placeholder that anybody could guess (" + generate + ")"
	}
	return ""
}

func (c *Config) checkSecrets(invalid func(variable, rule string)) {
	if rule := secretRule(c.SpaceSecret); c.AuthSecret == "" && c.SpaceSecret != "" && rule != "" {
		invalid("BETTER_AUTH_SECRET", "must be set, since its default SPACE_SIGNING_SECRET "+rule)
	} else if rule := secretRule(c.AuthSecret); rule != "" {
		invalid("BETTER_AUTH_SECRET", rule)
	}
	if rule := secretRule(c.MetricsSecret); c.MetricsSecret != "" && rule != "" {
		invalid("METRICS_SECRET", rule)
	} else if c.MetricsSecret != "" && c.MetricsSecret == c.AuthSecret {
		invalid("METRICS_SECRET", "must be another than BETTER_AUTH_SECRET, which signs every session")
	}
	for i, secret := range c.AuthOldSecrets {
		c.AuthOldSecrets[i] = strings.TrimSpace(secret)
		if utf8.RuneCountInString(c.AuthOldSecrets[i]) < 32 {
			invalid("BETTER_AUTH_OLD_SECRETS",
				fmt.Sprintf("must list secrets of at least 32 characters; entry %d is shorter", i+1))
		}
	}
}

func (c *Config) checkOrigins(invalid func(variable, rule string)) {
	switch origin, alone, ok := Origin(c.AuthURL); {
	case !ok:
		invalid("BETTER_AUTH_URL", "must be an http or https URL such as https://name-space.hf.space")
	case !alone:
		invalid("BETTER_AUTH_URL", "must be the backend's origin alone, to which /api/auth is added: write "+origin)
	}
	switch origin, alone, ok := Origin(c.FrontendURL); {
	case !ok:
		invalid("FRONTEND_URL", "must be one origin such as https://todo.example.com, without a wildcard "+
			"(more of them go into ALLOWED_ORIGINS)")
	case !alone:
		invalid("FRONTEND_URL", "must be an origin, without a path: write "+origin)
	default:
		c.FrontendURL = origin
	}
	var origins []string
	for i, entry := range c.AllowedOrigins {
		switch origin, alone, ok := Origin(entry); {
		case strings.TrimSpace(entry) == "": // after the last comma
		case !ok:
			invalid("ALLOWED_ORIGINS", fmt.Sprintf("must list origins such as https://todo.example.com, "+
				"without a wildcard; entry %d is none", i+1))
		case !alone:
			invalid("ALLOWED_ORIGINS",
				fmt.Sprintf("must list origins, without a path: write %s as entry %d", origin, i+1))
		default:
			origins = append(origins, origin)
		}
	}
	c.AllowedOrigins = origins
}
