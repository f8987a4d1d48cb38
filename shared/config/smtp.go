package config

import (
	"errors"
	"net/url"
	"strconv"
	"strings"
)

// SMTPLog is the SMTP_URL that sends no mail but writes each mail's link to the log, for local work.
const SMTPLog = "log:"

// SMTP is the mail server of an SMTP_URL. User and Password are both set or both empty.
type SMTP struct {
	Host     string
	Port     int
	User     string
	Password string
	TLS      bool // from the first byte on (RFC 8314, 3.3); else STARTTLS (RFC 3207)
}

// ParseSMTP parses smtp://user:password@host:587 or smtps://user:password@host:465, of which the scheme and the host
// are required. The error is the rule that s breaks, and shows no part of s.
func ParseSMTP(s string) (SMTP, error) {
	rule := errors.New("must be log:, smtp://user:password@host:587 or smtps://user:password@host:465, " +
		"with the user and the password percent-encoded")
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "smtp" && u.Scheme != "smtps") || u.Hostname() == "" ||
		strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return SMTP{}, rule
	}
	server := SMTP{Host: u.Hostname(), Port: 587, User: u.User.Username(), TLS: u.Scheme == "smtps"}
	server.Password, _ = u.User.Password()
	if server.TLS {
		server.Port = 465
	}
	if u.Port() != "" {
		server.Port, _ = strconv.Atoi(u.Port())
	}
	if server.Port < 1 || server.Port > 65535 || (server.User == "") != (server.Password == "") {
		return SMTP{}, rule
	}
	return server, nil
}

// Loopback reports whether the server is on this machine, so that nobody can intercept a connection without TLS.
func (s SMTP) Loopback() bool {
	return isLoopback(s.Host)
}
