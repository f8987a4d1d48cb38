package config_test

import (
	"strings"
	"testing"
)

// TestSettingsThatCannotWork sets a variable to a value that would fail later: Load names the variable and what to
// write instead, on one line and without a secret.
func TestSettingsThatCannotWork(t *testing.T) {
	const origin, encode, pasted = "https://api.example.com",
		"percent-encode the user and the password", "which a copy brought along"
	for name, c := range map[string]struct{ variable, value, words string }{
		"Better Auth's base path": {"BETTER_AUTH_URL", origin + "/api/auth", "write " + origin},
		"a base path and a slash": {"BETTER_AUTH_URL", origin + ":443/api/auth/", "write " + origin},
		"a query":                 {"BETTER_AUTH_URL", origin + "?x=1", "write " + origin},
		"an empty query":          {"BETTER_AUTH_URL", origin + "?", "write " + origin},
		"a fragment":              {"BETTER_AUTH_URL", origin + "/#top", "write " + origin},
		"a user":                  {"BETTER_AUTH_URL", "https://ann:hunter2@api.example.com", "write " + origin},
		"no scheme":               {"BETTER_AUTH_URL", "api.example.com", "must be an http or https URL"},
		"a host and a port alone": {"BETTER_AUTH_URL", "localhost:7860", "must be an http or https URL"},
		"a port of letters":       {"BETTER_AUTH_URL", "https://api.example.com:port", "must be an http or https URL"},
		"a port too high":         {"BETTER_AUTH_URL", "https://api.example.com:70000", "must be an http or https URL"},
		"a path of the frontend":  {"FRONTEND_URL", "https://todo.example.com/tasks", "write https://todo.example.com"},
		"two frontends": {"FRONTEND_URL", "https://a.example,https://b.example",
			"more of them go into ALLOWED_ORIGINS"},
		"any subdomain":   {"FRONTEND_URL", "https://*.example.com", "without a wildcard"},
		"an invalid name": {"FRONTEND_URL", "https://ex\u2488mple.com", "must be one origin"},
		"a path among origins": {"ALLOWED_ORIGINS", "https://a.example, https://b.example/app",
			"write https://b.example as entry 2"},
		"Prisma's parameters": {"DATABASE_URL", database + "&pgbouncer=true&connection_limit=1",
			"connection_limit (here: DATABASE_MAX_CONNS), pgbouncer"},
		"Prisma's schema": {"DATABASE_URL", database + "&schema=public", "schema (here: search_path)"},
		"Prisma's TLS":    {"DATABASE_URL", database + "&sslaccept=strict", "sslaccept (here: sslmode)"},
		"Supabase's":      {"DATABASE_URL", database + "&supa=base-pooler.x", "supa"},
		"asyncpg's cache": {"DATABASE_URL", database + "&statement_cache_size=0", "statement_cache_size"},
		"pgx's pool": {"DATABASE_URL", database + "&pool_max_conns=4",
			"pool_max_conns (here: DATABASE_MAX_CONNS)"},
		"libpq's keepalives":              {"DATABASE_URL", database + "&keepalives=1", "keepalives"},
		"a foreign word of a DSN":         {"DATABASE_URL", "host=db password=hunter2 pgbouncer=true", "pgbouncer"},
		"migrations' parameters":          {"DATABASE_URL_UNPOOLED", database + "&pgbouncer=true", "pgbouncer"},
		"an unknown mode of TLS":          {"DATABASE_URL", "postgres://ann:hunter2@db/todo?sslmode=on", "sslmode"},
		"a hash in the password":          {"DATABASE_URL", "postgres://ann:pa#hunter2@db/todo", encode},
		"a hash after digits":             {"DATABASE_URL", "postgres://ann:12#hunter2@db/todo", encode},
		"a slash in the password":         {"DATABASE_URL", "postgres://ann:pa/hunter2@db/todo", encode},
		"a slash after digits":            {"DATABASE_URL", "postgres://ann:12/hunter2@db/todo", encode},
		"a question mark in the password": {"DATABASE_URL", "postgres://ann:12?hunter2@db/todo", encode},
		"a percent sign in the password":  {"DATABASE_URL", "postgres://ann:hunter2%@db/todo", encode},
		"a space in the password":         {"DATABASE_URL", "postgres://ann:hunter 2@db/todo", encode},
		"an at and a colon":               {"DATABASE_URL", "postgres://ann:p@ss:hunter2@db/todo", encode},
		"another database":                {"DATABASE_URL", "mysql://ann:hunter2@db/todo", "must be a PostgreSQL URL"},
		"a URL over HTTP":                 {"DATABASE_URL", "https://ann:hunter2@db/todo", "must be a PostgreSQL URL"},
		"a database in quotes":            {"DATABASE_URL", `"` + database + `"`, "stands in quotes"},
		"mail, a hash in the password":    {"SMTP_URL", "smtp://ann:pa#hunter2@mail.example.com", "percent-encoded"},
		"mail, a slash in the password":   {"SMTP_URL", "smtp://ann:pa/hunter2@mail.example.com", "percent-encoded"},
		"mail in quotes":                  {"SMTP_URL", `'smtp://ann:hunter2@mail.example.com'`, "stands in quotes"},
		"keys without a path": {"BETTER_AUTH_JWKS_URL", "https://app.example.com/",
			"with its path, such as https://app.example.com/api/auth/jwks"},
		"keys with a password": {"BETTER_AUTH_JWKS_URL", "https://ann:hunter2@app.example.com/jwks",
			"must be an https URL"},
		"everybody as a proxy": {"TRUSTED_PROXIES", "0.0.0.0/0", "is everybody"},
		"everybody of IPv6":    {"TRUSTED_PROXIES", "10.0.0.0/8,::/0", "is everybody"},
		"a proxy's name":       {"TRUSTED_PROXIES", "proxy.internal", "is not a CIDR such as 10.0.0.0/8"},
		"requests shorter than the wait": {"REQUEST_TIMEOUT", "3s",
			"must be at least DATABASE_ACQUIRE_TIMEOUT, which is 5s"},
		"a duration without a unit": {"SHUTDOWN_TIMEOUT", "10", "must be a duration such as 5s or 2m"},
		"a duration below nothing":  {"DATABASE_MAX_CONN_IDLE", "-5m", "must be more than 0"},
		"a secret with a line end":  {"BETTER_AUTH_SECRET", secret + "\n", pasted},
		"a secret after a space":    {"BETTER_AUTH_SECRET", " " + secret, pasted},
		"a secret in quotes":        {"BETTER_AUTH_SECRET", `"` + secret + `"`, "stands in quotes"},
		"a secret in backquotes":    {"BETTER_AUTH_SECRET", "`" + secret + "`", "stands in quotes"},
		"a secret to be changed":    {"BETTER_AUTH_SECRET", "changeme-changeme-changeme-hunter2", "must be random"},
		"a secret of the documentation": {"BETTER_AUTH_SECRET", "your-super-secret-key-hunter2-hunter2",
			"must be random"},
		"Better Auth's own":       {"BETTER_AUTH_SECRET", "better-auth-secret-12345678901234567890", "must be random"},
		"the command instead":     {"BETTER_AUTH_SECRET", "$(openssl rand -base64 32 hunter2 and)", "must be random"},
		"a secret of one letter":  {"BETTER_AUTH_SECRET", strings.Repeat("x", 40), "must be random"},
		"a secret of two letters": {"BETTER_AUTH_SECRET", strings.Repeat("xy", 20), "must be random"},
		"a short secret":          {"METRICS_SECRET", secret[1:], "must be at least 32 characters, it has 31"},
		"metrics for everybody":   {"METRICS_SECRET", strings.Repeat("xy", 20), "must be random"},
		"the signing secret":      {"METRICS_SECRET", secret, "must be another than BETTER_AUTH_SECRET"},
		"metrics and a line end":  {"METRICS_SECRET", "\n" + secret[1:] + "x", pasted},
		"an id with a line end":   {"GITHUB_CLIENT_SECRET", "hunter2\n", pasted},
	} {
		t.Run(name, func(t *testing.T) {
			variables := with(map[string]string{c.variable: c.value})
			if c.variable == "GITHUB_CLIENT_SECRET" {
				variables["GITHUB_CLIENT_ID"] = "client"
			}
			_, err := load(t, variables)
			if err == nil || !strings.HasPrefix(err.Error(), c.variable+" ") ||
				!strings.Contains(err.Error(), c.words) {
				t.Fatalf("%v, want one line about %s that says %q", err, c.variable, c.words)
			}
			if strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), secret) ||
				strings.ContainsAny(err.Error(), "\r\n") {
				t.Errorf("%q shows a secret, or is more than one line", err)
			}
		})
	}
}

