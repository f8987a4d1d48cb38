package tasks

import (
	"net/http"
	"time"

	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
)

// answers are the answers to the errors of tasks.
var answers = web.Answers{
	// Somebody else's task is answered as one that does not exist, so that nobody can tell which.
	{Err: task.ErrNotFound, Problem: problem.New(http.StatusNotFound, "Task not found")},
	{Err: task.ErrVersionMismatch, Problem: problem.New(http.StatusPreconditionFailed,
		"The task has changed since you read it")},
	{Err: errUnprepared, Problem: problem.Unavailable("The task is being changed, try again", time.Second)},
	{Err: task.ErrTooMany, Problem: problem.Unprocessable(problem.Field{Field: "tasks",
		Detail: "You have 100,000 tasks with those in the trash, as many as an account can hold: " +
			"delete some and empty the trash"})},
	{Err: task.ErrParentInTrash, Problem: problem.New(http.StatusConflict,
		"Its task is in the trash: restore that")},
	{Err: task.ErrListInTrash, Problem: problem.New(http.StatusConflict,
		"Its list is in the trash: restore that")},
	{Err: task.ErrPatternRequired, Problem: problem.Unprocessable(problem.Field{Field: "recurrence_pattern",
		Detail: task.PatternRequired})},
	{Err: task.ErrPlainRule, Problem: problem.Unprocessable(problem.Field{Field: "recurrence_rule",
		Detail: task.PlainRule})},
	// Somebody else's list is answered as one that does not exist, as a parent is.
	{Err: task.ErrList, Problem: problem.Unprocessable(problem.Field{Field: "list_id",
		Detail: "list_id must be one of your lists"})},
	{Err: task.ErrParent, Problem: problem.Unprocessable(problem.Field{Field: "parent_id",
		Detail: "parent_id must be another task in the same list, and no subtask itself"})},
	{Err: task.ErrHasSubtasks, Problem: problem.Unprocessable(problem.Field{Field: "parent_id",
		Detail: "A task that has subtasks, in the trash too, cannot become a subtask"})},
}.Problems
