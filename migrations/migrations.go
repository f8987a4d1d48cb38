// Package migrations holds the schema as numbered SQL files and applies them with goose.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed *.sql
var files embed.FS

// Up brings the database at url to the newest version and returns how many migrations it applied. Instances that start
// together wait for the first under an advisory lock, half a minute at most; url must not go through a pooler in
// transaction mode. configure, where it is given, sets how to connect. A migration is repeated if PostgreSQL ends it
// because a client, such as an instance of the former version, waits for it and it for the client.
func Up(ctx context.Context, url string, configure ...func(*pgx.ConnConfig)) (int, error) {
	return withProvider(ctx, url, configure, func(p *goose.Provider) (int, error) {
		if pending, err := p.HasPending(ctx); err == nil && !pending {
			return 0, nil // the usual start needs no lock
		}
		n := 0
		for {
			applied, err := p.Up(ctx)
			n += len(applied)
			if partial, ok := errors.AsType[*goose.PartialError](err); ok {
				n += len(partial.Applied)
			}
			if refused, ok := errors.AsType[*pgconn.PgError](err); !ok || refused.Code != deadlockDetected {
				return n, err
			}
		}
	})
}

const deadlockDetected = "40P01" // PostgreSQL, appendix A; a migration without a transaction can be repeated, too

// Down takes the newest applied migration back, with the data it holds, and returns 1, or 0 when none is applied.
func Down(ctx context.Context, url string, configure ...func(*pgx.ConnConfig)) (int, error) {
	return withProvider(ctx, url, configure, func(p *goose.Provider) (int, error) {
		_, err := p.Down(ctx)
		if errors.Is(err, goose.ErrNoNextVersion) {
			return 0, nil
		}
		return 1, err
	})
}

func withProvider(ctx context.Context, url string, configure []func(*pgx.ConnConfig),
	do func(*goose.Provider) (int, error),
) (int, error) {
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		return 0, errors.New("the database URL cannot be read") // pgx's own error could show it
	}
	cfg.DefaultQueryExecMode = pgx.QueryExecModeExec
	for _, set := range configure {
		set(cfg)
	}
	db := stdlib.OpenDB(*cfg)
	defer db.Close()
	if err := awaitDatabase(ctx, db); err != nil {
		return 0, err
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 30))
	if err != nil {
		return 0, err
	}
	p, err := goose.NewProvider(goose.DialectPostgres, db, files, goose.WithSessionLocker(locker))
	if err != nil {
		return 0, err
	}
	n, err := do(p)
	if err != nil {
		return n, fmt.Errorf("migrating the database: %w", explainRole(ctx, db, err))
	}
	return n, nil
}

// awaitDatabase waits for a database that wakes up, ten seconds at most. It does not retry what the server refuses for
// good.
func awaitDatabase(ctx context.Context, db *sql.DB) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	for {
		err := db.PingContext(ctx)
		if err == nil {
			return nil
		}
		if refused, ok := errors.AsType[*pgconn.PgError](err); ok && isFinal(refused.Code) {
			return fmt.Errorf("the database refuses the connection: %w", err)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the database cannot be reached: %w", err)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// isFinal reports whether the server will refuse every further connection with code too (PostgreSQL, appendix A): it
// has no such user, password, database or parameter.
func isFinal(code string) bool {
	switch code[:min(2, len(code))] {
	case "22", "28", "3D", "42":
		return true
	}
	return code == "55P02" // a parameter that no connection may set
}
