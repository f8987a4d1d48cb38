package transfer

import "github.com/todo-backend/todo-backend/shared/web"

// answers are the answers to the errors of exports and imports.
var answers = web.Answers{}.Problems
