package config

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// foreignParameters maps parameters of connection URLs that PostgreSQL refuses to their replacement here, or "": those
// of Prisma, Supabase, asyncpg, JDBC and pgx's pool, and those of libpq that pgx lacks.
var foreignParameters = map[string]string{
	"pgbouncer": "", "connection_limit": "DATABASE_MAX_CONNS", "pool_timeout": "DATABASE_ACQUIRE_TIMEOUT",
	"schema": "search_path", "socket_timeout": "REQUEST_TIMEOUT", "sslaccept": "sslmode",
	"sslidentity": "sslcert and sslkey", "supa": "", "workaround": "", "uselibpqcompat": "",
	"statement_cache_size": "", "prepared_statement_cache_size": "", "prepareThreshold": "",
	"max": "DATABASE_MAX_CONNS", "idle_timeout": "DATABASE_MAX_CONN_IDLE", "max_lifetime": "DATABASE_MAX_CONN_LIFETIME",
	"pool_max_conns": "DATABASE_MAX_CONNS", "pool_min_conns": "", "pool_min_idle_conns": "",
	"pool_max_conn_lifetime": "DATABASE_MAX_CONN_LIFETIME", "pool_max_conn_lifetime_jitter": "",
	"pool_max_conn_idle_time": "DATABASE_MAX_CONN_IDLE", "pool_health_check_period": "",
	"keepalives": "", "keepalives_idle": "", "keepalives_interval": "", "keepalives_count": "", "gssencmode": "",
	"sslcrl": "", "sslcompression": "", "hostaddr": "host", "load_balance_hosts": "", "fallback_application_name": "",
	"replication": "",
}

const encode = "cannot be read: percent-encode the user and the password in it " +
	"(# is %23, / is %2F, ? is %3F, @ is %40, % is %25)"

// DatabaseRule returns the rule that s breaks as a connection string of PostgreSQL, or "". It shows no part of s that
// could be secret.
func DatabaseRule(s string) string {
	const form = "must be a PostgreSQL URL such as postgresql://user:password@host/database?sslmode=require"
	if scheme, _, isURL := strings.Cut(s, "://"); isURL && !strings.Contains(scheme, "=") {
		if scheme != "postgres" && scheme != "postgresql" {
			return form
		}
		u, err := url.Parse(s)
		if err != nil || u.Fragment != "" || strings.HasSuffix(s, "#") || strings.Contains(u.Path+u.RawQuery, "@") {
			return encode
		}
	}
	cfg, err := pgconn.ParseConfig(s)
	switch {
	case err != nil && strings.HasPrefix(s, "postgres") && strings.Count(s, "@") > 1:
		return encode
	case err != nil && strings.HasPrefix(s, "postgres") && errors.Unwrap(err) != nil:
		return "cannot be used: " + errors.Unwrap(err).Error() // of a parameter: the rest could be read
	case err != nil:
		return form
	}
	var foreign []string
	for name := range cfg.RuntimeParams {
		if instead, ok := foreignParameters[name]; ok && instead != "" {
			foreign = append(foreign, fmt.Sprintf("%s (here: %s)", name, instead))
		} else if ok {
			foreign = append(foreign, name)
		}
	}
	if len(foreign) > 0 {
		slices.Sort(foreign)
		return "must be without what PostgreSQL does not know: " + strings.Join(foreign, ", ")
	}
	return ""
}

// MigrationURL returns the connection string for migrations: DATABASE_URL_UNPOOLED, else DATABASE_URL with Neon's
// -pooler removed from the host name, since advisory session locks do not survive PgBouncer's transaction mode.
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
