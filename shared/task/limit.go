package task

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/todo-backend/todo-backend/shared/problem"
)

// MaxTasks is the number of tasks that a user may have, which a trigger counts. Next occurrences of completed recurring
// tasks may exceed it by a tenth.
const MaxTasks = 100_000

// LimitError returns the 422 of a user with MaxTasks tasks if err is the trigger's error TB422, else err.
func LimitError(err error) error {
	if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok && pgErr.Code == "TB422" {
		return problem.Unprocessable(problem.Field{Field: "tasks",
			Detail: "You have 100,000 tasks, as many as an account can hold: delete some first"})
	}
	return err
}
