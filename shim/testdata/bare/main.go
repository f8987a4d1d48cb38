// Command bare is what `make bench` compares the backend with: listing, reading and creating tasks with net/http and
// pgx alone, as fast as that can be written in earnest. It authenticates nobody (a header names the user), has no row
// security, validation, CORS, request id, limit or log; it answers the same JSON from the table TABLE, and its
// pool is pgx's default with ten connections, which prepares statements by name. CHECK is a statement of the user's id
// that goes before each other statement, in the same round trip and transaction, to show what that costs.
package main

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	pgxuuid "github.com/vgarvardt/pgx-google-uuid/v5"
)

type task struct {
	ID          uuid.UUID  `json:"id"`
	UserID      uuid.UUID  `json:"user_id"`
	ListID      uuid.UUID  `json:"list_id"`
	ParentID    *uuid.UUID `json:"parent_id"`
	Position    string     `json:"position"`
	Title       string     `json:"title"`
	Description *string    `json:"description"`
	Completed   bool       `json:"completed"`
	Priority    *string    `json:"priority"`
	Tags        []string   `json:"tags"`
	Category    *string    `json:"category"`
	StartOn     *day       `json:"start_on"`
	DueOn       *day       `json:"due_on"`
	DueDate     *instant   `json:"due_date"`
	IsRecurring bool       `json:"is_recurring"`
	Pattern     *string    `json:"recurrence_pattern"`
	Rule        *string    `json:"recurrence_rule"`
	From        string     `json:"recurrence_from"`
	Subtasks    subtasks   `json:"subtasks"`
	CompletedAt *instant   `json:"completed_at"`
	CreatedAt   instant    `json:"created_at"`
	UpdatedAt   instant    `json:"updated_at"`
	DeletedAt   *instant   `json:"deleted_at"`
	Version     int        `json:"version"`
}

type subtasks struct {
	Total     int `json:"total"`
	Completed int `json:"completed"`
}

const columns = `id, user_id, list_id, parent_id, position, title, description, completed, priority, tags, category,
	start_on, due_on, due_date, recurrence_pattern, recurrence_rule, recurrence_from, subtasks, completed_subtasks,
	completed_at, created_at, updated_at, deleted_at, version`

// scan reads the columns of a row, and what follows them.
func (t *task) scan(row pgx.Row, following ...any) error {
	var start, on, due, completed, deleted *time.Time
	fields := []any{&t.ID, &t.UserID, &t.ListID, &t.ParentID, &t.Position, &t.Title, &t.Description, &t.Completed,
		&t.Priority, &t.Tags, &t.Category, &start, &on, &due, &t.Pattern, &t.Rule, &t.From, &t.Subtasks.Total,
		&t.Subtasks.Completed, &completed, (*time.Time)(&t.CreatedAt), (*time.Time)(&t.UpdatedAt), &deleted, &t.Version}
	err := row.Scan(append(fields, following...)...)
	t.StartOn, t.DueOn, t.DueDate = (*day)(start), (*day)(on), (*instant)(due)
	t.CompletedAt, t.DeletedAt, t.IsRecurring = (*instant)(completed), (*instant)(deleted), t.Pattern != nil
	return err
}

// only reads the row of a statement that has one.
func (t *task) only(rows pgx.Rows) error {
	defer rows.Close()
	if !rows.Next() {
		return cmp.Or(rows.Err(), pgx.ErrNoRows)
	}
	if err := t.scan(rows); err != nil {
		return err
	}
	rows.Close()
	return rows.Err()
}

type instant time.Time

func (i instant) MarshalJSON() ([]byte, error) {
	return time.Time(i).UTC().AppendFormat(make([]byte, 0, 26), `"2006-01-02T15:04:05.000Z"`), nil
}

type day time.Time

func (d day) MarshalJSON() ([]byte, error) {
	return time.Time(d).AppendFormat(make([]byte, 0, 12), `"2006-01-02"`), nil
}

type page struct {
	Tasks      []task  `json:"tasks"`
	Total      int     `json:"total"`
	Completed  int     `json:"completed"`
	Incomplete int     `json:"incomplete"`
	NextCursor *string `json:"next_cursor"`
}

