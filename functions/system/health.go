package system

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Health answers GET /health with 200 if the database answers within two seconds, can write and has room, else with 503
// and the reason.
func Health(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "health", health)
}

func health(w http.ResponseWriter, r *http.Request) error {
	answer := struct {
		Status   string `json:"status"`
		Service  string `json:"service"`
		Version  string `json:"version"`
		Database string `json:"database"`
	}{"healthy", "todo-backend", config.Version, "connected"}

	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	b := &pgx.Batch{}
	b.Queue(`select 1`)
	write := time.Since(time.Unix(0, lastWrite.Load())) > writeInterval
	if write { // a page that the disk did not have before
		b.Queue(`truncate room`)
		b.Queue(`insert into room values (1)`)
	}
	err := database.Run(ctx, b, true)
	if err == nil {
		if write {
			lastWrite.Store(time.Now().UnixNano())
		}
		return web.JSON(w, http.StatusOK, answer)
	}
	web.Log.LogAttrs(r.Context(), slog.LevelError, "the database is unhealthy",
		slog.String("request_id", w.Header().Get("X-Request-Id")), slog.String("error", err.Error()))
	answer.Status, answer.Database = "unhealthy", "unreachable"
	if refused, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch refused.Code {
		case "25006":
			answer.Database = "read-only"
		case "53100": // no space, or a quota
			answer.Database = "full"
		}
	}
	w.Header().Set("Retry-After", "2")
	return web.JSON(w, http.StatusServiceUnavailable, answer)
}

// writeInterval is the shortest time between two writes of the health check, which anybody may call.
const writeInterval = 5 * time.Second

// lastWrite is the time of the health check's last write, in nanoseconds since 1970.
var lastWrite atomic.Int64
