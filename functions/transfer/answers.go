package transfer

import (
	"github.com/todo-backend/todo-backend/shared/filter"
	"github.com/todo-backend/todo-backend/shared/list"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
)

// answers are the answers to the errors of exports and imports.
var answers = web.Answers{
	{Err: task.ErrTooMany, Problem: problem.Unprocessable(problem.Field{Field: "tasks",
		Detail: "With these tasks you would have more than 100,000, which an account cannot hold"})},
	{Err: list.ErrTooMany, Problem: problem.Unprocessable(problem.Field{Field: "lists",
		Detail: "With these lists you would have more than 200, which an account cannot hold"})},
	{Err: list.ErrTooManyWithTrash, Problem: problem.Unprocessable(problem.Field{Field: "lists",
		Detail: "With these lists you would have more than 1,000 with those in the trash, " +
			"which an account cannot hold"})},
	{Err: filter.ErrTooMany, Problem: problem.Unprocessable(problem.Field{Field: "filters",
		Detail: "With these filters you would have more than 50, which an account cannot hold"})},
}.Problems
