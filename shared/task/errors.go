package task

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

// Why a task is not read or changed.
var (
	ErrNotFound        = errors.New("the task does not exist, or belongs to somebody else")
	ErrVersionMismatch = errors.New("the task has another version")
	ErrParentInTrash   = errors.New("the task that the subtask belongs to is in the trash")
	ErrListInTrash     = errors.New("the task's list is in the trash")
	ErrTooMany         = errors.New("the user has MaxTasks tasks")
	ErrPatternRequired = errors.New("the task repeats, and has no pattern")
	ErrPlainRule       = errors.New("the task repeats from its completion, and has a rule that names days")
	ErrList            = errors.New("the list does not exist, belongs to somebody else, or is in the trash")
	ErrParent          = errors.New("the parent is no task that can have this subtask")
	ErrHasSubtasks     = errors.New("the task has subtasks, and would become one")
)

// MaxTasks is the number of tasks that a user may have, with those in the trash, which a trigger counts. Next
// occurrences of completed recurring tasks may exceed it by a tenth.
const MaxTasks = 100_000

// LimitError returns ErrTooMany if err is the trigger's error TB422, else err.
func LimitError(err error) error {
	if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok && pgErr.Code == "TB422" {
		return ErrTooMany
	}
	return err
}
