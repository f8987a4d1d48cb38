package tasks

import (
	"net/http"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
)

// RestoreTask answers POST /api/tasks/{id}/restore with 200 and the task, which it takes out of the trash with the
// subtasks that were deleted with it. It answers a task outside the trash as it is, and 409 where the task or the list
// that it belongs to is in the trash.
func RestoreTask(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "restoreTask", answers, restoreTask)
}

func restoreTask(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	id, err := r.PathUUID("id")
	if err != nil {
		return err
	}
	return perform(w, caller, newRestoration(id))
}

// restoration is the operation that takes a task out of the trash.
type restoration struct {
	locked, lockedParent *database.Row[struct{}]
	restored             *database.Command
	existing             *database.Row[task.Task]
	refused              *database.Row[trashed]
}

func newRestoration(id uuid.UUID) *restoration {
	return &restoration{
		locked: database.Exists(lockFamilySQL, id),
		lockedParent: database.Exists(`
			select from tasks where user_id = app_user()
			and id = (select parent_id from tasks where id = $1 and user_id = app_user()) for no key update`, id),
		restored: database.Exec(`
			update tasks set deleted_at = null, list_id = target.list_id, version = version + 1, updated_at = now()
			from (
			  select t.id as target_id, t.deleted_at as target_deleted_at,
			    coalesce(parent.list_id, t.list_id) as list_id
			  from tasks t left join tasks parent
			    on parent.id = t.parent_id and parent.user_id = app_user() and parent.deleted_at is null
			  where t.id = $1 and t.user_id = app_user() and (t.parent_id is null or parent.id is not null)
			) as target
			where user_id = app_user() and (id = target_id or parent_id = target_id)
			and deleted_at = target_deleted_at and `+task.InTrash, id),
		existing: database.QueryRow[task.Task](`
			select `+task.Columns+` from tasks where id = $1 and user_id = app_user() and deleted_at is null`, id),
		refused: database.QueryRow[trashed](`
			select exists (select from tasks where id = $1 and user_id = app_user() and `+task.InTrash+`),
			  exists (select from lists join task_changes c on c.list_id = lists.id and c.task_id = $1
			    where lists.user_id = app_user() and `+task.InTrash+` and c.removed_at is null)`, id),
	}
}

func (r *restoration) reads() []database.Statement { return nil }

func (r *restoration) statements() []database.Statement {
	return []database.Statement{r.locked, r.lockedParent, r.restored, r.existing, r.refused}
}

func (r *restoration) answer() (answer, error) {
	switch {
	case r.existing.Found:
		return answer{status: http.StatusOK, task: &r.existing.Value}, nil
	case r.refused.Value.byParent:
		return answer{}, task.ErrParentInTrash
	case r.refused.Value.byList:
		return answer{}, task.ErrListInTrash
	}
	return answer{}, task.ErrNotFound
}

// trashed says what keeps a task in the trash.
type trashed struct{ byParent, byList bool }

// Fields returns the fields that a row is scanned into.
func (t *trashed) Fields() []any { return []any{&t.byParent, &t.byList} }

// lockFamilySQL locks a task after its subtasks, as a change of a subtask does.
const lockFamilySQL = `
select from tasks where (id = $1 or parent_id = $1) and user_id = app_user()
order by parent_id nulls last, id for update`
