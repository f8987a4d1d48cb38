package database

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// repeats is how often a batch is sent in all that the server has rolled back for a reason that may pass.
const repeats = 8

// Read sends statements that only read, in one round trip on a warm connection: they are pipelined, and form one
// implicit transaction. It sends them again when the connection breaks, and otherwise as Write does.
func (db *DB) Read(ctx context.Context, statements ...Statement) error {
	return db.send(ctx, true, statements)
}

// Write sends statements in one round trip on a warm connection: they are pipelined, and form one implicit transaction,
// so that all take effect or none. It returns the server's first error; a statement that finds no row is not an error.
// When the connection breaks they are sent again only if they cannot have taken effect: they have not arrived, or
// PostgreSQL says before the last answer that it has ended the connection. That is tried until DATABASE_ACQUIRE_TIMEOUT
// has passed: a pooler whose server is away takes connections and breaks them. They are sent again, with backoff and
// within ctx, when the server has rolled them back for a reason that may pass, such as a deadlock; and once, on a new
// connection, when the server only reads, as one that has become a standby. ErrUnavailable is returned when the
// database cannot serve now: see consequences.
func (db *DB) Write(ctx context.Context, statements ...Statement) error {
	return db.send(ctx, false, statements)
}

func (db *DB) send(ctx context.Context, repeatable bool, statements []Statement) error {
	statements = slices.DeleteFunc(slices.Clone(statements), Skipped)
	if len(statements) == 0 {
		return nil
	}
	began := time.Now()
	defer addTiming(ctx, began)
	for broken, rolledBack, moved := 0, 0, false; ; {
		conn, err := db.acquire(ctx)
		if err != nil {
			return err
		}
		answered, err := pipeline(ctx, conn.Conn(), statements)
		if isStale(err) { // nothing has run, and pgx has dropped what it had prepared, and prepares it anew
			answered, err = pipeline(ctx, conn.Conn(), statements)
		}
		if err == nil {
			conn.Release()
			return nil
		}
		closed := conn.Conn().IsClosed()
		named := conn.Conn().Config().DefaultQueryExecMode == pgx.QueryExecModeCacheStatement
		conn.Release()
		what := consequenceOf(err)
		handedOn := slices.ContainsFunc(statements, Statement.handedOn)
		if closed && !handedOn && errors.Is(ctx.Err(), context.DeadlineExceeded) {
			db.leave()
		}
		switch {
		case ctx.Err() != nil && what != bug: // the server's word that it was cancelled, where pgx has not said so
			return fmt.Errorf("%w: %w", ctx.Err(), err)
		case ctx.Err() != nil:
			return err
		case handedOn:
			if _, stopped := errors.AsType[stoppedError](err); !stopped && (closed || what != bug) {
				return fmt.Errorf("%w: %w", ErrUnavailable, err)
			}
			return err
		case what == repeat || what == againThenBug:
			if rolledBack++; rolledBack == repeats || !pause(ctx, rolledBack) {
				if what == againThenBug {
					return err
				}
				return fmt.Errorf("%w: %w", ErrUnavailable, err)
			}
			if named && (lostStatement(err) || isStale(err)) {
				db.useUnnamed()
			}
		case closed:
			undone := pgconn.SafeToRetry(err) || !answered && (wasTerminated(err) || wasPreparing(err))
			broken++
			// Every pooled connection may be broken; those after them are new.
			again := broken - int(db.Pool.Config().MaxConns) - 1
			if !repeatable && !undone || again > 0 && (time.Since(began) > db.acquireTimeout || !pause(ctx, again)) {
				return fmt.Errorf("%w: %w", ErrUnavailable, err)
			}
		case what == readOnly && !moved:
			moved = true
			db.leave()
		case what == unavailable || what == readOnly:
			return fmt.Errorf("%w: %w", ErrUnavailable, err)
		default:
			return err
		}
	}
}

