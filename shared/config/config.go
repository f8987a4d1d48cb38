// Package config holds what the environment says, read once into one struct whose field comments are the
// documentation of each variable.
package config

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/kelseyhightower/envconfig"
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

// Get returns the configuration, read from the environment on the first call. The error is Load's.
var Get = sync.OnceValues(Load)

// Load reads and checks the environment. Its error names every variable that is wrong and the rule it breaks,
// a line each, and never shows a value that could be a secret.
func Load() (*Config, error) {
	c := new(Config)
	var wrong []error
	named := map[string]bool{}
	complain := func(variable, rule string) { // the first rule that a variable breaks explains the others
		if !named[variable] {
			wrong, named[variable] = append(wrong, fmt.Errorf("%s %s", variable, rule)), true
		}
	}

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
	c.check(complain)
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	return c, nil
}

// Secure tells whether browsers reach the backend over HTTPS, as BETTER_AUTH_URL says; a request's own headers are not believed.
func (c *Config) Secure() bool { return strings.HasPrefix(c.AuthURL, "https://") }

// BehindPlatform tells whether a platform's proxy always stands in front (a Space, Vercel).
func (c *Config) BehindPlatform() bool { return c.SpaceID != "" || c.Vercel != "" }

// Secrets returns the secrets that may have signed what is shown, the one that signs first.
func (c *Config) Secrets() []string { return append([]string{c.AuthSecret}, c.AuthOldSecrets...) }
