package tasks

import (
	"net/http"
	"slices"
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

// UpdateTask answers PATCH /api/tasks/{id} with 200 and the task: absent fields stay, null clears. It answers 412 when
// If-Match names another version. Completing a recurring task creates its next occurrence in the same transaction;
// taking that back deletes the next occurrence, unless somebody has changed it.
func UpdateTask(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "updateTask", answers, updateTask)
}

func updateTask(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	id, err := r.PathUUID("id")
	if err != nil {
		return err
	}
	versions := task.IfMatch(r.Request)
	var in task.Input
	fieldErrs, err := web.Decode(w, r, &in)
	if err != nil {
		return err
	}
	if fieldErrs = in.Validate(fieldErrs); len(fieldErrs) > 0 {
		return problem.Unprocessable(fieldErrs...)
	}
	op, err := newUpdate(id, versions, &in)
	if err != nil {
		return err
	}
	return perform(w, caller, op)
}

// update is the operation that changes a task.
type update struct {
	in       *task.Input
	args     []any // of targetSQL
	more     []any // which updateSQL has beside these
	asks     bool  // the change may be refused, for other reasons than a version
	state    *database.Row[state]
	existing *database.Row[struct{}]
	changed  *database.Row[task.Task]
}

// newUpdate returns the change of a task that has one of the versions; nil are all.
func newUpdate(id uuid.UUID, versions []int32, in *task.Input) (*update, error) {
	nextID, err := uuid.NewV7()
	if err != nil {
		return nil, err
	}
	var searchTitle *string
	if in.Title.Set {
		key := task.SearchKey(in.Title.Value)
		searchTitle = &key
	}
	needsPattern := in.IsRecurring.Value && !in.Recurs() // an existing pattern or rule suffices
	return &update{
		in: in,
		asks: needsPattern || in.Completed.Value || in.ListID.Set || in.ParentID.Set || in.WritesRecurrence() ||
			in.RecurrenceFrom.Set,
		args: []any{id, versions, needsPattern, in.Completed.Ptr(), idOf(in.ListID), in.ParentID.Set, idOf(in.ParentID),
			in.WritesDue(), in.DueOn.Ptr(), in.DueDate.Ptr(),
			in.WritesRecurrence(), in.RecurrencePattern.Ptr(), in.RecurrenceRule.Ptr(), in.RecurrenceFrom.Ptr()},
		more: []any{nextID, in.Title.Ptr(), in.Description.Set, in.Description.Ptr(),
			in.Priority.Set, in.Priority.Ptr(), in.Tags.Ptr(), in.Category.Set, in.Category.Ptr(),
			in.Position.Ptr(), position.End(time.Now(), id), in.StartOn.Set, in.StartOn.Ptr(),
			searchTitle, task.SearchKey(in.Description.Value), task.TagsKey(in.Tags.Value)},
	}, nil
}

func (u *update) reads() []database.Statement {
	if !u.in.Recurs() || u.in.RecurrenceFrom.Value == "completion" {
		return nil
	}
	u.state = readState(u.targetArgs())
	return []database.Statement{u.state}
}

func (u *update) statements() []database.Statement {
	id, versions := u.args[0], u.args[1]
	args := u.targetArgs()
	u.changed = database.QueryRow[task.Task](updateSQL, append(args, u.more...)...)
	if u.in.Empty() {
		u.changed = database.QueryRow[task.Task](`
			select `+task.Columns+` from tasks
			where id = $1 and user_id = app_user() and deleted_at is null
			and ($2::int[] is null or version = any($2))`, id, versions)
	}
	// Users are locked before tasks, as a deletion does. The next occurrence names the user, and days are those of the
	// user's zone.
	user, parent := database.Exists(""), database.Exists("")
	if u.in.Completed.Value || u.in.DueOn.Given() || u.in.Recurs() {
		user = database.Exists(lockUserSQL)
	}
	if u.in.ParentID.Given() {
		parent = database.Exists(lockParentSQL, idOf(u.in.ParentID))
	}
	// The lock lets the statements after it see the task as it is changed, and its subtasks.
	u.existing = database.Exists(
		`select from tasks where id = $1 and user_id = app_user() and deleted_at is null for update`, id)
	u.state = database.QueryRow[state]("")
	if u.asks {
		u.state = readState(args)
	}
	return []database.Statement{user, u.existing, parent, database.Exec(keepPlansSQL), u.state, u.changed}
}

func (u *update) answer() (answer, error) {
	switch {
	case !u.existing.Found:
		return answer{}, task.ErrNotFound
	case u.changed.Found:
		return answer{status: http.StatusOK, task: &u.changed.Value}, nil
	case u.state.Value.refusal == "" && u.args[1].([]int32) == nil: // its list was deleted meanwhile
		return answer{}, task.ErrNotFound
	case u.state.Value.refusal == "":
		return answer{}, task.ErrVersionMismatch
	}
	return answer{}, refusalError(u.state.Value.refusal)
}

// keepPlansSQL makes PostgreSQL use the prepared statements' generic plans until the end of the transaction. Where
// tables have grown since they were analyzed, it would plan updateSQL anew for each change, which takes some 2 ms. The
// arguments do not matter to the plan: rows are found by unique ids and by foreign keys.
const keepPlansSQL = `select set_config('plan_cache_mode', 'force_generic_plan', true)`

// readState returns the statement that reads the state of the task. A batch is undone by app.unprepared, see
// undoUnprepared.
func readState(targetArgs []any) *database.Row[state] {
	return database.QueryRow[state](targetSQL+`
		select case refusal when 'occurrences' then set_config('app.unprepared', 'yes', true) end,
		  coalesce(refusal, ''), case when new_from = 'due' then coalesce(new_rule, '') else '' end,
		  coalesce(new_anchor, now()), coalesce(new_due_date, now()), new_due_on is not null,
		  (select zone from place), now()
		from target`, targetArgs...)
}

// targetArgs returns the arguments of targetSQL, with the occurrences that follow from the state that has been read.
func (u *update) targetArgs() []any {
	var rule, zone *string
	var anchor *time.Time
	var occurrences []pgtype.Timestamptz
	if u.state != nil && u.state.Value.Rule != "" {
		s := &u.state.Value.Schedule
		rule, anchor, zone, occurrences = &s.Rule, &s.Anchor, &s.Zone, s.Occurrences()
	}
	return append(slices.Clip(u.args), rule, anchor, zone, occurrences)
}

// state is how a task would be after a change, and why it is refused.
type state struct {
	refusal string
	task.Schedule
}

// Fields returns the fields that a row is scanned into.
func (s *state) Fields() []any { return append([]any{nil, &s.refusal}, s.Schedule.Fields()...) }
