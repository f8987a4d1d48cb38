package betterauth

import (
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/ratelimit"
	"github.com/todo-backend/todo-backend/shared/web"
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
		Policy: ratelimit.Policy{
			Name: strings.TrimPrefix(r.route.Path(), "/api/auth"), Max: r.route.Limit.Max, Window: r.route.Limit.Window,
		},
		Key: ratelimit.Source(web.ClientAddress(r.cfg, r.Request)),
	})
	return b
}
