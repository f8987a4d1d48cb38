package tasks

import (
	"errors"
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
// sent in the last 90 days (draft-ietf-httpapi-idempotency-key-header), it creates nothing: it answers 200 and the task
// that the first request created, 409 where that has been deleted, and 422 where the body is another one. It answers
// 422 to a user with task.Most tasks.
func CreateTask(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "createTask", createTask)
}

func createTask(w http.ResponseWriter, r *http.Request) error {
	caller, err := session.Authenticate(r)
	if err != nil {
		return err
	}
	var key *string
	if given := r.Header.Get("Idempotency-Key"); r.Header.Values("Idempotency-Key") != nil {
		printable := strings.IndexFunc(given, func(c rune) bool { return c < 0x20 || c > 0x7e }) < 0
		if given == "" || len(given) > 255 || !printable {
			return problem.BadRequest(problem.Field{Field: "Idempotency-Key", Detail: "Idempotency-Key must be 1 to 255 printable ASCII characters"})
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
		wrong = problem.AppendOnce(wrong, "title", "Title is required")
	}
	if in.IsRecurring.Value && !in.RecurrencePattern.Set {
		wrong = problem.AppendOnce(wrong, "recurrence_pattern", task.NeedsPattern)
	}
	if len(wrong) > 0 {
		return problem.Unprocessable(wrong...)
	}

	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	var t task.Task
	created, same := false, true
	b := &pgx.Batch{}
	if key != nil { // of requests with one key at once, the first inserts it; the others wait for it and find its task
		b.Queue(`
			insert into idempotency_keys (user_id, key, fingerprint, task_id) values (app_user(), $1, $2, $3)
			on conflict (user_id, key) do update set key = excluded.key
			returning coalesce(fingerprint = $2, true)`, key, in.Fingerprint(), id).
			QueryRow(func(row pgx.Row) error { return row.Scan(&same) })
	}
	b.Queue(`
		insert into tasks (id, user_id, title, description, completed, completed_at, priority, tags, category,
		                   due_date, recurrence_pattern, recurrence_anchor, search_key)
		select $1::uuid, app_user(), $2, $3, $4, case when $4 then now() end, $5, $6::text[], $7,
		       $8::timestamptz, $9, $8::timestamptz, $10
		where $11::text is null
		   or exists (select from idempotency_keys where user_id = app_user() and key = $11 and task_id = $1)
		returning `+task.Columns,
		id, in.Title.Value, in.Description.Ptr(), in.Completed.Value, in.Priority.Ptr(), in.Tags.Value, in.Category.Ptr(),
		in.DueDate.Ptr(), in.RecurrencePattern.Ptr(), task.SearchKeys(in.Title.Value, in.Description.Value), key).
		QueryRow(func(row pgx.Row) error { return ifFound(row, &t, &created) })
	found := created
	if key != nil {
		b.Queue(`
			select `+task.Columns+` from tasks where user_id = app_user()
			and id = (select task_id from idempotency_keys where user_id = app_user() and key = $1)`, key).
			QueryRow(func(row pgx.Row) error { return ifFound(row, &t, &found) })
		b.Queue(`
			delete from idempotency_keys where user_id = app_user() and key = any (array(
			  select key from idempotency_keys
			  where user_id = app_user() and created_at < now() - interval '90 days' and key <> $1
			  order by created_at limit 2 for update skip locked))`, key)
	}
	if err := caller.Do(r.Context(), b); err != nil {
		return task.Refused(err)
	}
	switch {
	case !same:
		return problem.Unprocessable(anotherBody)
	case key != nil && !found:
		return problem.New(http.StatusConflict, deletedSince)
	}

	w.Header().Set("ETag", t.ETag())
	w.Header().Set("Location", "/api/tasks/"+t.ID.String())
	if !created {
		return web.JSON(w, http.StatusOK, t)
	}
	return web.JSON(w, http.StatusCreated, t)
}

var anotherBody = problem.Field{Field: "Idempotency-Key",
	Detail: "Idempotency-Key was sent before with another body: send another key"}

const deletedSince = "The task that this Idempotency-Key created has been deleted: to create it again, send another key"

// ifFound scans a task where there is a row, and notes that there is.
func ifFound(row pgx.Row, t *task.Task, found *bool) error {
	err := t.Scan(row)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil
	}
	*found = err == nil
	return err
}
