package system

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Health answers GET /health. Liveness: 200 while the process serves, and no statement, so that health checks let a
// serverless database sleep. With ?database, readiness: 200 if the database answers within two seconds, can write and
// has room, else 503 and the reason.
func Health(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "health", web.Problems, health)
}

func health(w http.ResponseWriter, r *web.Request) error {
	answer := struct {
		Status   string `json:"status"`
		Service  string `json:"service"`
		Version  string `json:"version"`
		Database string `json:"database,omitempty"`
	}{"healthy", "todo-backend", config.Version, ""}
	if !r.URL.Query().Has("database") {
		return web.JSON(w, http.StatusOK, answer)
	}

	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	err := r.DB.Check(ctx)
	if err == nil {
		answer.Database = "connected"
		return web.JSON(w, http.StatusOK, answer)
	}
	r.Log.LogAttrs(r.Context(), slog.LevelError, "the database is unhealthy",
		slog.String("request_id", r.ID), slog.String("error", err.Error()))
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
