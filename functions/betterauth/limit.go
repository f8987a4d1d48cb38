package betterauth

import (
	"strings"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
)

// limited returns the statement that counts r under the limit by address and path, see ratelimit.Limiter.Count; from
// the second call on, one that is skipped: a request is counted once.
func (r *request) limited() database.Statement {
	if r.counted {
		return database.Exec("")
	}
	r.counted = true
	return ratelimit.For(r.Config).Count(ratelimit.Use{
		Policy: ratelimit.Policy{
			Name: strings.TrimPrefix(r.Route.Path(), "/api/auth"), Max: r.Route.Limit.Max, Window: r.Route.Limit.Window,
		},
		Key: ratelimit.Source(r.Client()),
	})
}

// mailsLimited returns the statement that counts r under the limits of mails by the address that asks for one.
func (r *request) mailsLimited() database.Statement {
	return ratelimit.For(r.Config).Count(ratelimit.From(r.Client(), ratelimit.Mails, ratelimit.MailsLong)...)
}
