package betterauth

import (
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/ratelimit"
	"github.com/todo-backend/todo-backend/shared/web"
)

// limit is how many requests an address may make of a path, as Better Auth has it.
type limit struct {
	requests int
	window   time.Duration
}

var (
	strict = limit{3, 10 * time.Second} // passwords and addresses
	mails  = limit{3, time.Minute}
	usual  = limit{100, 10 * time.Second}
)

// limited is a batch that begins with the count of the address on the path, see ratelimit.Count. A request is counted
// once.
func (r *request) limited() *pgx.Batch {
	b := &pgx.Batch{}
	if r.counted {
		return b
	}
	r.counted = true
	ratelimit.Count(b, ratelimit.Use{
		Policy: ratelimit.Policy{Name: r.path, Max: r.limit.requests, Window: r.limit.window},
		Key:    ratelimit.Source(web.ClientAddress(r.cfg, r.Request)),
	})
	return b
}
