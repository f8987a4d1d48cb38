package task

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

// Why a task is not read or changed.
var (
	ErrNotFound        = errors.New("the task does not exist, or belongs to somebody else")
	ErrVersionMismatch = errors.New("the task has another version")
	ErrPatternRequired = errors.New("the task repeats, and has no pattern")
	ErrTooMany         = errors.New("the user has MaxTasks tasks")
)

// MaxTasks is the number of tasks that a user may have, which a trigger counts. Next occurrences of completed recurring
// tasks may exceed it by a tenth.
const MaxTasks = 100_000

// LimitError returns ErrTooMany if err is the trigger's error TB422, else err.
func LimitError(err error) error {
	if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok && pgErr.Code == "TB422" {
		return ErrTooMany
	}
	return err
}
