package tasks

import (
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/session"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
)

// CreateTask answers POST /api/tasks with 201, the task and its Location. With an Idempotency-Key that the user has
// sent before, it answers 200 and the task that the first request made. It answers 422 to a user with task.Most tasks.
func CreateTask(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, web.Route{Methods: "POST", Path: "/api/tasks", Allow: "GET, POST"}, create)
}

func create(w http.ResponseWriter, r *http.Request) error {
	caller, err := session.Authenticate(r)
	if err != nil {
		return err
	}
	var key *string
	if given := r.Header.Get("Idempotency-Key"); r.Header.Values("Idempotency-Key") != nil {
		printable := strings.IndexFunc(given, func(c rune) bool { return c < 0x20 || c > 0x7e }) < 0
		if given == "" || len(given) > 255 || !printable {
			return problem.Unreadable(problem.Field{Field: "Idempotency-Key", Detail: "Idempotency-Key must be 1 to 255 printable ASCII characters"})
		}
		key = &given
	}
	var in task.Input
	wrong, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	wrong = in.Clean(wrong)
	if !in.Title.Set {
		wrong = problem.Add(wrong, "title", "Title is required")
	}
	if in.IsRecurring.Value && !in.RecurrencePattern.Set {
		wrong = problem.Add(wrong, "recurrence_pattern", task.NeedsPattern)
	}
	if len(wrong) > 0 {
		return problem.Invalid(wrong...)
	}

	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	var t task.Task
	b := &pgx.Batch{}
	// Of requests with one key at once, the first inserts; the others wait for it and take its row as it is.
	b.Queue(`
		insert into tasks (id, user_id, title, description, completed, completed_at, priority, tags, category,
		                   due_date, recurrence_pattern, recurrence_anchor, idempotency_key, search_key)
		values ($1, app_user(), $2, $3, $4, case when $4 then now() end, $5, $6, $7, $8, $9, $8, $10, $11)
		on conflict (user_id, idempotency_key) where idempotency_key is not null
		do update set idempotency_key = excluded.idempotency_key
		returning `+task.Columns,
		id, in.Title.Value, in.Description.Ptr(), in.Completed.Value, in.Priority.Ptr(), in.Tags.Value, in.Category.Ptr(),
		in.DueDate.Ptr(), in.RecurrencePattern.Ptr(), key,
		task.SearchKeys(in.Title.Value, in.Description.Value)).QueryRow(t.Scan)
	if err := caller.Do(r.Context(), b); err != nil {
		return task.Refused(err)
	}

	w.Header().Set("ETag", t.ETag())
	w.Header().Set("Location", "/api/tasks/"+t.ID.String())
	if t.ID != id {
		return web.JSON(w, http.StatusOK, t)
	}
	return web.JSON(w, http.StatusCreated, t)
}
