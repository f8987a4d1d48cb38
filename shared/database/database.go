// Package database is the pool that every function shares, and the one round trip that a request makes through it.
package database

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	pgxuuid "github.com/vgarvardt/pgx-google-uuid/v5"

	"github.com/todo-backend/todo-backend/shared/config"
)

// ErrUnavailable means that the database cannot serve now: it cannot be reached, has no connection free in time, or has
// refused for a reason that passes. Nothing of a write that failed with it is half done: either all of its statements
// took effect or none.
var ErrUnavailable = errors.New("the database cannot serve now")

// preparedStatements is how many statements a connection keeps prepared. Each takes some 40 kB of its server process.
// All endpoints together have about 80, but a listing has another for each set of filters.
const preparedStatements = 128

// DB is the pool of a process, and the round trips that are made through it.
type DB struct {
	Pool   *pgxpool.Pool
	Dialer *Dialer // of the pool

	acquireTimeout time.Duration
	log            *slog.Logger
	unnamed        atomic.Bool  // a pooler has shown that it carries no named statements, which are pgx's default
	checkWrote     atomic.Int64 // when Check has last written, in nanoseconds since 1970
	left           atomic.Int64 // when leave has last reset the pool, in nanoseconds since 1970
}

// Open makes a pool as cfg says, which connects on first use, so that a function starts without touching the database.
func Open(cfg *config.Config, log *slog.Logger) (*DB, error) {
	return openThrough(NewDialer(cfg, log), cfg, log)
}

func openThrough(dialer *Dialer, cfg *config.Config, log *slog.Logger) (*DB, error) {
	db := &DB{Dialer: dialer, acquireTimeout: cfg.AcquireTimeout, log: log}
	pc, err := pgxpool.ParseConfig(cfg.DatabaseURL)
	if err != nil {
		return nil, errors.New("DATABASE_URL is not a PostgreSQL URL") // pgx's own error could show the URL
	}
	if !strings.Contains(cfg.DatabaseURL, "statement_cache_capacity=") {
		pc.ConnConfig.StatementCacheCapacity = preparedStatements
	}
	pc.MaxConns = int32(cfg.MaxConns)
	pc.MinConns, pc.MinIdleConns = 0, 0 // a frozen process must not be held to keep connections
	pc.MaxConnIdleTime = cfg.MaxConnIdle
	pc.HealthCheckPeriod = min(time.Minute, cfg.MaxConnIdle) // closes what is idle or old, and sends no statement
	pc.MaxConnLifetime = cfg.MaxConnLife
	pc.MaxConnLifetimeJitter = cfg.MaxConnLife / 10
	dialer.Configure(pc.ConnConfig)
	pc.ConnConfig.ConnectTimeout = connectTimeout(pc.ConnConfig, cfg.AcquireTimeout)
	pc.ConnConfig.RuntimeParams["timezone"] = "UTC"
	pc.ConnConfig.RuntimeParams["application_name"] = "todo-backend"
	pc.BeforeConnect = func(_ context.Context, c *pgx.ConnConfig) error {
		if db.unnamed.Load() {
			c.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe
		}
		return nil
	}
	pc.AfterConnect = func(_ context.Context, c *pgx.Conn) error {
		pgxuuid.Register(c.TypeMap()) // as 16 bytes; pgx itself would go through text
		return nil
	}
	// pgxpool would ping a connection that was idle for a second: a round trip. Looking whether the server has hung up
	// costs a millisecond and none; only such a connection is pinged, fails, and is replaced.
	pc.ShouldPing = func(_ context.Context, p pgxpool.ShouldPingParams) bool {
		if p.IdleDuration <= time.Second {
			return false
		}
		if conn, ok := p.Conn.PgConn().Conn().(*webSocketConn); ok {
			return conn.hungUp()
		}
		//nolint:staticcheck // deprecated in favour of Ping, which is the round trip that this avoids
		return p.Conn.PgConn().CheckConn() != nil
	}
	db.Pool, err = pgxpool.NewWithConfig(context.Background(), pc)
	return db, err
}

// connectTimeout returns how long a host may take to connect: an equal part of what a request waits for a connection,
// so that each host of DATABASE_URL has its turn where the first is a machine that is switched off.
func connectTimeout(c *pgx.ConnConfig, wait time.Duration) time.Duration {
	type host struct {
		name string
		port uint16
	}
	hosts := map[host]bool{{c.Host, c.Port}: true}
	for _, f := range c.Fallbacks { // the same host without TLS is another of them
		hosts[host{f.Host, f.Port}] = true
	}
	wait /= time.Duration(len(hosts))
	if c.ConnectTimeout > 0 { // DATABASE_URL has connect_timeout
		return min(wait, c.ConnectTimeout)
	}
	return wait
}
