package config

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/mail"
	"net/url"
	"os"
	"runtime"
	"time"
)

// setDefaults sets the defaults that depend on the platform. A variable that is set to 0 stays 0, which check refuses.
func (c *Config) setDefaults() {
	unset := func(name string) bool { return os.Getenv(name) == "" }
	if unset("DATABASE_MAX_CONNS") {
		c.MaxConns = 10
		if c.Serverless() {
			c.MaxConns = 2
		}
	}
	if unset("DATABASE_MAX_CONN_IDLE") {
		c.MaxConnIdle = 5 * time.Minute
		if c.Serverless() {
			c.MaxConnIdle = 10 * time.Second
		}
	}
	if unset("DATABASE_MAX_CONN_LIFETIME") {
		c.MaxConnLife = time.Hour
		if c.Serverless() {
			c.MaxConnLife = 5 * time.Minute
		}
	}
	if unset("MAX_HASHINGS") {
		c.MaxConcurrentHashes = runtime.NumCPU()
	}
	if c.AuthURL == "" {
		c.AuthURL = "http://localhost"
		if 0 < c.Port && c.Port <= 65535 {
			c.AuthURL = fmt.Sprintf("http://localhost:%d", c.Port)
		}
		if host := cmp.Or(append([]string{c.SpaceHost}, c.vercelHosts()...)...); host != "" {
			c.AuthURL = "https://" + host
		}
	}
	if origin, alone, ok := Origin(c.AuthURL); ok && alone {
		c.AuthURL = origin
	}
	if c.FrontendURL == "" {
		c.FrontendURL = "http://localhost:3000"
		if c.ServesApp || c.SpaceHost != "" || c.Vercel != "" {
			c.FrontendURL = c.AuthURL
		}
	}
	if c.AuthSecret == "" && secretRule(c.SpaceSecret) == "" {
		c.AuthSecret = spaceSecret(c.SpaceSecret)
	}
	if server, err := ParseSMTP(c.SMTPURL); err == nil && c.MailFrom == "" {
		from := mail.Address{Name: "todo-backend", Address: server.User}
		if user, err := mail.ParseAddress(server.User); err != nil || user.Address != server.User {
			from.Address = "no-reply@localhost"
			if u, err := url.Parse(c.AuthURL); err == nil && u.Hostname() != "" {
				from.Address = "no-reply@" + u.Hostname()
			}
		}
		c.MailFrom = from.String()
	}
}

// spaceSecret derives BETTER_AUTH_SECRET from a Space's SPACE_SIGNING_SECRET (HMAC-SHA256 of a label): what anything
// else in the Space signs with that is not valid here.
func spaceSecret(signing string) string {
	h := hmac.New(sha256.New, []byte(signing))
	h.Write([]byte("todo-backend: BETTER_AUTH_SECRET"))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}
