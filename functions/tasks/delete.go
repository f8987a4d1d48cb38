package tasks

import (
	"net/http"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
)

// DeleteTask answers DELETE /api/tasks/{id} with 204, or 412 when If-Match names another version.
func DeleteTask(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "deleteTask", deleteTask)
}

func deleteTask(w http.ResponseWriter, r *http.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	id, err := web.PathUUID(r, "id")
	if err != nil {
		return err
	}
	versions := task.IfMatch(r)

	deleted := false
	b := &pgx.Batch{}
	b.Queue(`select from tasks where id = $1 and user_id = app_user() for update`, id).
		QueryRow(func(row pgx.Row) error { return task.ScanExisting(row) })
	b.Queue(`delete from tasks where id = $1 and user_id = app_user() and ($2::int[] is null or version = any($2))`, id, versions).
		Exec(func(tag pgconn.CommandTag) error { deleted = tag.RowsAffected() == 1; return nil })
	if err := caller.Do(r.Context(), b); err != nil {
		return err
	}
	if !deleted {
		return task.VersionMismatch()
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
