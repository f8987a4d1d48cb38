package config_test

import (
	"maps"
	"net/netip"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/todo-backend/todo-backend/shared/config"
)

const (
	database = "postgresql://ann:hunter2hunter2@db.example.com/todo?sslmode=require"
	secret   = "0123456789abcdef0123456789abcdef"
)

// load reads the configuration from these variables and no others.
func load(t *testing.T, variables map[string]string) (*config.Config, error) {
	t.Helper()
	for _, entry := range os.Environ() {
		name, value, _ := strings.Cut(entry, "=")
		if name == "PATH" || name == "HOME" || name == "TMPDIR" {
			continue
		}
		t.Setenv(name, value) // so that it comes back
		os.Unsetenv(name)
	}
	for name, value := range variables {
		t.Setenv(name, value)
	}
	return config.Load()
}

func with(more map[string]string) map[string]string {
	all := map[string]string{"DATABASE_URL": database, "BETTER_AUTH_SECRET": secret}
	maps.Copy(all, more)
	return all
}

func TestDefaults(t *testing.T) {
	for name, c := range map[string]struct {
		variables map[string]string
		url       string
		conns     int
		proxy     bool
	}{
		"a machine": {nil, "http://localhost:7860", 10, false},
		"a port":    {map[string]string{"PORT": "8000"}, "http://localhost:8000", 10, false},
		"Vercel": {map[string]string{"VERCEL": "1", "BETTER_AUTH_URL": "https://todo-api.vercel.app/",
			"FRONTEND_URL": "http://localhost:3000"}, "https://todo-api.vercel.app", 2, true},
		"Lambda": {map[string]string{"AWS_LAMBDA_FUNCTION_NAME": "todo", "DATABASE_MAX_CONNS": "3"},
			"http://localhost:7860", 3, false},
	} {
		t.Run(name, func(t *testing.T) {
			cfg, err := load(t, with(c.variables))
			if err != nil {
				t.Fatal(err)
			}
			if cfg.AuthURL != c.url || cfg.MaxConns != c.conns || cfg.BehindManagedProxy() != c.proxy ||
				cfg.HTTPS() != strings.HasPrefix(c.url, "https") {
				t.Errorf("AuthURL %s, MaxConns %d, BehindManagedProxy %v",
					cfg.AuthURL, cfg.MaxConns, cfg.BehindManagedProxy())
			}
			if cfg.FrontendURL != "http://localhost:3000" || cfg.RequestTimeout != 10*time.Second ||
				cfg.MaxConcurrentHashes < 1 {
				t.Errorf("%+v", cfg)
			}
		})
	}
}

// TestDocumentation checks that docs/configuration.md has a row for every variable, but for those that platforms set.
func TestDocumentation(t *testing.T) {
	page, err := os.ReadFile("../../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(page), "| variable | meaning | default |")
	table, _, _ = strings.Cut(table, "\n\n")
	for field := range reflect.TypeFor[config.Config]().Fields() {
		name := field.Tag.Get("envconfig")
		if field.Tag.Get("ignored") != "" {
			continue
		}
		byPlatform := slices.Contains(
			[]string{"SPACE_ID", "SPACE_HOST", "SPACE_SIGNING_SECRET", "VERCEL", "VERCEL_ENV",
				"VERCEL_PROJECT_PRODUCTION_URL", "VERCEL_BRANCH_URL", "VERCEL_URL", "AWS_LAMBDA_FUNCTION_NAME"}, name)
		if strings.Contains(table, "`"+name+"`") == byPlatform {
			t.Errorf("%s has a row: %v, want %v", name, byPlatform, !byPlatform)
		}
	}
}

func TestEveryInvalidVariableIsNamed(t *testing.T) {
	_, err := load(t, map[string]string{
		"DATABASE_URL": "mysql://ann:hunter2hunter2@db", "BETTER_AUTH_URL": "ftp://x",
		"DATABASE_URL_UNPOOLED": "postgres://ann:hunter2hunter2@db:port/x", "BETTER_AUTH_SECRET": "hunter2hunter2",
		"FRONTEND_URL": "*", "ALLOWED_ORIGINS": "https://a.example,https://*.example.com",
		"TRUSTED_PROXIES": "10.0.0.0/8,x", "PORT": "http", "DATABASE_MAX_CONNS": "0", "REQUEST_TIMEOUT": "5",
		"SHUTDOWN_TIMEOUT": "-1s", "MAX_HASHINGS": "two", "DEMO_EMAIL": "demo@example.com",
		"SMTP_URL": "smtp://ann:hunter2hunter2", "MAIL_FROM": "hunter2",
	})
	if err == nil {
		t.Fatal("no error")
	}
	for _, name := range []string{
		"DATABASE_URL ", "DATABASE_URL_UNPOOLED ", "BETTER_AUTH_SECRET ", "BETTER_AUTH_URL ", "FRONTEND_URL ",
		"ALLOWED_ORIGINS ", "TRUSTED_PROXIES ", "PORT ", "DATABASE_MAX_CONNS ", "REQUEST_TIMEOUT ", "SHUTDOWN_TIMEOUT ",
		"MAX_HASHINGS ", "DEMO_EMAIL ", "SMTP_URL ", "MAIL_FROM ",
	} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%s is not named in:\n%v", name, err)
		}
	}
	if strings.Contains(err.Error(), "hunter2") {
		t.Errorf("a secret is shown:\n%v", err)
	}
}

