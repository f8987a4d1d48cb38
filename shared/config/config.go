// Package config holds what the environment says, read once into one struct whose field comments are the
// documentation of each variable.
package config

import (
	"cmp"
	"errors"
	"fmt"
	"net/mail"
	"net/netip"
	"net/url"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/kelseyhightower/envconfig"
	"golang.org/x/net/publicsuffix"
)

// Version is what /health and / report, and the version of openapi.yaml.
const Version = "1.0.0"

// Config is everything the environment decides. The `desc` of each field is its line in the README's table.
type Config struct {
	DatabaseURL         string   `envconfig:"DATABASE_URL" desc:"PostgreSQL 14 or newer, as a URL; left out, the shim starts one of its own on DATA_DIR"`
	DatabaseURLUnpooled string   `envconfig:"DATABASE_URL_UNPOOLED" desc:"where migrations go when DATABASE_URL is a pooler; a Neon host, name-pooler.region..., is recognised without it"`
	AuthSecret          string   `envconfig:"BETTER_AUTH_SECRET" desc:"signs the tokens; at least 32 characters; beside the shim's own database one is made and kept"`
	AuthOldSecrets      []string `envconfig:"BETTER_AUTH_OLD_SECRETS" desc:"earlier secrets, comma-separated: what they signed stays good, nothing new is signed with them"`
	AuthURL             string   `envconfig:"BETTER_AUTH_URL" desc:"the backend's own public URL, the tokens' issuer; on a Space https://$SPACE_HOST, on Vercel the production domain, else http://localhost:$PORT"`

	FrontendURL    string   `envconfig:"FRONTEND_URL" default:"http://localhost:3000" desc:"the origin that may call with credentials"`
	AllowedOrigins []string `envconfig:"ALLOWED_ORIGINS" desc:"more such origins, comma-separated"`
	TrustedProxies Prefixes `envconfig:"TRUSTED_PROXIES" desc:"CIDRs, comma-separated, whose X-Forwarded-For is believed; on a Space and on Vercel the platform's proxy is"`

	JWKSURL            string `envconfig:"BETTER_AUTH_JWKS_URL" desc:"the /api/auth/jwks of another Better Auth server, whose JWTs the REST functions then accept; its origin is their issuer"`
	GitHubClientID     string `envconfig:"GITHUB_CLIENT_ID" desc:"with GITHUB_CLIENT_SECRET: sign-in with GitHub; the app's callback is BETTER_AUTH_URL/api/auth/callback/github"`
	GitHubClientSecret string `envconfig:"GITHUB_CLIENT_SECRET" desc:"of the same OAuth app"`
	GoogleClientID     string `envconfig:"GOOGLE_CLIENT_ID" desc:"with GOOGLE_CLIENT_SECRET: sign-in with Google; the callback is BETTER_AUTH_URL/api/auth/callback/google"`
	GoogleClientSecret string `envconfig:"GOOGLE_CLIENT_SECRET" desc:"of the same OAuth client"`

	Port         int    `envconfig:"PORT" default:"7860" desc:"where the shim listens"`
	DataDir      string `envconfig:"DATA_DIR" default:".data" desc:"where the shim keeps its own database (in postgres/) and secret, without DATABASE_URL"`
	DemoEmail    string `envconfig:"DEMO_EMAIL" desc:"with DEMO_PASSWORD: a demo account with a few tasks exists after the shim's start"`
	DemoPassword string `envconfig:"DEMO_PASSWORD" desc:"8 to 128 characters; set again at each start; public: GET /api/auth/demo tells it to anybody"`

	SMTPURL  string `envconfig:"SMTP_URL" desc:"where mail goes: smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465 (TLS), the user and the password percent-encoded; log: prints the links instead, and is what the shim sets beside its own database; left out, no mail is sent"`
	MailFrom string `envconfig:"MAIL_FROM" desc:"the sender, such as Todo <no-reply@example.com>; the user of SMTP_URL where it is an address, else no-reply at the host of BETTER_AUTH_URL"`

	MaxConns       int           `envconfig:"DATABASE_MAX_CONNS" desc:"connections a process opens at most; 10, and 2 on Vercel and Lambda"`
	MaxConnIdle    time.Duration `envconfig:"DATABASE_MAX_CONN_IDLE" desc:"an idle connection is closed after this; 5m, and 10s on Vercel and Lambda"`
	MaxConnLife    time.Duration `envconfig:"DATABASE_MAX_CONN_LIFETIME" desc:"any connection is replaced after this; 1h, and 5m on Vercel and Lambda"`
	AcquireTimeout time.Duration `envconfig:"DATABASE_ACQUIRE_TIMEOUT" default:"5s" desc:"how long a request waits for a connection, a waking Neon compute included, before it answers 503"`
	RequestTimeout time.Duration `envconfig:"REQUEST_TIMEOUT" default:"10s" desc:"how long a request may take in all"`
	DrainTimeout   time.Duration `envconfig:"SHUTDOWN_TIMEOUT" default:"10s" desc:"how long requests in flight may take to finish after SIGTERM"`
	MaxHashings    int           `envconfig:"MAX_HASHINGS" desc:"password hashings at once, 7 MiB and one core each; as many as there are cores"`

	RateLimits string `envconfig:"RATE_LIMITS" default:"on" desc:"off switches every rate limit off, for development and tests; refused where BETTER_AUTH_URL is https"`

	SpaceID    string `envconfig:"SPACE_ID" desc:"set by Hugging Face"`
	SpaceHost  string `envconfig:"SPACE_HOST" desc:"set by Hugging Face"`
	Vercel     string `envconfig:"VERCEL" desc:"set by Vercel"`
	VercelHost string `envconfig:"VERCEL_PROJECT_PRODUCTION_URL" desc:"set by Vercel: the production domain, in previews too"`
	Lambda     string `envconfig:"AWS_LAMBDA_FUNCTION_NAME" desc:"set by AWS Lambda"`
}

