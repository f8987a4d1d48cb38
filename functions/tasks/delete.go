package tasks

import (
	"net/http"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
)

// DeleteTask answers DELETE /api/tasks/{id} with 204: the task and its subtasks are in the trash. It answers 412 when
// If-Match names another version.
func DeleteTask(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "deleteTask", answers, deleteTask)
}

func deleteTask(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	id, err := r.PathUUID("id")
	if err != nil {
		return err
	}
	return perform(w, caller, newDeletion(id, task.IfMatch(r.Request)))
}

// deletion is the operation that puts a task into the trash.
type deletion struct {
	locked, existing *database.Row[struct{}]
	deleted          *database.Command
	anyVersion       bool
}

// newDeletion returns the deletion of a task that has one of the versions; nil are all.
func newDeletion(id uuid.UUID, versions []int32) *deletion {
	return &deletion{
		locked: database.Exists(lockFamilySQL, id),
		existing: database.Exists(`
			select from tasks where id = $1 and user_id = app_user() and deleted_at is null`, id),
		deleted: database.Exec(`
			update tasks set deleted_at = now(), version = tasks.version + 1, updated_at = now()
			from (
			  select id as target_id from tasks where id = $1 and user_id = app_user() and deleted_at is null
			  and ($2::int[] is null or version = any($2))
			) as target
			where user_id = app_user() and deleted_at is null and (id = target_id or parent_id = target_id)`,
			id, versions),
		anyVersion: versions == nil,
	}
}

func (d *deletion) reads() []database.Statement { return nil }

func (d *deletion) statements() []database.Statement {
	return []database.Statement{d.locked, d.existing, d.deleted}
}

func (d *deletion) answer() (answer, error) {
	switch {
	case !d.existing.Found || d.anyVersion && d.deleted.Affected == 0: // its list was deleted meanwhile
		return answer{}, task.ErrNotFound
	case d.deleted.Affected == 0:
		return answer{}, task.ErrVersionMismatch
	}
	return answer{status: http.StatusNoContent}, nil
}