func TestCrossSite(t *testing.T) {
	for _, c := range []struct {
		backend, frontend, more string
		cross                   bool
	}{
		{"https://api.example.com", "https://app.example.com", "", false},
		{"https://example.com", "https://example.com", "", false},
		{"https://api.example.co.uk", "https://other.co.uk", "", true},
		{"https://ann-todo.hf.space", "https://todo.vercel.app", "", true},
		{"https://ann.vercel.app", "https://bob.vercel.app", "", true}, // neighbours
		{"https://api.example.com", "http://app.example.com", "", true},
		{"https://api.example.com", "https://app.example.com", "https://other.example", true},
		{"http://localhost:7860", "http://localhost:3000", "", false},
		{"http://127.0.0.1:7860", "http://127.0.1.1:3000", "", true},
	} {
		cfg, err := load(t, with(map[string]string{
			"BETTER_AUTH_URL": c.backend, "FRONTEND_URL": c.frontend, "ALLOWED_ORIGINS": c.more,
		}))
		if err != nil {
			t.Fatal(err)
		}
		if cfg.CrossSite() != c.cross {
			t.Errorf("%s for %s %s: %v", c.backend, c.frontend, c.more, cfg.CrossSite())
		}
	}
}

func TestOneRuleAtATime(t *testing.T) {
	for name, c := range map[string]struct{ variable, value string }{
		"no database":                {"DATABASE_URL", ""},
		"no secret":                  {"BETTER_AUTH_SECRET", ""},
		"a secret of 31":             {"BETTER_AUTH_SECRET", secret[1:]},
		"every origin":               {"ALLOWED_ORIGINS", "*"},
		"an origin with a path":      {"FRONTEND_URL", "https://todo.example.com/app"},
		"an origin without scheme":   {"FRONTEND_URL", "todo.example.com"},
		"the null origin":            {"FRONTEND_URL", "null"},
		"an unknown word for limits": {"RATE_LIMITS", "none"},
		"a port too high":            {"PORT", "65536"},
		"no connections":             {"DATABASE_MAX_CONNS", "-1"},
		"a proxy that is not a CIDR": {"TRUSTED_PROXIES", "10.0.0.0/33"},
		"a WebSocket without TLS":    {"DATABASE_WEBSOCKET", "ws://proxy.example.com/v2"},
		"a WebSocket to nowhere":     {"DATABASE_WEBSOCKET", "wss:///v2"},
		"a WebSocket's password":     {"DATABASE_WEBSOCKET", "wss://ann:hunter2@proxy.example.com/v2"},
		"a WebSocket that is off":    {"DATABASE_WEBSOCKET", "off"},
		"no time to acquire":         {"DATABASE_ACQUIRE_TIMEOUT", "0s"},
		"a relative backend's URL":   {"BETTER_AUTH_URL", "/api"},
		"a short old secret":         {"BETTER_AUTH_OLD_SECRETS", secret + ",hunter2"},
		"keys over HTTP":             {"BETTER_AUTH_JWKS_URL", "http://app.example.com/api/auth/jwks"},
		"keys from a file":           {"BETTER_AUTH_JWKS_URL", "file:///etc/passwd"},
		"keys from nowhere":          {"BETTER_AUTH_JWKS_URL", "https:///jwks"},
		"GitHub without a secret":    {"GITHUB_CLIENT_ID", "client"},
		"Google without an id":       {"GOOGLE_CLIENT_ID", "client"},
		"mail over HTTP":             {"SMTP_URL", "https://ann:hunter2@mail.example.com"},
		"mail to nowhere":            {"SMTP_URL", "smtp://ann:hunter2@"},
		"mail to port 0":             {"SMTP_URL", "smtp://ann:hunter2@mail.example.com:0"},
		"mail to a port too high":    {"SMTP_URL", "smtps://ann:hunter2@mail.example.com:65536"},
		"a mail user alone":          {"SMTP_URL", "smtp://ann@mail.example.com"},
		"a mail password alone":      {"SMTP_URL", "smtp://:hunter2@mail.example.com"},
		"a slash in a password":      {"SMTP_URL", "smtp://ann:25/hunter2@mail.example.com"},
		"a percent in a password":    {"SMTP_URL", "smtp://ann:hunter2%@mail.example.com"},
		"a hash in a password":       {"SMTP_URL", "smtp://ann:25#hunter2@mail.example.com"},
		"a query of mail":            {"SMTP_URL", "smtp://ann:hunter2@mail.example.com?tls=no"},
		"two senders":                {"MAIL_FROM", "a@example.com, b@example.com"},
		"a sender without address":   {"MAIL_FROM", "Todo"},
		"a sender of two lines":      {"MAIL_FROM", "a@example.com\r\nBcc: b@example.com"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(t, with(map[string]string{c.variable: c.value}))
			if err == nil || !strings.HasPrefix(err.Error(), c.variable+" ") ||
				strings.ContainsAny(err.Error(), "\r\n") || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("%v, want one line about %s, and no secret", err, c.variable)
			}
		})
	}
}

