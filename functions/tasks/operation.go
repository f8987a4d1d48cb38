package tasks

import (
	"errors"
	"net/http"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// operation is a change of tasks: the statements that make it, and its answer once these have run. Where it is refused,
// its statements find no rows; an error would undo the operations that share its round trip.
type operation interface {
	// reads returns what has to be read in a round trip before the first one of the statements; nothing for most.
	reads() []database.Statement
	statements() []database.Statement
	// answer fails with errUnprepared where the statements have changed nothing but read what they need: new ones are
	// to be run.
	answer() (answer, error)
}

var errUnprepared = errors.New("the next occurrences of the task are to be calculated")

// answer is what an operation is answered.
type answer struct {
	status   int
	location string     // of a creation
	task     *task.Task // nil where the answer has no body
}

// perform runs an operation, in one round trip unless the occurrences of a task have to be calculated, and writes its
// answer.
func perform(w http.ResponseWriter, caller *identity.Caller, op operation) error {
	if reads := op.reads(); len(reads) > 0 {
		if err := caller.Run(reads...); err != nil {
			return err
		}
	}
	var a answer
	err := errUnprepared
	for tries := 0; errors.Is(err, errUnprepared) && tries < 3; tries++ { // others may change the rule meanwhile
		if err = caller.Run(op.statements()...); err != nil {
			return task.LimitError(err)
		}
		a, err = op.answer()
	}
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

// lockUserSQL keeps the user's time zone until the end of the transaction.
const lockUserSQL = `select from users where id = app_user() for share`

// lockParentSQL keeps the task $1 one that can have subtasks, in its list.
const lockParentSQL = `
select from tasks where id = $1 and user_id = app_user() and deleted_at is null and parent_id is null
for no key update`

// idOf returns the id that is given, or nil.
func idOf(id wire.Optional[wire.UUID]) *uuid.UUID {
	if !id.Given() {
		return nil
	}
	return &id.Value.UUID
}

// refusalError returns the error of what the SQL of an operation gives as the reason why it is refused; nil of "".
func refusalError(reason string) error {
	switch reason {
	case "":
		return nil
	case "room":
		return task.ErrTooMany
	case "list":
		return task.ErrList
	case "parent":
		return task.ErrParent
	case "subtasks":
		return task.ErrHasSubtasks
	case "pattern":
		return task.ErrPatternRequired
	case "rule":
		return task.ErrPlainRule
	case "occurrences":
		return errUnprepared
	}
	return task.ErrVersionMismatch
}