// TestOriginsAsBrowsersWriteThem sets each variable that is an origin to what people write.
func TestOriginsAsBrowsersWriteThem(t *testing.T) {
	for written, origin := range map[string]string{
		"https://todo.example.com":          "https://todo.example.com",
		"https://todo.example.com/":         "https://todo.example.com",
		"https://todo.example.com:443":      "https://todo.example.com",
		"http://todo.example.com:80/":       "http://todo.example.com",
		"http://todo.example.com:443":       "http://todo.example.com:443",
		"https://todo.example.com:":         "https://todo.example.com",
		"https://Todo.Example.COM":          "https://todo.example.com",
		"HTTPS://todo.example.com":          "https://todo.example.com",
		"https://b\u00fccher.example":       "https://xn--bcher-kva.example",
		"https://B\u00dcCHER.example":       "https://xn--bcher-kva.example",
		"https://bu\u0308cher.example":      "https://xn--bcher-kva.example", // the dots apart
		"https://stra\u00dfe.example":       "https://xn--strae-oqa.example",
		"https://\u4f8b\u3048.jp:8443":      "https://xn--r8jz45g.jp:8443",
		"https://xn--bcher-kva.example":     "https://xn--bcher-kva.example",
		"http://localhost:3000":             "http://localhost:3000",
		"http://127.0.0.1:3000":             "http://127.0.0.1:3000",
		"http://[::1]:3000":                 "http://[::1]:3000",
		"http://[0:0:0:0:0:0:0:1]:3000":     "http://[::1]:3000",
		"https://my_app.example.com":        "https://my_app.example.com",
		"https://todo.example.com.":         "https://todo.example.com.",
		"https://ann-todo.hf.space:443":     "https://ann-todo.hf.space",
		"https://todo-git-main.vercel.app/": "https://todo-git-main.vercel.app",
	} {
		cfg, err := load(t, with(map[string]string{"BETTER_AUTH_URL": written, "FRONTEND_URL": written,
			"ALLOWED_ORIGINS": " " + written + " ,https://a.example,"}))
		if err != nil {
			t.Errorf("%s: %v", written, err)
			continue
		}
		if got := strings.Join(append(cfg.Origins(), cfg.AuthURL), " "); got !=
			origin+" "+origin+" https://a.example "+origin {
			t.Errorf("%s became %s, want %s", written, got, origin)
		}
	}
}

