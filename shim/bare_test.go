package main_test

import (
	"context"
	"encoding/json"
	"net/http"
	"os"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/todo-backend/todo-backend/shared/task"
)

// serveBare is the handler that the functions are compared with: net/http, pgx, the same SQL in one round trip, the
// same answers, and no authentication, row security, validation, CORS, request id or log.
func serveBare() {
	ctx := context.Background()
	must := func(err error) {
		if err != nil {
			panic(err)
		}
	}
	cfg, err := pgxpool.ParseConfig(os.Getenv("DATABASE_URL"))
	must(err)
	cfg.MaxConns = 10
	cfg.ShouldPing = func(context.Context, pgxpool.ShouldPingParams) bool { return false }
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	must(err)
	user := uuid.MustParse(os.Getenv("BARE_USER"))
	answer := func(w http.ResponseWriter, err error, body any) {
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(body)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/tasks", func(w http.ResponseWriter, r *http.Request) {
		var page struct {
			Tasks                        []task.Task
			Total, Completed, Incomplete int
		}
		b := &pgx.Batch{}
		b.Queue(`select count(*), count(*) filter (where completed) from tasks where user_id = $1`, user).
			QueryRow(func(row pgx.Row) error { return row.Scan(&page.Total, &page.Completed) })
		b.Queue(`
			select `+task.Columns+`, (created_at)::text as sort_key from tasks
			where user_id = $1 order by created_at desc, id desc limit $2 offset $3`, user, 51, 0).
			Query(func(rows pgx.Rows) error {
				for rows.Next() {
					var t task.Task
					var key string
					if err := rows.Scan(append(t.Fields(), &key)...); err != nil {
						return err
					}
					page.Tasks = append(page.Tasks, t)
				}
				return rows.Err()
			})
		err := pool.SendBatch(r.Context(), b).Close()
		if err == nil {
			page.Tasks = page.Tasks[:50]
		}
		answer(w, err, page)
	})
	mux.HandleFunc("GET /api/tasks/{id}", func(w http.ResponseWriter, r *http.Request) {
		var t task.Task
		row := pool.QueryRow(r.Context(), `select `+task.Columns+` from tasks where id = $1 and user_id = $2`,
			r.PathValue("id"), user)
		answer(w, row.Scan(t.Fields()...), &t)
	})
	mux.HandleFunc("POST /api/tasks", func(w http.ResponseWriter, r *http.Request) {
		var in struct {
			Title, Description, Priority string
			Tags                         []string
		}
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		var t task.Task
		row := pool.QueryRow(r.Context(), `
			insert into tasks (id, user_id, title, description, completed, completed_at, priority, tags, category,
			                   due_date, recurrence_pattern, recurrence_anchor, search_key)
			values ($1, $2, $3, $4, $5, case when $5 then now() end, $6, $7, $8, $9, $10, $9, $11)
			returning `+task.Columns,
			uuid.Must(uuid.NewV7()), user, in.Title, in.Description, false, in.Priority, in.Tags, nil, nil, nil, nil)
		err := row.Scan(t.Fields()...)
		w.WriteHeader(http.StatusCreated)
		answer(w, err, &t)
	})
	must(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), mux))
}
