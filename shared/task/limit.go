package task

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/todo-backend/todo-backend/shared/problem"
)

// Most is how many tasks a user may have, as the trigger that counts them says; the next occurrences of recurring tasks
// that are completed may be a tenth more.
const Most = 100_000

// Refused returns the 422 of a user who has as many tasks as one may have, where err is the database's word for that
// (TB422), else err itself.
func Refused(err error) error {
	if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok && pgErr.Code == "TB422" {
		return problem.Unprocessable(problem.Field{Field: "tasks",
			Detail: "You have 100,000 tasks, as many as an account can hold: delete some first"})
	}
	return err
}
