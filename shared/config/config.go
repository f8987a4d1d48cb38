// Package config reads the environment, once, into one struct. docs/configuration.md documents each variable.
package config

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/kelseyhightower/envconfig"
)

// Version is what /health and / report, and the version of openapi.yaml.
const Version = "1.0.0"

// Config is everything that the environment decides. A field without a default here may get one from setDefaults.
type Config struct {
	DatabaseURL         string   `envconfig:"DATABASE_URL"`
	DatabaseURLUnpooled string   `envconfig:"DATABASE_URL_UNPOOLED"`
	DatabaseWebSocket   string   `envconfig:"DATABASE_WEBSOCKET"`
	AuthSecret          string   `envconfig:"BETTER_AUTH_SECRET"`
	AuthOldSecrets      []string `envconfig:"BETTER_AUTH_OLD_SECRETS"`
	AuthURL             string   `envconfig:"BETTER_AUTH_URL"`

	FrontendURL    string   `envconfig:"FRONTEND_URL"`
	AllowedOrigins []string `envconfig:"ALLOWED_ORIGINS"`
	TrustedProxies Prefixes `envconfig:"TRUSTED_PROXIES"`

	JWKSURL            string `envconfig:"BETTER_AUTH_JWKS_URL"`
	GitHubClientID     string `envconfig:"GITHUB_CLIENT_ID"`
	GitHubClientSecret string `envconfig:"GITHUB_CLIENT_SECRET"`
	GoogleClientID     string `envconfig:"GOOGLE_CLIENT_ID"`
	GoogleClientSecret string `envconfig:"GOOGLE_CLIENT_SECRET"`

	Port         int    `envconfig:"PORT" default:"7860"`
	DataDir      string `envconfig:"DATA_DIR" default:".data"`
	DemoEmail    string `envconfig:"DEMO_EMAIL"`
	DemoPassword string `envconfig:"DEMO_PASSWORD"`

	SMTPURL  string `envconfig:"SMTP_URL"`
	MailFrom string `envconfig:"MAIL_FROM"`

	MaxConns            int           `envconfig:"DATABASE_MAX_CONNS"`
	MaxConnIdle         time.Duration `envconfig:"DATABASE_MAX_CONN_IDLE"`
	MaxConnLife         time.Duration `envconfig:"DATABASE_MAX_CONN_LIFETIME"`
	AcquireTimeout      time.Duration `envconfig:"DATABASE_ACQUIRE_TIMEOUT" default:"5s"`
	RequestTimeout      time.Duration `envconfig:"REQUEST_TIMEOUT" default:"10s"`
	ShutdownTimeout     time.Duration `envconfig:"SHUTDOWN_TIMEOUT" default:"10s"`
	MaxConcurrentHashes int           `envconfig:"MAX_HASHINGS"`

	RateLimits    string `envconfig:"RATE_LIMITS" default:"on"`
	MetricsSecret string `envconfig:"METRICS_SECRET"`

	ServesApp bool `ignored:"true"` // the web application is served at AuthURL, beside the API; the program's own word

	// Set by the platforms.
	SpaceID              string `envconfig:"SPACE_ID"`
	SpaceHost            string `envconfig:"SPACE_HOST"`
	SpaceSecret          string `envconfig:"SPACE_SIGNING_SECRET"` // random, the Space's alone, kept over restarts
	Vercel               string `envconfig:"VERCEL"`
	VercelEnvironment    string `envconfig:"VERCEL_ENV"`
	VercelHost           string `envconfig:"VERCEL_PROJECT_PRODUCTION_URL"`
	VercelBranchHost     string `envconfig:"VERCEL_BRANCH_URL"`
	VercelDeploymentHost string `envconfig:"VERCEL_URL"`
	Lambda               string `envconfig:"AWS_LAMBDA_FUNCTION_NAME"`
}

// Load reads and checks the environment. Its error has a line for each invalid variable, with the rule that the
// variable breaks, and shows no value that could be a secret.
func Load() (*Config, error) { return LoadWith(func(*Config) {}) }

// LoadWith is Load for a program that has values of its own: complete sets them in what was read, before it is checked.
func LoadWith(complete func(c *Config)) (*Config, error) {
	c := new(Config)
	var errs []error
	reported := map[string]bool{}
	invalid := func(variable, rule string) { // the first rule that a variable breaks explains the others
		if !reported[variable] {
			errs, reported[variable] = append(errs, fmt.Errorf("%s %s", variable, rule)), true
		}
	}

	// envconfig stops at its first error, so it gets a struct of one field at a time.
	fields := reflect.ValueOf(c).Elem()
	for i := range fields.NumField() {
		field := reflect.New(reflect.StructOf([]reflect.StructField{fields.Type().Field(i)}))
		if err := envconfig.Process("", field.Interface()); err != nil {
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
			invalid(fields.Type().Field(i).Tag.Get("envconfig"), rule)
			continue
		}
		fields.Field(i).Set(field.Elem().Field(0))
	}

	complete(c)
	c.setDefaults()
	c.check(invalid)
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return c, nil
}

// HTTPS reports whether browsers reach the backend over HTTPS, as BETTER_AUTH_URL says. A request's headers could be
// forged.
func (c *Config) HTTPS() bool { return strings.HasPrefix(c.AuthURL, "https://") }

// BehindManagedProxy reports whether every request comes through the platform's proxy, as on a Space and on Vercel.
func (c *Config) BehindManagedProxy() bool { return c.SpaceID != "" || c.Vercel != "" }

// Serverless reports whether the process is frozen between requests, as on Vercel and AWS Lambda.
func (c *Config) Serverless() bool { return c.Vercel != "" || c.Lambda != "" }

// Secrets returns the secrets that verify signatures. The first of them signs.
func (c *Config) Secrets() []string { return append([]string{c.AuthSecret}, c.AuthOldSecrets...) }
