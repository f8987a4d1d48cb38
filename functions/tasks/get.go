package tasks

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
)

// GetTask answers GET /api/tasks/{id} with 200, the task and its ETag, or 304 when If-None-Match names that version.
func GetTask(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "getTask", answers, getTask)
}

func getTask(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	id, err := r.PathUUID("id")
	if err != nil {
		return err
	}
	found := database.QueryRow[task.Task](
		`select `+task.Columns+` from tasks where id = $1 and user_id = app_user() and deleted_at is null`, id)
	if err := caller.Run(found); err != nil {
		return err
	}
	if !found.Found {
		return task.ErrNotFound
	}
	t := found.Value
	w.Header().Set("ETag", t.ETag())
	if task.NoneMatch(r.Request, t.Version) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	return web.JSON(w, http.StatusOK, t)
}
