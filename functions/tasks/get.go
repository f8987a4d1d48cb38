package tasks

import (
	"errors"
	"net/http"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
)

// GetTask answers GET /api/tasks/{id} with 200, the task and its ETag, or 304 when If-None-Match names that version.
func GetTask(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "getTask", getTask)
}

func getTask(w http.ResponseWriter, r *http.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	id, err := web.PathUUID(r, "id")
	if err != nil {
		return err
	}

	var t task.Task
	b := &pgx.Batch{}
	b.Queue(`select `+task.Columns+` from tasks where id = $1 and user_id = app_user()`, id).QueryRow(t.Scan)
	if err := caller.Do(r.Context(), b); errors.Is(err, pgx.ErrNoRows) {
		return task.NotFound()
	} else if err != nil {
		return err
	}

	w.Header().Set("ETag", t.ETag())
	if task.NoneMatch(r, t.Version) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	return web.JSON(w, http.StatusOK, t)
}
