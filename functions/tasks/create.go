package tasks

import (
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/position"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
)

// CreateTask answers POST /api/tasks with 201, the task and its Location. A creation that was named, by an
// Idempotency-Key (draft-ietf-httpapi-idempotency-key-header) or by the task's id, is remembered for 90 days. Sent
// again, it creates nothing: it answers 200 and the task as it is, 409 where that has been deleted, and 422 where the
// key came with another body. It answers 200 for the id of any task of the user's, 409 for another user's, and 422 to
// a user with task.MaxTasks tasks.
func CreateTask(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "createTask", answers, createTask)
}

func createTask(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	key, err := idempotencyKey(r)
	if err != nil {
		return err
	}
	var in task.Creation
	fieldErrs, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	if fieldErrs = in.Validate(fieldErrs); len(fieldErrs) > 0 {
		return problem.Unprocessable(fieldErrs...)
	}
	op, err := newCreation(&in, key)
	if err != nil {
		return err
	}
	return perform(w, caller, op)
}

// creation is the operation that creates a task.
type creation struct {
	inserted *database.Row[task.Task]
	hasRoom  *database.Row[bool]

	// Those of a creation that is remembered.
	use      *database.Row[keyUse]
	existing *database.Row[task.Task]
	forgets  *database.Command
	byID     bool
}

// newCreation returns the creation of a task, remembered by a key unless that is nil, or else by in's id.
func newCreation(in *task.Creation, key *string) (*creation, error) {
	id := in.ID.Value.UUID
	if !in.ID.Set {
		var err error
		if id, err = uuid.NewV7(); err != nil {
			return nil, err
		}
	}
	fingerprint := in.Fingerprint()
	byID := in.ID.Set && key == nil
	if byID { // the id names the creation, whatever its body is; the tab sets it apart from every key
		name := "id\t" + id.String()
		key, fingerprint = &name, nil
	}
	fields := []any{id, in.Title.Value, in.Description.Ptr(), in.Completed.Value, in.Priority.Ptr(), in.Tags.Value,
		in.Category.Ptr(), in.DueDate.Ptr(), in.RecurrencePattern.Ptr(),
		task.SearchKeys(in.Title.Value, in.Description.Value, in.Tags.Value), position.End(time.Now(), id)}
	if key == nil {
		return &creation{inserted: database.QueryRow[task.Task](
			insertSQL+` where `+hasRoom+` returning `+task.Columns, fields...)}, nil
	}
	return &creation{
		inserted: database.QueryRow[task.Task](insertOnceSQL, append(fields, key, fingerprint)...),
		hasRoom:  database.QueryValue[bool](`select ` + hasRoom),
		use: database.QueryRow[keyUse](`
			select coalesce(fingerprint = $2, true), xmin = pg_current_xact_id()::xid
			from idempotency_keys where user_id = app_user() and key = $1`, key, fingerprint),
		existing: database.QueryRow[task.Task](`
			select `+task.Columns+` from tasks where user_id = app_user() and deleted_at is null
			and id = (select task_id from idempotency_keys where user_id = app_user() and key = $1)`, key),
		forgets: database.Exec(forgetSQL, key),
		byID:    byID,
	}, nil
}

func (c *creation) statements() []database.Statement {
	if c.use == nil {
		return []database.Statement{c.inserted}
	}
	return []database.Statement{c.inserted, c.hasRoom, c.use, c.existing, c.forgets}
}

func (c *creation) answer() (answer, error) {
	switch {
	case c.inserted.Found:
		return answerTask(http.StatusCreated, &c.inserted.Value), nil
	case c.use == nil:
		return answer{}, task.ErrTooMany
	case !c.use.Value.sameBody:
		return answer{}, problem.Unprocessable(problem.Field{Field: "Idempotency-Key",
			Detail: "Idempotency-Key was sent before with another body: send another key"})
	case c.existing.Found:
		return answerTask(http.StatusOK, &c.existing.Value), nil
	case c.use.Value.first && !c.hasRoom.Value:
		return answer{}, task.ErrTooMany
	case c.use.Value.first:
		return answer{}, problem.New(http.StatusConflict, "This id cannot be used: send another one")
	case c.byID:
		return answer{}, problem.New(http.StatusConflict,
			"The task with this id has been deleted: to create it again, send another id")
	}
	return answer{}, problem.New(http.StatusConflict,
		"The task that this Idempotency-Key created has been deleted: to create it again, send another key")
}

func answerTask(status int, t *task.Task) answer {
	return answer{status: status, location: "/api/tasks/" + t.ID.String(), task: t}
}

// keyUse is what a key was used for.
type keyUse struct{ sameBody, first bool }

// Fields returns the fields that a row is scanned into.
func (u *keyUse) Fields() []any { return []any{&u.sameBody, &u.first} }

// idempotencyKey returns r's Idempotency-Key, or nil if r has none. It fails with a 400 if the key cannot be stored.
func idempotencyKey(r *web.Request) (*string, error) {
	if r.Header.Values("Idempotency-Key") == nil {
		return nil, nil
	}
	key := r.Header.Get("Idempotency-Key")
	printable := strings.IndexFunc(key, func(c rune) bool { return c < 0x20 || c > 0x7e }) < 0
	if key == "" || len(key) > 255 || !printable {
		return nil, problem.BadRequest(problem.Field{Field: "Idempotency-Key",
			Detail: "Idempotency-Key must be 1 to 255 printable ASCII characters"})
	}
	return &key, nil
}

const insertSQL = `
insert into tasks (id, user_id, list_id, position, title, description, completed, completed_at, priority, tags,
                   category, due_date, recurrence_pattern, recurrence_anchor, search_key)
select $1::uuid, app_user(), app_user(), $11, $2, $3, $4, case when $4 then now() end, $5, $6::text[], $7,
       $8::timestamptz, $9, $8::timestamptz, $10`

// hasRoom is the condition that the user has less than task.MaxTasks tasks. Where many are created at once, a trigger
// has the last word.
const hasRoom = `(select sum(total + trashed) from lists where user_id = app_user()) < 100000`

// Of creations with one key at once, the first inserts the key and the task; the others wait for it, and insert
// nothing. An update "where false" locks the key's row, and neither changes nor returns it.
const insertOnceSQL = `
with claimed as (
  insert into idempotency_keys (user_id, key, fingerprint, task_id) values (app_user(), $12, $13, $1)
  on conflict (user_id, key) do update set key = excluded.key where false
  returning key
)` + insertSQL + `
where exists (select from claimed) and ` + hasRoom + `
on conflict (id) do nothing
returning ` + task.Columns

// forgetSQL deletes the key $1 where this transaction has inserted it for the id of another user's task, and two keys
// of more than 90 days.
const forgetSQL = `
delete from idempotency_keys k where user_id = app_user() and (
  key = $1 and xmin = pg_current_xact_id()::xid
    and not exists (select from tasks where id = k.task_id and user_id = app_user())
  or key = any (array(
    select key from idempotency_keys
    where user_id = app_user() and created_at < now() - interval '90 days' and key <> $1
    order by created_at limit 2 for update skip locked)))`