// Prefixes is a comma-separated list of CIDRs; a bare address stands for itself alone.
type Prefixes []netip.Prefix

// Decode reads the list for envconfig; the error names the entry that is no CIDR.
func (p *Prefixes) Decode(value string) error {
	for entry := range strings.SplitSeq(value, ",") {
		entry = strings.TrimSpace(entry)
		if entry == "" {
			continue
		}
		prefix, err := netip.ParsePrefix(entry)
		if addr, addrErr := netip.ParseAddr(entry); addrErr == nil {
			prefix, err = netip.PrefixFrom(addr, addr.BitLen()), nil
		}
		if err != nil {
			return fmt.Errorf("%q is not a CIDR such as 10.0.0.0/8", entry)
		}
		*p = append(*p, prefix)
	}
	return nil
}

// Get returns the configuration, read from the environment on the first call. The error is Load's.
var Get = sync.OnceValues(Load)

// Load reads and checks the environment. Its error names every variable that is wrong and the rule it breaks,
// a line each, and never shows a value that could be a secret.
func Load() (*Config, error) {
	c := new(Config)
	var wrong []error
	complain := func(variable, rule string) { wrong = append(wrong, fmt.Errorf("%s %s", variable, rule)) }

	// envconfig stops at its first error: a field at a time, so that every wrong variable is named.
	fields := reflect.ValueOf(c).Elem()
	for i := range fields.NumField() {
		one := reflect.New(reflect.StructOf([]reflect.StructField{fields.Type().Field(i)}))
		if err := envconfig.Process("", one.Interface()); err != nil {
			rule := "cannot be read"
			if parse, ok := errors.AsType[*envconfig.ParseError](err); ok {
				switch fields.Field(i).Interface().(type) {
				case int:
					rule = "must be a whole number"
				case time.Duration:
					rule = "must be a duration such as 5s or 2m"
				default:
					rule = parse.Err.Error()
				}
			}
			complain(fields.Type().Field(i).Tag.Get("envconfig"), rule)
			continue
		}
		fields.Field(i).Set(one.Elem().Field(0))
	}

	c.setDefaults()
	if c.DatabaseURL == "" {
		complain("DATABASE_URL", "must be set to a PostgreSQL URL (only the shim can do without: it starts a database of its own)")
	} else if _, err := pgconn.ParseConfig(c.DatabaseURL); err != nil {
		complain("DATABASE_URL", "is not a PostgreSQL URL such as postgresql://user:password@host/database?sslmode=require")
	}
	if c.DatabaseURLUnpooled != "" {
		if _, err := pgconn.ParseConfig(c.DatabaseURLUnpooled); err != nil {
			complain("DATABASE_URL_UNPOOLED", "is not a PostgreSQL URL")
		}
	}
	if n := utf8.RuneCountInString(c.AuthSecret); n < 32 {
		complain("BETTER_AUTH_SECRET", fmt.Sprintf("must be at least 32 characters, it has %d (make one: openssl rand -base64 32)", n))
	}
	for i, secret := range c.AuthOldSecrets {
		if utf8.RuneCountInString(secret) < 32 {
			complain("BETTER_AUTH_OLD_SECRETS", fmt.Sprintf("must list secrets of at least 32 characters; entry %d is shorter", i+1))
		}
	}
	if u, err := url.Parse(c.AuthURL); err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		complain("BETTER_AUTH_URL", "must be an http or https URL such as https://name-space.hf.space")
	}
	if u, err := url.Parse(c.JWKSURL); c.JWKSURL != "" && (err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !isLoopback(u.Hostname()))) {
		complain("BETTER_AUTH_JWKS_URL", "must be an https URL such as https://app.example.com/api/auth/jwks (http on this machine alone)")
	}
	if (c.GitHubClientID == "") != (c.GitHubClientSecret == "") {
		complain("GITHUB_CLIENT_ID", "and GITHUB_CLIENT_SECRET go together: set both or neither")
	}
	if (c.GoogleClientID == "") != (c.GoogleClientSecret == "") {
		complain("GOOGLE_CLIENT_ID", "and GOOGLE_CLIENT_SECRET go together: set both or neither")
	}
	c.FrontendURL = strings.TrimSuffix(c.FrontendURL, "/")
	if !isOrigin(c.FrontendURL) {
		complain("FRONTEND_URL", "must be one origin such as https://todo.example.com, without a path or a wildcard")
	}
	for i := range c.AllowedOrigins {
		c.AllowedOrigins[i] = strings.TrimSuffix(strings.TrimSpace(c.AllowedOrigins[i]), "/")
		if !isOrigin(c.AllowedOrigins[i]) {
			complain("ALLOWED_ORIGINS", fmt.Sprintf("must list origins such as https://todo.example.com, without a path or a wildcard; entry %d is none", i+1))
		}
	}
	switch {
	case c.RateLimits != "on" && c.RateLimits != "off":
		complain("RATE_LIMITS", "must be on or off")
	case c.RateLimits == "off" && c.Secure():
		complain("RATE_LIMITS", "must be on where BETTER_AUTH_URL is https")
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
	positive := map[string]bool{
		"DATABASE_MAX_CONNS": c.MaxConns > 0, "MAX_HASHINGS": c.MaxHashings > 0,
		"DATABASE_MAX_CONN_IDLE": c.MaxConnIdle > 0, "DATABASE_MAX_CONN_LIFETIME": c.MaxConnLife > 0,
		"DATABASE_ACQUIRE_TIMEOUT": c.AcquireTimeout > 0, "REQUEST_TIMEOUT": c.RequestTimeout > 0, "SHUTDOWN_TIMEOUT": c.DrainTimeout > 0,
	}
	for _, name := range []string{"DATABASE_MAX_CONNS", "MAX_HASHINGS", "DATABASE_MAX_CONN_IDLE", "DATABASE_MAX_CONN_LIFETIME", "DATABASE_ACQUIRE_TIMEOUT", "REQUEST_TIMEOUT", "SHUTDOWN_TIMEOUT"} {
		if !positive[name] {
			complain(name, "must be more than 0")
		}
	}
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	return c, nil
}

