package lists

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/list"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
)

// answers are the answers to the errors of lists.
var answers = web.Answers{
	// Somebody else's list is answered as one that does not exist, so that nobody can tell which.
	{Err: list.ErrNotFound, Problem: problem.New(http.StatusNotFound, "List not found")},
	{Err: list.ErrInbox, Problem: problem.New(http.StatusConflict, "The inbox cannot be deleted")},
	{Err: list.ErrTooMany, Problem: problem.Unprocessable(problem.Field{Field: "lists",
		Detail: "You have 200 lists, as many as an account can hold: delete one first"})},
	{Err: list.ErrTooManyWithTrash, Problem: problem.Unprocessable(problem.Field{Field: "lists",
		Detail: "You have 1,000 lists with those in the trash, as many as an account can hold: " +
			"empty the trash first"})},
}.Problems
