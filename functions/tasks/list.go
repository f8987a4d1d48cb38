package tasks

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
)

// ListTasks answers GET /api/tasks with 200: a page of the user's tasks, filtered and sorted as the query says, the
// counts of all of them, and the cursor of the next page.
func ListTasks(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "listTasks", listTasks)
}

// sorts are the sort keys: the column, the same for descending order, and its type. There is an index for each.
var sorts = map[string]struct{ asc, desc, kind string }{
	"created_at": {"created_at", "created_at", "timestamptz"},
	"updated_at": {"updated_at", "updated_at", "timestamptz"},
	"due_date":   {"coalesce(due_date, 'infinity')", "coalesce(due_date, '-infinity')", "timestamptz"}, // those without one come last
	"priority":   {"priority_rank", "priority_rank", "smallint"},
	"title":      {"title_key", "title_key", "text"},
}

func listTasks(w http.ResponseWriter, r *http.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	q, err := readQuery(r)
	if err != nil {
		return err
	}
	cfg, err := config.Get()
	if err != nil {
		return err
	}

	where, args := []string{"user_id = app_user()"}, []any{}
	filter := func(condition string, values ...any) { // each ? stands for the next value
		for _, value := range values {
			args = append(args, value)
			condition = strings.Replace(condition, "?", "$"+strconv.Itoa(len(args)), 1)
		}
		where = append(where, condition)
	}
	if q.completed != nil {
		filter("completed = ?", *q.completed)
	}
	if q.search != "" { // strpos knows no patterns: % and _ are ordinary characters
		filter(`strpos(coalesce(search_key, lower(concat_ws(E'\n', title, description))), ?) > 0`,
			task.SearchKey(q.search))
	}
	if q.priority != "" {
		filter("priority = ?", q.priority)
	}
	if q.category != "" {
		filter("category = ?", q.category)
	}
	if q.tag != "" {
		filter("? = any(tags)", q.tag)
	}
	if q.dueBefore != nil {
		filter("due_date < ?", *q.dueBefore)
	}
	if q.dueAfter != nil {
		filter("due_date > ?", *q.dueAfter)
	}
	key, after := sorts[q.sortBy].asc, ">"
	if q.order == "desc" {
		key, after = sorts[q.sortBy].desc, "<"
	}
	scope := q.sortBy + " " + q.order
	var cursor task.Cursor
	if q.cursor != "" {
		var ok bool
		if cursor, ok = task.DecodeCursor(cfg.Secrets(), scope, q.cursor); !ok {
			return problem.BadRequest(foreignCursor)
		}
		filter("("+key+", id) "+after+" (?::text::"+sorts[q.sortBy].kind+", ?)", cursor.Key, cursor.ID)
	}
	args = append(args, q.limit+1, q.offset) // one more, to know whether there is a next page
	sql := `select ` + task.Columns + `, (` + key + `)::text as sort_key from tasks where ` + strings.Join(where, " and ") +
		` order by ` + key + ` ` + q.order + `, id ` + q.order +
		` limit $` + strconv.Itoa(len(args)-1) + ` offset $` + strconv.Itoa(len(args))

	var page struct {
		Tasks      []task.Task `json:"tasks"`
		Total      int         `json:"total"`
		Completed  int         `json:"completed"`
		Incomplete int         `json:"incomplete"`
		NextCursor *string     `json:"next_cursor"`
	}
	var last string // the sort key of the last task
	more := false
	b := &pgx.Batch{}
	b.Queue(`select count(*), count(*) filter (where completed), app_user() from tasks where user_id = app_user()`).
		QueryRow(func(row pgx.Row) error {
			var user uuid.UUID
			if err := row.Scan(&page.Total, &page.Completed, &user); err != nil {
				return err
			}
			if q.cursor != "" && cursor.UserID != user {
				return problem.BadRequest(foreignCursor)
			}
			return nil
		})
	b.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		page.Tasks, more = []task.Task{}, false // a repeated batch starts again
		for size := 0; rows.Next(); {
			if more = len(page.Tasks) == q.limit || size >= pageSize; more {
				break
			}
			var t task.Task
			if err := rows.Scan(append(t.Fields(), &last)...); err != nil {
				return err
			}
			page.Tasks = append(page.Tasks, t)
			size += t.Size()
		}
		return nil // where rows has ended with an error, the batch does
	})
	if err := caller.Share(r.Context()); err != nil {
		return err
	}
	if err := web.Large(r.Context()); err != nil {
		return err
	}
	if err := caller.Do(r.Context(), b); err != nil {
		return err
	}

	page.Incomplete = page.Total - page.Completed
	if more {
		end := page.Tasks[len(page.Tasks)-1]
		next := task.Cursor{UserID: end.UserID, Key: last, ID: end.ID}.Encode(cfg.Secrets(), scope)
		page.NextCursor = &next
	}
	return web.JSON(w, http.StatusOK, page)
}

// pageSize is about how many bytes of tasks a page has at most, so that an answer's memory is bounded.
const pageSize = 1 << 20

var foreignCursor = problem.Field{Field: "cursor",
	Detail: "cursor must be the next_cursor of a page with the same sort_by and order"}