// TestSettingsThatWork sets values that resemble those that cannot work.
func TestSettingsThatWork(t *testing.T) {
	for _, c := range [][2]string{
		{"DATABASE_URL", "postgres://ann:p%23a%2Fs%40s%25@db/todo"}, {"DATABASE_URL", "postgres://ann:p@ss@db/todo"},
		{"DATABASE_URL", "postgres://ann:hunter2@db/todo?ssl=true"},
		{"DATABASE_URL", database +
			"&application_name=x&search_path=a&options=-c%20jit%3Doff&connect_timeout=3&channel_binding=require"},
		{"DATABASE_URL", "host=/run/postgresql dbname=todo password='a b'"},
		{"DATABASE_URL", "postgres:///todo?host=/run/postgresql"},
		{"DATABASE_URL", "postgres://ann:hunter2@a.example,b.example/todo?target_session_attrs=read-write"},
		{"DATABASE_URL", "postgres://ann:hunter2@a.example:5432,b.example:6432/todo?target_session_attrs=primary"},
		{"DATABASE_URL", "host=a.example,b.example user=ann dbname=todo target_session_attrs=read-write"},
		{"DATABASE_URL", database + "&default_query_exec_mode=cache_statement&statement_cache_capacity=64"},
		{"REQUEST_TIMEOUT", "5s"}, {"TRUSTED_PROXIES", "10.0.0.0/8,127.0.0.1,::1"},
		{"MAIL_FROM", `"Todo" <a@example.com>`},
		{"BETTER_AUTH_SECRET", "Zk3J2n1yq0vY3pN5t8w/A+u1r4Q9s7c6="},
		{"BETTER_AUTH_JWKS_URL", "http://localhost:3000/api/auth/jwks"},
	} {
		if _, err := load(t, with(map[string]string{c[0]: c[1]})); err != nil {
			t.Errorf("%s: %v", c[0], err)
		}
	}
	cfg, err := load(t,
		with(map[string]string{"BETTER_AUTH_OLD_SECRETS": secret + ", fedcba9876543210fedcba9876543210"}))
	if err != nil || cfg.AuthOldSecrets[1] != "fedcba9876543210fedcba9876543210" {
		t.Errorf("%v: the space after a comma belongs to no secret", err)
	}
}
