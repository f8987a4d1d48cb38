package tasks

import (
	"net/http"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
)

// ListTasks answers GET /api/tasks with 200: a page of the user's tasks, filtered and sorted as the query says, the
// counts of all of them, or of all in the list where one is named, and the cursor of the next page.
func ListTasks(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "listTasks", answers, listTasks)
}

func listTasks(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	q, err := readQuery(r)
	if err != nil {
		return err
	}

	scope := q.sortBy + " " + q.order
	var cursor task.Cursor
	if q.cursor != "" {
		var ok bool
		if cursor, ok = task.DecodeCursor(r.Secrets, scope, q.cursor); !ok {
			return problem.BadRequest(foreignCursor)
		}
	}

	counts := database.QueryRow[taskCounts](`
		select coalesce(sum(total), 0), coalesce(sum(completed), 0), app_user() from lists
		where user_id = app_user() and deleted_at is null and ($1::uuid is null or id = $1)`, q.listID)
	rows := q.page(cursor)
	if err := caller.ShareLarge(); err != nil {
		return err
	}
	if err := caller.Run(counts, rows); err != nil {
		return err
	}
	if q.cursor != "" && cursor.UserID != counts.Value.user {
		return problem.BadRequest(foreignCursor)
	}

	total, completed := counts.Value.total, counts.Value.completed
	page := taskPage{Tasks: rows.Values, Total: total, Completed: completed, Incomplete: total - completed}
	if rows.More {
		last := page.Tasks[len(page.Tasks)-1]
		next := task.Cursor{UserID: last.UserID, Key: last.sortKey, ID: last.ID}.Encode(r.Secrets, scope)
		page.NextCursor = &next
	}
	return web.CompressedJSON(w, r, http.StatusOK, page)
}

type taskPage struct {
	Tasks      []listedTask `json:"tasks"`
	Total      int          `json:"total"`
	Completed  int          `json:"completed"`
	Incomplete int          `json:"incomplete"`
	NextCursor *string      `json:"next_cursor"`
}

// listedTask is a task with its sort key, as the database writes it.
type listedTask struct {
	task.Task
	sortKey string
}

// Fields are where a row is scanned to.
func (t *listedTask) Fields() []any { return append(t.Task.Fields(), &t.sortKey) }

// taskCounts are the counts of all of a user's tasks, or of a list's.
type taskCounts struct {
	total, completed int
	user             uuid.UUID
}

// Fields are where a row is scanned to.
func (c *taskCounts) Fields() []any { return []any{&c.total, &c.completed, &c.user} }

var foreignCursor = problem.Field{Field: "cursor",
	Detail: "cursor must be the next_cursor of a page with the same sort_by and order"}