func main() {
	cfg, err := pgxpool.ParseConfig(os.Getenv("DATABASE_URL"))
	must(err)
	cfg.MaxConns = 10
	cfg.AfterConnect = func(_ context.Context, c *pgx.Conn) error {
		pgxuuid.Register(c.TypeMap())
		return nil
	}
	cfg.ShouldPing = func(context.Context, pgxpool.ShouldPingParams) bool { return false }
	pool, err := pgxpool.NewWithConfig(context.Background(), cfg)
	must(err)
	table := os.Getenv("TABLE")
	// One statement, whose counts are made once, is faster than two in a batch.
	listSQL := `select ` + columns + `, (select count(*) from ` + table + ` where user_id = $1),
		(select count(*) from ` + table + ` where user_id = $1 and completed)
		from ` + table + ` where user_id = $1 order by id desc limit $2`
	getSQL := `select ` + columns + ` from ` + table + ` where user_id = $1 and id = $2`
	createSQL := `insert into ` + table + ` (id, user_id, list_id, position, title, description, priority, tags)
		values ($1, $2, $2, $3, $4, $5, $6, $7) returning ` + columns

	check := os.Getenv("CHECK")
	query := func(ctx context.Context, user uuid.UUID, read func(pgx.Rows) error, sql string, args ...any) error {
		if check == "" {
			rows, err := pool.Query(ctx, sql, args...)
			if err != nil {
				return err
			}
			return read(rows)
		}
		b := &pgx.Batch{}
		b.Queue(check, user)
		b.Queue(sql, args...).Query(read)
		return pool.SendBatch(ctx, b).Close()
	}

	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, nil, struct{}{})
	})
	mux.HandleFunc("GET /api/tasks", func(w http.ResponseWriter, r *http.Request) {
		user, err := uuid.Parse(r.Header.Get("User"))
		limit, limitErr := strconv.Atoi(r.URL.Query().Get("limit"))
		if err != nil || limitErr != nil {
			http.Error(w, "no user or no limit", http.StatusBadRequest)
			return
		}
		var p page
		p.Tasks = make([]task, 0, limit+1)
		err = query(r.Context(), user, func(rows pgx.Rows) error {
			defer rows.Close()
			for rows.Next() {
				p.Tasks = append(p.Tasks, task{})
				if err := p.Tasks[len(p.Tasks)-1].scan(rows, &p.Total, &p.Completed); err != nil {
					return err
				}
			}
			return rows.Err()
		}, listSQL, user, limit+1)
		p.Incomplete = p.Total - p.Completed
		if len(p.Tasks) > limit {
			p.Tasks = p.Tasks[:limit]
			next := base64.RawURLEncoding.EncodeToString(p.Tasks[limit-1].ID[:])
			p.NextCursor = &next
		}
		answer(w, http.StatusOK, err, &p)
	})
	mux.HandleFunc("GET /api/tasks/{id}", func(w http.ResponseWriter, r *http.Request) {
		user, err := uuid.Parse(r.Header.Get("User"))
		id, idErr := uuid.Parse(r.PathValue("id"))
		if err != nil || idErr != nil {
			http.Error(w, "no user or no id", http.StatusBadRequest)
			return
		}
		var t task
		err = query(r.Context(), user, t.only, getSQL, user, id)
		answer(w, http.StatusOK, err, &t)
	})
	mux.HandleFunc("POST /api/tasks", func(w http.ResponseWriter, r *http.Request) {
		user, err := uuid.Parse(r.Header.Get("User"))
		var in struct {
			Title       string   `json:"title"`
			Description *string  `json:"description"`
			Priority    *string  `json:"priority"`
			Tags        []string `json:"tags"`
		}
		if bodyErr := json.NewDecoder(r.Body).Decode(&in); err != nil || bodyErr != nil {
			http.Error(w, "no user or no task", http.StatusBadRequest)
			return
		}
		id := uuid.Must(uuid.NewV7())
		position := "i" + base64.RawURLEncoding.EncodeToString(id[:12]) + "V"
		var t task
		err = query(r.Context(), user, t.only, createSQL,
			id, user, position, in.Title, in.Description, in.Priority, in.Tags)
		answer(w, http.StatusCreated, err, &t)
	})
	must(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), mux))
}

func answer(w http.ResponseWriter, status int, err error, body any) {
	var b []byte
	if err == nil {
		b, err = json.Marshal(body)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(b)))
	w.WriteHeader(status)
	_, _ = w.Write(b)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
