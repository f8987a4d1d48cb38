// Package database is the pool that every function shares, and the one round trip that a request makes through it.
package database

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	pgxuuid "github.com/vgarvardt/pgx-google-uuid/v5"

	"github.com/todo-backend/todo-backend/shared/config"
)

// ErrUnavailable means that the database cannot be reached, or has no connection free in time. Nothing of a write that
// failed with it is half done: either all of its statements took effect or none.
var ErrUnavailable = errors.New("the database cannot be reached")

// Pool returns the process's pool. It is made on the first call and connects on first use, so that a function starts
// without touching the database. The error is a wrong configuration's.
var Pool = sync.OnceValues(func() (*pgxpool.Pool, error) {
	cfg, err := config.Get()
	if err != nil {
		return nil, err
	}
	return Open(cfg)
})

// Open makes a pool as cfg says. It does not connect.
func Open(cfg *config.Config) (*pgxpool.Pool, error) {
	pc, err := pgxpool.ParseConfig(cfg.DatabaseURL)
	if err != nil {
		return nil, errors.New("DATABASE_URL is not a PostgreSQL URL") // pgx's own error could show the URL
	}
	if !strings.Contains(cfg.DatabaseURL, "default_query_exec_mode=") {
		// One warm round trip, and safe behind PgBouncer's transaction mode; a direct connection may say cache_statement.
		pc.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe
	}
	pc.MaxConns = int32(cfg.MaxConns)
	pc.MinConns, pc.MinIdleConns = 0, 0 // a frozen process must not be held to keep connections
	pc.MaxConnIdleTime = cfg.MaxConnIdle
	pc.MaxConnLifetime = cfg.MaxConnLife
	pc.MaxConnLifetimeJitter = cfg.MaxConnLife / 10
	pc.ConnConfig.ConnectTimeout = cfg.AcquireTimeout
	pc.ConnConfig.RuntimeParams["timezone"] = "UTC"
	pc.ConnConfig.RuntimeParams["application_name"] = "todo-backend"
	pc.AfterConnect = func(_ context.Context, c *pgx.Conn) error {
		pgxuuid.Register(c.TypeMap()) // as 16 bytes; pgx itself would go through text
		return nil
	}
	// pgxpool would ping a connection that was idle for a second: a round trip. Looking whether the server has hung up
	// costs a millisecond and none; only such a connection is pinged, fails, and is replaced.
	pc.ShouldPing = func(_ context.Context, p pgxpool.ShouldPingParams) bool {
		//lint:ignore SA1019 Ping is a round trip, which is what this avoids
		return p.IdleDuration > time.Second && p.Conn.PgConn().CheckConn() != nil
	}
	return pgxpool.NewWithConfig(context.Background(), pc)
}

// Run sends b in one round trip on a warm connection: its statements are pipelined and form one implicit transaction,
// so that all take effect or none. The callbacks of b run as the results arrive; the first error of a callback or a
// statement is returned. A repeatable batch, one that only reads, is sent again when the connection breaks, and its
// callbacks start from the first row again; one that writes is sent again only if it cannot have arrived.
// ErrUnavailable is returned when the database cannot be reached, or has no connection free, in time.
func Run(ctx context.Context, b *pgx.Batch, repeatable bool) error {
	pool, err := Pool()
	if err != nil {
		return err
	}
	cfg, err := config.Get()
	if err != nil {
		return err
	}
	for attempt := 1; ; attempt++ {
		conn, err := acquire(ctx, pool, cfg.AcquireTimeout)
		if err != nil {
			return err
		}
		refusal, again := callbacks(b)
		err = conn.SendBatch(ctx, again).Close()
		if *refusal != nil {
			err = *refusal
		}
		broken := err != nil && conn.Conn().IsClosed()
		conn.Release()
		switch {
		case err == nil || ctx.Err() != nil:
			return err
		case !broken && !passing(err):
			return err
		case attempt <= cfg.MaxConns+1 && (repeatable || pgconn.SafeToRetry(err)): // every pooled connection may be a dead one
			continue
		default:
			return fmt.Errorf("%w: %w", ErrUnavailable, err)
		}
	}
}

// callbacks returns b to be sent, which a pgx batch can be once, with its callbacks; the error of the first that says no
// is kept aside in refusal. pgx would take it for a broken statement, forget what it knows of every statement of the
// batch, and ask the server again next time: a round trip for each 404 and 401.
func callbacks(b *pgx.Batch) (refusal *error, again *pgx.Batch) {
	refusal, again = new(error), &pgx.Batch{QueuedQueries: make([]*pgx.QueuedQuery, 0, len(b.QueuedQueries))}
	for _, q := range b.QueuedQueries {
		queued := again.Queue(q.SQL, q.Arguments...)
		if q.Fn == nil {
			continue
		}
		queued.Fn = func(results pgx.BatchResults) error {
			if *refusal != nil {
				_, _ = results.Exec() // nobody waits for it any more
				return nil
			}
			err := q.Fn(results)
			if _, failed := errors.AsType[*pgconn.PgError](err); failed {
				return err
			}
			*refusal = err
			return nil
		}
	}
	return refusal, again
}

// acquire takes a connection, and makes one if need be. A Neon compute that wakes up, or a server that restarts, is
// tried again with backoff until limit has passed.
func acquire(ctx context.Context, pool *pgxpool.Pool, limit time.Duration) (*pgxpool.Conn, error) {
	waiting, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for pause := 20 * time.Millisecond; ; pause = min(2*pause, 500*time.Millisecond) {
		conn, err := pool.Acquire(waiting)
		if err == nil {
			return conn, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok && !passing(pgErr) { // a wrong password stays wrong
			return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
		}
		select {
		case <-waiting.Done():
			return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
		case <-time.After(pause):
		}
	}
}

// passing tells whether err is the server's word that it cannot serve now: it starts, stops, or has too many clients
// (PostgreSQL, appendix A: 57P01 to 57P03, 53300, class 08).
func passing(err error) bool {
	pgErr, ok := errors.AsType[*pgconn.PgError](err)
	if !ok {
		return false
	}
	switch pgErr.Code {
	case "57P01", "57P02", "57P03", "53300":
		return true
	}
	return strings.HasPrefix(pgErr.Code, "08")
}
