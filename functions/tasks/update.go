package tasks

import (
	"net/http"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
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
	owner        database.Statement
	needsPattern bool
	hasPattern   *database.Row[bool]
	changed      *database.Row[task.Task]
}

// newUpdate returns the change of a task that has one of the versions; nil are all.
func newUpdate(id uuid.UUID, versions []int32, in *task.Input) (*update, error) {
	u := &update{owner: database.Exec("")}
	if in.Completed.Value { // the next occurrence names the user: users are locked before tasks, as a deletion does
		u.owner = database.Exists(`select from users where id = app_user() for key share`)
	}
	// The lock lets the statement after it see the task as it is changed, and tells a missing task from another
	// version.
	u.hasPattern = database.QueryValue[bool](
		`select recurrence_pattern is not null from tasks
		where id = $1 and user_id = app_user() and deleted_at is null for update`, id)
	if in.Empty() {
		u.changed = database.QueryRow[task.Task](`
			select `+task.Columns+` from tasks
			where id = $1 and user_id = app_user() and deleted_at is null
			and ($2::int[] is null or version = any($2))`, id, versions)
		return u, nil
	}
	nextID, err := uuid.NewV7()
	if err != nil {
		return nil, err
	}
	var searchTitle *string
	if in.Title.Set {
		key := task.SearchKey(in.Title.Value)
		searchTitle = &key
	}
	u.needsPattern = in.IsRecurring.Value && !in.RecurrencePattern.Set // an existing pattern suffices
	u.changed = database.QueryRow[task.Task](updateSQL, id, versions, u.needsPattern, nextID,
		in.Title.Ptr(), in.Description.Set, in.Description.Ptr(), in.Completed.Ptr(),
		in.Priority.Set, in.Priority.Ptr(), in.Tags.Ptr(), in.Category.Set, in.Category.Ptr(),
		in.DueDate.Set, in.DueDate.Ptr(),
		in.RecurrencePattern.Set, in.RecurrencePattern.Ptr(),
		searchTitle, task.SearchKey(in.Description.Value), task.TagsKey(in.Tags.Value))
	return u, nil
}

func (u *update) statements() []database.Statement {
	return []database.Statement{u.owner, u.hasPattern, u.changed}
}

func (u *update) answer() (answer, error) {
	switch {
	case !u.hasPattern.Found:
		return answer{}, task.ErrNotFound
	case !u.changed.Found && u.needsPattern && !u.hasPattern.Value:
		return answer{}, task.ErrPatternRequired
	case !u.changed.Found:
		return answer{}, task.ErrVersionMismatch
	}
	return answer{status: http.StatusOK, task: &u.changed.Value}, nil
}

// The next occurrence is due at the first whole number of periods after the anchor that lies after both the due date
// and now, in the user's time zone; counting the periods, rather than stepping, takes the same time from any year.
const updateSQL = `
with before as (
  select completed from tasks where id = $1 and user_id = app_user()
), place as materialized (
  select zone_of(timezone) as zone from users where id = app_user()
), changed as (
  update tasks set
    title              = coalesce($5, title),
    description        = case when $6 then $7 else description end,
    completed          = coalesce($8, completed),
    completed_at       = case when coalesce($8, completed) then coalesce(completed_at, now()) end,
    priority           = case when $9 then $10 else priority end,
    tags               = coalesce($11, tags),
    category           = case when $12 then $13 else category end,
    due_date           = case when $14 then $15 else due_date end,
    recurrence_anchor  = case when $14 then $15 else recurrence_anchor end,
    recurrence_pattern = case when $16 then $17 else recurrence_pattern end,
    search_key         = coalesce($18, split_part(search_key, E'\n', 1)) || E'\n'
                         || case when $6 then $19 else split_part(search_key, E'\n', 2) end || E'\n'
                         || case when $11 is null then split_part(search_key, E'\n', 3) else $20 end,
    version            = version + 1,
    updated_at         = now()
  where id = $1 and user_id = app_user() and deleted_at is null and ($2::int[] is null or version = any($2))
    and not ($3 and recurrence_pattern is null)
  returning ` + task.Columns + `, recurrence_anchor, search_key
), next as (
  insert into tasks (id, user_id, list_id, parent_id, position, title, description, priority, tags, category,
                     search_key, due_date, recurrence_pattern, recurrence_anchor, recurrence_of)
  select $4, user_id, list_id, parent_id, position, title, description, priority, tags, category,
         search_key, next_due, recurrence_pattern, recurrence_anchor, id
  from changed
  cross join lateral (
    select zone, recurrence_anchor at time zone zone as anchor, greatest(due_date, now()) at time zone zone as past,
           case recurrence_pattern
             when 'daily' then interval '1 day' when 'weekly' then interval '7 days' else interval '1 month'
           end as period
    from place
  ) as local
  cross join lateral (
    select case recurrence_pattern
             when 'monthly' then 12 * (extract(year from past) - extract(year from anchor))
                                 + extract(month from past) - extract(month from anchor)
             else floor(extract(epoch from past - anchor) / extract(epoch from period))
           end::int as whole
  ) as periods
  cross join lateral (
    select (anchor + (case when anchor + whole * period > past then whole else whole + 1 end) * period)
           at time zone zone as next_due
  ) as due
  where completed and not (select completed from before) and due_date is not null and recurrence_pattern is not null
    and next_due < '10000-01-01Z'
  on conflict (recurrence_of) where recurrence_of is not null do nothing
), withdrawn as (
  delete from tasks next using changed
  where next.recurrence_of = changed.id and next.user_id = app_user() and next.version = 1 and not next.completed
    and not changed.completed and (select completed from before)
)
select ` + task.Columns + ` from changed`
