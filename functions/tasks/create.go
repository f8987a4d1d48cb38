package tasks

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"

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
	in     *task.Creation
	id     uuid.UUID
	key    *string // nil: it is not remembered
	byID   bool
	fields []any

	schedule *database.Row[task.Schedule]
	inserted *database.Row[task.Task]
	refusal  *database.Row[string]
	use      *database.Row[keyUse]
	existing *database.Row[task.Task]
}

// newCreation returns the creation of a task, remembered by a key unless that is nil, or else by in's id.
func newCreation(in *task.Creation, key *string) (*creation, error) {
	c := &creation{in: in, id: in.ID.Value.UUID, key: key, byID: in.ID.Set && key == nil}
	if !in.ID.Set {
		var err error
		if c.id, err = uuid.NewV7(); err != nil {
			return nil, err
		}
	}
	if c.byID { // the id names the creation, whatever its body is; the tab sets it apart from every key
		name := "id\t" + c.id.String()
		c.key = &name
	}
	place := in.Position.Value
	if !in.Position.Set {
		place = position.End(time.Now(), c.id)
	}
	c.fields = []any{in.DueOn.Ptr(), in.DueDate.Ptr(), in.RecurrencePattern.Ptr(), in.RecurrenceRule.Ptr(),
		in.RecurrenceFrom.Ptr(), idOf(in.ListID), idOf(in.ParentID), c.id, place, in.Title.Value,
		in.Description.Ptr(), in.Completed.Value, in.Priority.Ptr(), in.Tags.Value, in.Category.Ptr(),
		in.StartOn.Ptr(), task.SearchKeys(in.Title.Value, in.Description.Value, in.Tags.Value)}
	return c, nil
}

func (c *creation) reads() []database.Statement {
	if !c.in.Recurs() || !c.in.DueOn.Given() && !c.in.DueDate.Given() || c.in.RecurrenceFrom.Value == "completion" {
		return nil
	}
	c.schedule = database.QueryRow[task.Schedule](plannedSQL+`
		select rule, anchor, due_date, $1::date is not null, (select zone from place), now() from planned`,
		c.fields[:5]...)
	return []database.Statement{c.schedule}
}

func (c *creation) statements() []database.Statement {
	var zone *string
	var occurrences []pgtype.Timestamptz
	if c.schedule != nil && c.schedule.Found {
		zone, occurrences = &c.schedule.Value.Zone, c.schedule.Value.Occurrences()
	}
	args := append(slices.Clip(c.fields), zone, occurrences)
	user, refusal := database.Exists(""), database.QueryValue[string]("")
	if c.in.DueOn.Given() || c.in.Recurs() {
		user = database.Exists(lockUserSQL) // days are those of the user's zone
	}
	if c.in.ListID.Set || c.in.ParentID.Given() || c.key != nil {
		refusal = database.QueryValue[string](refusalSQL, c.fields[5:7]...)
	}
	c.refusal = refusal
	if c.key == nil {
		c.inserted = database.QueryRow[task.Task](insertSQL+` returning `+task.Columns, args...)
		return []database.Statement{user, c.inserted, c.refusal}
	}
	var fingerprint []byte
	if !c.byID {
		fingerprint = c.in.Fingerprint()
	}
	c.inserted = database.QueryRow[task.Task](insertOnceSQL, append(args, c.key, fingerprint)...)
	c.use = database.QueryRow[keyUse](`
		select coalesce(fingerprint = $2, true), xmin = pg_current_xact_id()::xid,
		  exists (select from tasks where id = task_id and user_id = app_user() and deleted_at is not null)
		from idempotency_keys where user_id = app_user() and key = $1`, c.key, fingerprint)
	c.existing = database.QueryRow[task.Task](`
		select `+task.Columns+` from tasks where user_id = app_user() and deleted_at is null
		and id = (select task_id from idempotency_keys where user_id = app_user() and key = $1)`, c.key)
	return []database.Statement{user, c.inserted, c.refusal, c.use, c.existing, database.Exec(forgetSQL, c.key)}
}

func (c *creation) answer() (answer, error) {
	refused := refusalError(c.refusal.Value)
	switch {
	case c.inserted.Found:
		return answerTask(http.StatusCreated, &c.inserted.Value), nil
	case c.key == nil && refused != nil:
		return answer{}, refused
	case c.key == nil:
		return answer{}, task.ErrTooMany
	case !c.use.Value.sameBody:
		return answer{}, errOtherBody
	case c.existing.Found:
		return answerTask(http.StatusOK, &c.existing.Value), nil
	case c.use.Value.inTrash && (c.use.Value.first || c.byID):
		return answer{}, problem.New(http.StatusConflict,
			"The task with this id is in the trash: restore it, or send another id")
	case c.use.Value.inTrash:
		return answer{}, problem.New(http.StatusConflict,
			"The task that this Idempotency-Key created is in the trash: restore it, or send another key")
	case c.use.Value.first && refused != nil:
		return answer{}, refused
	case c.use.Value.first:
		return answer{}, problem.New(http.StatusConflict, "This id cannot be used: send another one")
	case c.byID:
		return answer{}, problem.New(http.StatusConflict,
			"The task with this id has been deleted: to create it again, send another id")
	}
	return answer{}, problem.New(http.StatusConflict,
		"The task that this Idempotency-Key created has been deleted: to create it again, send another key")
}

var errOtherBody = problem.Unprocessable(problem.Field{Field: "Idempotency-Key",
	Detail: "Idempotency-Key was sent before with another body: send another key"})

func answerTask(status int, t *task.Task) answer {
	return answer{status: status, location: "/api/tasks/" + t.ID.String(), task: t}
}

// keyUse is what a key was used for.
type keyUse struct{ sameBody, first, inTrash bool }

// Fields returns the fields that a row is scanned into.
func (u *keyUse) Fields() []any { return []any{&u.sameBody, &u.first, &u.inTrash} }

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