// pipeline sends statements at once, and reads what each has brought. It reports whether all were answered; they take
// effect after that.
func pipeline(ctx context.Context, conn *pgx.Conn, statements []Statement) (answered bool, err error) {
	b := &pgx.Batch{} // which can be sent once
	for _, s := range statements {
		s.queue(b)
	}
	results := conn.SendBatch(ctx, b)
	for _, s := range statements {
		if err := s.read(results); err != nil {
			if _, ok := errors.AsType[stoppedError](err); ok {
				_ = conn.Close(ctx) // or all of its rows would be read
			}
			_ = results.Close() // which has nothing to add
			return false, err
		}
	}
	return true, results.Close()
}

// pause waits before a batch is sent for the nth time again: some 5 ms, twice as long each time, and a random part of
// it, so that those who were in each other's way do not meet again. It reports whether ctx has not ended.
func pause(ctx context.Context, n int) bool {
	most := 5 * time.Millisecond << min(n, 6)
	select {
	case <-ctx.Done():
		return false
	case <-time.After(most/2 + rand.N(most/2)):
		return true
	}
}

// lostStatement reports whether err says that a pooler has given the connection another server, which does not know a
// prepared statement (26000) or knows it already (42P05). Nothing of the batch has run then.
func lostStatement(err error) bool {
	pgErr, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (pgErr.Code == "26000" || pgErr.Code == "42P05")
}

// isStale reports whether err says that a prepared statement's columns are of other types since a migration.
func isStale(err error) bool {
	pgErr, ok := errors.AsType[*pgconn.PgError](err)
	return ok && pgErr.Code == "0A000" && pgErr.Routine == "RevalidateCachedQuery"
}

// wasTerminated reports whether err is PostgreSQL's word that somebody has ended the connection, as a restart does. In
// place of a statement's answer it means that the batch has not come to its end, and is rolled back.
func wasTerminated(err error) bool {
	pgErr, ok := errors.AsType[*pgconn.PgError](err)
	return ok && pgErr.Code == "57P01" && pgErr.Routine == "ProcessInterrupts"
}

// wasPreparing reports whether err came before the batch was sent, while its statements were prepared.
func wasPreparing(err error) bool {
	_, ok := errors.AsType[pgx.ErrPreprocessingBatch](err)
	return ok
}

// useUnnamed makes the process do without named statements for good, as it must behind a pooler that carries none, such
// as PgBouncer before 1.21, or that keeps those which a migration has made stale.
func (db *DB) useUnnamed() {
	if db.unnamed.CompareAndSwap(false, true) {
		db.log.Warn("the pooler carries no named prepared statements: unnamed ones from now on, which cost the " +
			"database more; PgBouncer 1.21 or newer carries them, with max_prepared_statements")
		db.Pool.Reset()
	}
}

// leave throws every connection away, since their server only reads, or has not answered in time, as a machine that has
// vanished: once a second at most, for new ones may lead to it too.
func (db *DB) leave() {
	last, now := db.left.Load(), time.Now().UnixNano()
	if now-last > int64(time.Second) && db.left.CompareAndSwap(last, now) {
		db.Pool.Reset()
	}
}

// acquire takes a connection, and makes one if need be. A Neon compute that wakes up, or a server that restarts, is
// tried again with backoff until DATABASE_ACQUIRE_TIMEOUT has passed.
func (db *DB) acquire(ctx context.Context) (*pgxpool.Conn, error) {
	waiting, cancel := context.WithTimeout(ctx, db.acquireTimeout)
	defer cancel()
	for pause := 20 * time.Millisecond; ; pause = min(2*pause, 500*time.Millisecond) {
		conn, err := db.Pool.Acquire(waiting)
		if err == nil {
			return conn, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok && consequenceOf(pgErr) != unavailable {
			// a password is no better later
			return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
		}
		select {
		case <-waiting.Done():
			return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
		case <-time.After(pause):
		}
	}
}
