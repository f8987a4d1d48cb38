package config

import (
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

// check gives complain every rule that a variable breaks, and writes origins as browsers do. No rule shows a value that
// could be secret.
func (c *Config) check(complain func(variable, rule string)) {
	c.checkPasted(complain)
	if c.DatabaseURL == "" {
		complain("DATABASE_URL",
			"must be set to a PostgreSQL URL (only the shim can do without: it starts a database of its own)")
	} else if rule := DatabaseRule(c.DatabaseURL); rule != "" {
		complain("DATABASE_URL", rule)
	}
	if rule := DatabaseRule(c.DatabaseURLUnpooled); c.DatabaseURLUnpooled != "" && rule != "" {
		complain("DATABASE_URL_UNPOOLED", rule)
	}
	c.checkSecrets(complain)
	c.checkOrigins(complain)
	if c.JWKSURL != "" && !isKeySet(c.JWKSURL) {
		complain("BETTER_AUTH_JWKS_URL", "must be an https URL with its path, "+
			"such as https://app.example.com/api/auth/jwks (http on this machine alone)")
	}
	if (c.GitHubClientID == "") != (c.GitHubClientSecret == "") {
		complain("GITHUB_CLIENT_ID", "and GITHUB_CLIENT_SECRET go together: set both or neither")
	}
	if (c.GoogleClientID == "") != (c.GoogleClientSecret == "") {
		complain("GOOGLE_CLIENT_ID", "and GOOGLE_CLIENT_SECRET go together: set both or neither")
	}
	switch {
	case c.RateLimits != "on" && c.RateLimits != "off":
		complain("RATE_LIMITS", "must be on or off")
	case c.RateLimits == "off" && c.Secure():
		complain("RATE_LIMITS", "must be on where BETTER_AUTH_URL is https")
	}
	for _, proxies := range c.TrustedProxies {
		if proxies.Bits() == 0 {
			complain("TRUSTED_PROXIES", "must name the proxies' own networks: "+
				proxies.String()+" is everybody, who could then send from any address")
		}
	}
	if c.Port < 1 || c.Port > 65535 {
		complain("PORT", "must be between 1 and 65535")
	}
	if (c.DemoEmail == "") != (c.DemoPassword == "") {
		complain("DEMO_EMAIL", "and DEMO_PASSWORD go together: set both or neither")
	}
	if c.SMTPURL != "" && c.SMTPURL != MailToLog {
		if _, err := ParseSMTP(c.SMTPURL); err != nil {
			complain("SMTP_URL", err.Error())
		}
	}
	if _, err := mail.ParseAddress(c.MailFrom); err != nil && c.MailFrom != "" {
		complain("MAIL_FROM", "must be one address such as no-reply@example.com or Todo <no-reply@example.com>")
	}
	c.checkNumbers(complain)
}

// isKeySet reports whether s may be where another server's keys are: over HTTPS, or on this machine.
func isKeySet(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && u.User == nil && u.Fragment == "" && strings.Trim(u.Path, "/") != "" &&
		(u.Scheme == "https" || u.Scheme == "http" && isLoopback(u.Hostname()))
}

func (c *Config) checkNumbers(complain func(variable, rule string)) {
	for _, n := range []struct {
		name  string
		value int64
	}{
		{"DATABASE_MAX_CONNS", int64(c.MaxConns)}, {"MAX_HASHINGS", int64(c.MaxHashings)},
		{"DATABASE_MAX_CONN_IDLE", int64(c.MaxConnIdle)}, {"DATABASE_MAX_CONN_LIFETIME", int64(c.MaxConnLife)},
		{"DATABASE_ACQUIRE_TIMEOUT", int64(c.AcquireTimeout)}, {"REQUEST_TIMEOUT", int64(c.RequestTimeout)},
		{"SHUTDOWN_TIMEOUT", int64(c.DrainTimeout)},
	} {
		if n.value <= 0 {
			complain(n.name, "must be more than 0")
		}
	}
	if 0 < c.RequestTimeout && c.RequestTimeout < c.AcquireTimeout {
		complain("REQUEST_TIMEOUT", fmt.Sprintf("must be at least DATABASE_ACQUIRE_TIMEOUT, which is %s: "+
			"a request waits so long for a connection", c.AcquireTimeout))
	}
}

// checkPasted looks for what a copy brings along: quotes, spaces and line ends around a value.
func (c *Config) checkPasted(complain func(variable, rule string)) {
	for _, v := range []struct{ name, value string }{
		{"DATABASE_URL", c.DatabaseURL}, {"DATABASE_URL_UNPOOLED", c.DatabaseURLUnpooled},
		{"BETTER_AUTH_SECRET", c.AuthSecret}, {"BETTER_AUTH_URL", c.AuthURL}, {"FRONTEND_URL", c.FrontendURL},
		{"BETTER_AUTH_JWKS_URL", c.JWKSURL}, {"SMTP_URL", c.SMTPURL},
		{"GITHUB_CLIENT_ID", c.GitHubClientID}, {"GITHUB_CLIENT_SECRET", c.GitHubClientSecret},
		{"GOOGLE_CLIENT_ID", c.GoogleClientID}, {"GOOGLE_CLIENT_SECRET", c.GoogleClientSecret},
		{"DEMO_EMAIL", c.DemoEmail}, {"DEMO_PASSWORD", c.DemoPassword},
	} {
		if v.value != strings.TrimSpace(v.value) || strings.ContainsAny(v.value, "\r\n") {
			complain(v.name, "has a space or a line end around or in it, which a copy brought along: set it without")
		} else if n := len(v.value); n > 1 && strings.ContainsAny(v.value[:1], "\"'`") && v.value[0] == v.value[n-1] {
			complain(v.name, "stands in quotes, which would be a part of it: set it without")
		}
	}
}

// placeholder is a secret that stands in somebody's documentation, so that everybody knows it.
var placeholder = regexp.MustCompile(`(?i)change.?(me|this)|replace.?(me|this|with)|your.{0,20}secret|` +
	`secret.?(key)?.?here|better-auth-secret|placeholder|openssl`)

const fewLetters = 8 // different characters that a secret has at least

func (c *Config) checkSecrets(complain func(variable, rule string)) {
	const make = "make one: openssl rand -base64 32"
	different := map[rune]bool{}
	for _, r := range c.AuthSecret {
		different[r] = true
	}
	if n := utf8.RuneCountInString(c.AuthSecret); n < 32 {
		complain("BETTER_AUTH_SECRET", fmt.Sprintf("must be at least 32 characters, it has %d (%s)", n, make))
	} else if placeholder.MatchString(c.AuthSecret) || len(different) < fewLetters {
		complain("BETTER_AUTH_SECRET", "must be random, it is a placeholder that anybody could guess ("+make+")")
	}
	for i, secret := range c.AuthOldSecrets {
		c.AuthOldSecrets[i] = strings.TrimSpace(secret)
		if utf8.RuneCountInString(c.AuthOldSecrets[i]) < 32 {
			complain("BETTER_AUTH_OLD_SECRETS",
				fmt.Sprintf("must list secrets of at least 32 characters; entry %d is shorter", i+1))
		}
	}
}

func (c *Config) checkOrigins(complain func(variable, rule string)) {
	switch origin, alone, ok := Origin(c.AuthURL); {
	case !ok:
		complain("BETTER_AUTH_URL", "must be an http or https URL such as https://name-space.hf.space")
	case !alone:
		complain("BETTER_AUTH_URL", "must be the backend's origin alone, to which /api/auth is added: write "+origin)
	}
	switch origin, alone, ok := Origin(c.FrontendURL); {
	case !ok:
		complain("FRONTEND_URL", "must be one origin such as https://todo.example.com, without a wildcard "+
			"(more of them go into ALLOWED_ORIGINS)")
	case !alone:
		complain("FRONTEND_URL", "must be an origin, without a path: write "+origin)
	default:
		c.FrontendURL = origin
	}
	var origins []string
	for i, entry := range c.AllowedOrigins {
		switch origin, alone, ok := Origin(entry); {
		case strings.TrimSpace(entry) == "": // after the last comma
		case !ok:
			complain("ALLOWED_ORIGINS", fmt.Sprintf("must list origins such as https://todo.example.com, "+
				"without a wildcard; entry %d is none", i+1))
		case !alone:
			complain("ALLOWED_ORIGINS",
				fmt.Sprintf("must list origins, without a path: write %s as entry %d", origin, i+1))
		default:
			origins = append(origins, origin)
		}
	}
	c.AllowedOrigins = origins
}
