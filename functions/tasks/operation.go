package tasks

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
)

// operation is a change of tasks: the statements that make it, and its answer once these have run. Where it is refused,
// its statements find no rows; an error would undo the operations that share its round trip.
type operation interface {
	statements() []database.Statement
	answer() (answer, error)
}

// answer is what an operation is answered.
type answer struct {
	status   int
	location string     // of a creation
	task     *task.Task // nil where the answer has no body
}

// perform makes the round trip of an operation, and writes its answer.
func perform(w http.ResponseWriter, caller *identity.Caller, op operation) error {
	if err := caller.Run(op.statements()...); err != nil {
		return task.LimitError(err)
	}
	a, err := op.answer()
	if err != nil {
		return err
	}
	if a.location != "" {
		w.Header().Set("Location", a.location)
	}
	if a.task == nil {
		w.WriteHeader(a.status)
		return nil
	}
	w.Header().Set("ETag", a.task.ETag())
	return web.JSON(w, a.status, a.task)
}
