package web

import (
	"context"
	"net/http"
	"time"

	"github.com/todo-backend/todo-backend/shared/database"
)

// MaxBulk is the largest request body after Bulk, in bytes: Vercel takes no more than 4.5 MB.
const MaxBulk = 4 << 20

// Bulk lets r move more than other requests do: its time limit becomes the given one, counted from now, also for
// reading the body and beginning the answer, and its body may have MaxBulk bytes. Such a request can hold a connection
// to the database as long as its client reads, so it takes a place among a quarter of the connections; it waits and
// fails as Share does, which comes first.
func (r *Request) Bulk(w http.ResponseWriter, limit time.Duration) error {
	if err := r.hold("bulk", max(1, r.Config.MaxConns/4), r.Config.AcquireTimeout); err != nil {
		return err
	}
	r.timeLimit, r.maxBody = limit, MaxBulk
	ctx, cancel := context.WithTimeout(database.WithTiming(r.unlimited.Context(), &r.inDatabase), limit)
	r.free = append(r.free, cancel)
	r.Request = r.unlimited.WithContext(ctx)
	connection := http.NewResponseController(w) // a platform's runtime may have no deadlines
	_ = connection.SetReadDeadline(time.Now().Add(limit))
	_ = connection.SetWriteDeadline(time.Now().Add(limit + patience))
	return nil
}

// TimeLimit returns how long the request may take.
func (r *Request) TimeLimit() time.Duration { return r.timeLimit }
