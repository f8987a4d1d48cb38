// Package trash provides the functions for what is deleted and can be restored, one per file.
package trash

import (
	"bytes"
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/list"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// ListTrash answers GET /api/trash with 200: a page of the lists and tasks in the trash, the newest deletion first, and
// the cursor of the next page. What was deleted with its list or its task comes back with that, and is left out.
func ListTrash(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "listTrash", web.Problems, listTrash)
}

func listTrash(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	const scope = "trash"
	limit := 100
	var cursor task.Cursor
	err = r.ReadQuery(func(p *web.Parameter) {
		switch p.Name {
		case "limit":
			limit = p.Number(1, 1000)
		case "cursor":
			var ok bool
			if cursor, ok = task.DecodeCursor(r.Secrets, scope, p.Value); !ok {
				p.Unreadable(foreignCursor.Detail)
			}
		default:
			p.Unknown("this listing")
		}
	})
	if err != nil {
		return err
	}

	where, args := `user_id = app_user() and `+task.InTrash, []any{limit + 1}
	if cursor.Key != "" {
		where, args = where+` and (deleted_at, id) < ($2::text::timestamptz, $3)`, append(args, cursor.Key, cursor.ID)
	}
	const order = ` order by deleted_at desc, id desc limit $1`
	user := database.QueryValue[uuid.UUID](`select app_user()`)
	lists := database.QueryRows[trashedList](
		`select `+list.Columns+`, deleted_at from lists where `+where+order, args...)
	lists.Full = task.PageFull(limit, func(*trashedList) int { return 0 })
	tasks := database.QueryRows[task.Task](`
		select `+task.Columns+` from tasks where `+where+`
		and not exists (select from tasks parent where parent.id = tasks.parent_id and parent.user_id = app_user()
		  and parent.deleted_at = tasks.deleted_at)`+order, args...)
	tasks.Full = task.PageFull(limit, (*task.Task).Size)
	if err := caller.ShareLarge(); err != nil {
		return err
	}
	if err := caller.Run(user, lists, tasks); err != nil {
		return err
	}
	if cursor.Key != "" && cursor.UserID != user.Value {
		return problem.BadRequest(foreignCursor)
	}

	page := trashPage{Lists: []trashedList{}, Tasks: []task.Task{}}
	restLists, restTasks := lists.Values, tasks.Values
	last := task.Cursor{UserID: user.Value}
	for range limit {
		switch {
		case len(restTasks) > 0 && (len(restLists) == 0 || isLater(&restTasks[0], &restLists[0])):
			last.Key, last.ID = key(restTasks[0].DeletedAt), restTasks[0].ID
			page.Tasks, restTasks = append(page.Tasks, restTasks[0]), restTasks[1:]
		case len(restLists) > 0 && (len(restTasks) > 0 || !tasks.More): // no task is left that may be later
			last.Key, last.ID = key(&restLists[0].DeletedAt), restLists[0].ID
			page.Lists, restLists = append(page.Lists, restLists[0]), restLists[1:]
		}
	}
	if len(restLists) > 0 || len(restTasks) > 0 || lists.More || tasks.More {
		next := last.Encode(r.Secrets, scope)
		page.NextCursor = &next
	}
	return web.CompressedJSON(w, r, http.StatusOK, page)
}

type trashPage struct {
	Lists      []trashedList `json:"lists"`
	Tasks      []task.Task   `json:"tasks"`
	NextCursor *string       `json:"next_cursor"`
}

// trashedList is a list in the trash; its total is of the tasks that come back with it.
type trashedList struct {
	list.List
	DeletedAt wire.Time `json:"deleted_at"`
}

// Fields are where a row is scanned to.
func (l *trashedList) Fields() []any { return append(l.List.Fields(), &l.DeletedAt) }

// isLater reports whether a task was deleted after a list, the ids deciding between those of one millisecond.
func isLater(t *task.Task, l *trashedList) bool {
	if !t.DeletedAt.Equal(l.DeletedAt.Time) {
		return t.DeletedAt.After(l.DeletedAt.Time)
	}
	return bytes.Compare(t.ID[:], l.ID[:]) > 0
}

func key(at *wire.Time) string { return at.Format(time.RFC3339Nano) }

var foreignCursor = problem.Field{Field: "cursor", Detail: "cursor must be the next_cursor of a page of the trash"}
