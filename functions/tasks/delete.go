package tasks

import (
	"net/http"

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
	existing := database.Exists(`
		select from tasks where id = $1 and user_id = app_user() and deleted_at is null for update`, id)
	deleted := database.Exec(`
		delete from tasks where id = $1 and user_id = app_user() and ($2::int[] is null or version = any($2))`,
		id, task.IfMatch(r.Request))
	switch err := caller.Run(existing, deleted); {
	case err != nil:
		return err
	case !existing.Found:
		return task.ErrNotFound
	case deleted.Affected == 0:
		return task.ErrVersionMismatch
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
