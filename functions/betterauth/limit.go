package betterauth

import (
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/session"
	"github.com/todo-backend/todo-backend/shared/web"
)

// limit is how many requests an address may make of a path before it has to pause.
type limit struct {
	requests int
	window   time.Duration // counted from the last request that was let through
}

var (
	strict = limit{3, 10 * time.Second} // passwords and addresses
	mails  = limit{3, time.Minute}
	usual  = limit{100, 10 * time.Second}
)

// limited is a batch that begins with the count of the address on the path, in production, that is over HTTPS. The
// statement fails where the limit is reached, so that nothing which is pipelined after it takes effect, and the answer
// is 429. The counts stand in the database, so they hold across instances. A request is counted once.
func (r *request) limited() *pgx.Batch {
	b := &pgx.Batch{}
	if r.counted || !r.cfg.Secure() {
		return b
	}
	r.counted = true
	b.Queue(`select count_request($1, $2, $3)`, r.path+" "+session.FromAddress(web.ClientAddress(r.cfg, r.Request)), r.limit.requests, r.limit.window).
		QueryRow(func(row pgx.Row) error {
			err := row.Scan(nil)
			if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok && pgErr.Code == "TB429" {
				wait, _ := strconv.ParseFloat(pgErr.Message, 64) // seconds, as the function writes them
				return problem.TooMany(time.Duration(wait * float64(time.Second)))
			}
			return err
		})
	return b
}
