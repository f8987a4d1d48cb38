package system

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Health answers GET /health with 200 when the database answers within two seconds, else with 503.
func Health(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, web.Route{Methods: "GET", Path: "/health"}, health)
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
	if err := database.Run(ctx, b, true); err != nil {
		web.Log.LogAttrs(r.Context(), slog.LevelError, "the database is unhealthy",
			slog.String("request_id", w.Header().Get("X-Request-Id")), slog.String("error", err.Error()))
		answer.Status, answer.Database = "unhealthy", "unreachable"
		w.Header().Set("Retry-After", "2")
		return web.JSON(w, http.StatusServiceUnavailable, answer)
	}
	return web.JSON(w, http.StatusOK, answer)
}