// setDefaults fills what depends on the platform. A variable that is set to 0 stays 0 and is refused later.
func (c *Config) setDefaults() {
	unset := func(name string) bool { return os.Getenv(name) == "" }
	frozen := c.Vercel != "" || c.Lambda != "" // between requests the process stands still
	if unset("DATABASE_MAX_CONNS") {
		c.MaxConns = 10
		if frozen {
			c.MaxConns = 2
		}
	}
	if unset("DATABASE_MAX_CONN_IDLE") {
		c.MaxConnIdle = 5 * time.Minute
		if frozen {
			c.MaxConnIdle = 10 * time.Second
		}
	}
	if unset("DATABASE_MAX_CONN_LIFETIME") {
		c.MaxConnLife = time.Hour
		if frozen {
			c.MaxConnLife = 5 * time.Minute
		}
	}
	if unset("MAX_HASHINGS") {
		c.MaxHashings = runtime.NumCPU()
	}
	if c.AuthURL == "" {
		c.AuthURL = fmt.Sprintf("http://localhost:%d", c.Port)
		if host := cmp.Or(c.SpaceHost, c.VercelHost); host != "" {
			c.AuthURL = "https://" + host
		}
	}
	c.AuthURL = strings.TrimSuffix(c.AuthURL, "/")
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

// MailToLog is the SMTP_URL that sends no mail and prints each one's link to the log, for local work.
const MailToLog = "log:"

// SMTP is a mail server, as SMTP_URL names it. User and Password are both set or both empty.
type SMTP struct {
	Host     string
	Port     int
	User     string
	Password string
	TLS      bool // from the first byte on (RFC 8314, 3.3); else STARTTLS (RFC 3207)
}

// ParseSMTP reads smtp://user:password@host:587 or smtps://user:password@host:465, where everything but the scheme and
// the host may be left out. The error is the rule that s breaks, and shows nothing of s.
func ParseSMTP(s string) (SMTP, error) {
	rule := errors.New("must be log:, smtp://user:password@host:587 or smtps://user:password@host:465, with the user and the password percent-encoded")
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "smtp" && u.Scheme != "smtps") || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" ||
		u.RawQuery != "" || u.Fragment != "" {
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

// Loopback tells whether the server is on this machine, so that nobody in between can read along.
func (s SMTP) Loopback() bool {
	return isLoopback(s.Host)
}

// isOrigin tells whether s is exactly what a browser sends as Origin (RFC 6454): scheme, host, port if not the default.
func isOrigin(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && !strings.Contains(s, "*") &&
		s == u.Scheme+"://"+strings.ToLower(u.Host)
}

// Origins returns every origin that may call with credentials.
func (c *Config) Origins() []string { return append([]string{c.FrontendURL}, c.AllowedOrigins...) }

// Secrets returns the secrets that may have signed what is shown, the one that signs first.
func (c *Config) Secrets() []string { return append([]string{c.AuthSecret}, c.AuthOldSecrets...) }

// CrossSite tells whether a page of one of the origins is of another site than the backend (HTML Standard, 7.1.1: the
// registrable domains differ, or the schemes), so that its requests carry a cookie with SameSite=None alone.
func (c *Config) CrossSite() bool {
	own := site(c.AuthURL)
	return slices.ContainsFunc(c.Origins(), func(origin string) bool { return site(origin) != own })
}

// site returns the scheme and the registrable domain, or the host where there is none: localhost, an address.
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

// Secure tells whether browsers reach the backend over HTTPS, as BETTER_AUTH_URL says; a request's own headers are not believed.
func (c *Config) Secure() bool { return strings.HasPrefix(c.AuthURL, "https://") }

// BehindPlatform tells whether a platform's proxy always stands in front (a Space, Vercel).
func (c *Config) BehindPlatform() bool { return c.SpaceID != "" || c.Vercel != "" }

// MigrationURL returns where migrations go: DATABASE_URL_UNPOOLED, else DATABASE_URL with Neon's -pooler taken out
// of the host name, since advisory session locks do not survive PgBouncer's transaction mode.
func (c *Config) MigrationURL() string {
	if c.DatabaseURLUnpooled != "" {
		return c.DatabaseURLUnpooled
	}
	u, err := url.Parse(c.DatabaseURL)
	if err != nil {
		return c.DatabaseURL
	}
	name, rest, domain := strings.Cut(u.Host, ".")
	direct, pooled := strings.CutSuffix(name, "-pooler")
	if !pooled || !domain {
		return c.DatabaseURL
	}
	u.Host = direct + "." + rest
	return u.String()
}