func TestRateLimits(t *testing.T) {
	for url, refused := range map[string]bool{"http://localhost:7860": false, "https://api.example.com": true} {
		_, err := load(t, with(map[string]string{"BETTER_AUTH_URL": url, "RATE_LIMITS": "off"}))
		if (err != nil) != refused ||
			refused && err.Error() != "RATE_LIMITS must be on where BETTER_AUTH_URL is https" {
			t.Errorf("%s: %v", url, err)
		}
	}
}

func TestTrustedProxies(t *testing.T) {
	cfg, err := load(t, with(map[string]string{"TRUSTED_PROXIES": " 10.0.0.0/8, 2001:db8::1 ,"}))
	if err != nil {
		t.Fatal(err)
	}
	want := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("2001:db8::1/128")}
	if len(cfg.TrustedProxies) != 2 || cfg.TrustedProxies[0] != want[0] || cfg.TrustedProxies[1] != want[1] {
		t.Errorf("%v, want %v", cfg.TrustedProxies, want)
	}
}

func TestMigrationURL(t *testing.T) {
	for _, c := range []struct{ url, unpooled, want string }{
		{database, "", database},
		{"postgres://u:p@ep-cool-1234-pooler.eu-central-1.aws.neon.tech/todo?sslmode=require", "",
			"postgres://u:p@ep-cool-1234.eu-central-1.aws.neon.tech/todo?sslmode=require"},
		{"postgres://u:p@ep-cool-1234-pooler.aws.neon.tech:5432/todo", "",
			"postgres://u:p@ep-cool-1234.aws.neon.tech:5432/todo"},
		{"postgres://u:p@my-pooler/todo", "", "postgres://u:p@my-pooler/todo"},
		{"postgres://u:p@ep-x-pooler.neon.tech/todo", "postgres://u:p@direct/todo", "postgres://u:p@direct/todo"},
		{"host=/run/postgresql dbname=todo", "", "host=/run/postgresql dbname=todo"},
	} {
		cfg, err := load(t, with(map[string]string{"DATABASE_URL": c.url, "DATABASE_URL_UNPOOLED": c.unpooled}))
		if err != nil {
			t.Fatal(err)
		}
		if got := cfg.MigrationURL(); got != c.want {
			t.Errorf("%s: %s, want %s", c.url, got, c.want)
		}
	}
}
