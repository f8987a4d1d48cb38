package tasks

import (
	"net/http"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
)

// DeleteTask answers DELETE /api/tasks/{id} with 204, or 412 when If-Match names another version.
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

// deletion is the operation that deletes a task.
type deletion struct {
	existing *database.Row[struct{}]
	deleted  *database.Command
}

// newDeletion returns the deletion of a task that has one of the versions; nil are all.
func newDeletion(id uuid.UUID, versions []int32) *deletion {
	return &deletion{
		existing: database.Exists(`
			select from tasks where id = $1 and user_id = app_user() and deleted_at is null for update`, id),
		deleted: database.Exec(`
			delete from tasks where id = $1 and user_id = app_user() and ($2::int[] is null or version = any($2))`,
			id, versions),
	}
}

func (d *deletion) reads() []database.Statement { return nil }

func (d *deletion) statements() []database.Statement {
	return []database.Statement{d.existing, d.deleted}
}

func (d *deletion) answer() (answer, error) {
	switch {
	case !d.existing.Found:
		return answer{}, task.ErrNotFound
	case d.deleted.Affected == 0:
		return answer{}, task.ErrVersionMismatch
	}
	return answer{status: http.StatusNoContent}, nil
}
