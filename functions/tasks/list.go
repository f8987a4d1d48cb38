package tasks

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"golang.org/x/text/unicode/norm"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/session"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
)

// ListTasks answers GET /api/tasks with 200: a page of the user's tasks, filtered and sorted as the query says, the
// counts of all of them, and the cursor of the next page.
func ListTasks(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, web.Route{Methods: "GET", Path: "/api/tasks", Allow: "GET, POST"}, list)
}

// sorts are the sort keys: the column, the same for descending order, and its type. There is an index for each.
var sorts = map[string]struct{ asc, desc, kind string }{
	"created_at": {"created_at", "created_at", "timestamptz"},
	"updated_at": {"updated_at", "updated_at", "timestamptz"},
	"due_date":   {"coalesce(due_date, 'infinity')", "coalesce(due_date, '-infinity')", "timestamptz"}, // those without one come last
	"priority":   {"priority_rank", "priority_rank", "smallint"},
	"title":      {"title_key", "title_key", "text"},
}

func list(w http.ResponseWriter, r *http.Request) error {
	caller, err := session.Authenticate(r)
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
		filter(`strpos(coalesce(search_key, lower(concat_ws(E'\n', title, description))), ?) > 0`, task.SearchKey(q.search))
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
		if cursor, ok = task.DecodeCursor(cfg.AuthSecret, scope, q.cursor); !ok {
			return problem.Unreadable(foreignCursor)
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
				return problem.Unreadable(foreignCursor)
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
		next := task.Cursor{UserID: end.UserID, Key: last, ID: end.ID}.Encode(cfg.AuthSecret, scope)
		page.NextCursor = &next
	}
	return web.JSON(w, http.StatusOK, page)
}

// pageSize is about how many bytes of tasks a page has at most, so that an answer's memory is bounded.
const pageSize = 1 << 20

var foreignCursor = problem.Field{Field: "cursor",
	Detail: "cursor must be the next_cursor of a page with the same sort_by and order"}

type query struct {
	completed                       *bool
	search, priority, category, tag string
	dueBefore, dueAfter             *time.Time
	sortBy, order, cursor           string
	limit, offset                   int
}

// readQuery answers 400 for parameters that cannot be read, and 422 for values that break a rule.
func readQuery(r *http.Request) (query, error) {
	q := query{sortBy: "created_at", order: "desc", limit: 100}
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return q, problem.Unreadable(problem.Field{Field: "query", Detail: "The query cannot be read: it is not URL-encoded"})
	}
	var unreadable, invalid []problem.Field
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names) // so that the same request gets the same answer
	for _, name := range names {
		value := values.Get(name)
		cannotRead := func(what string) {
			unreadable = append(unreadable, problem.Field{Field: name, Detail: name + " must be " + what})
		}
		oneOf := func(allowed ...string) {
			if !slices.Contains(allowed, value) {
				invalid = append(invalid, problem.Field{Field: name, Detail: name + " must be one of: " + strings.Join(allowed, ", ")})
			}
		}
		number := func(least, most int) int {
			n, err := strconv.Atoi(value)
			if err != nil {
				cannotRead("a whole number")
			} else if n < least || n > most {
				invalid = append(invalid, problem.Field{Field: name, Detail: name + " must be between " + strconv.Itoa(least) + " and " + strconv.Itoa(most)})
			}
			return n
		}
		text := func(most int) string {
			value := norm.NFC.String(value) // as what it is compared with
			if n := utf8.RuneCountInString(value); n > most {
				invalid = append(invalid, problem.Field{Field: name, Detail: name + " must be " + strconv.Itoa(most) + " characters or less"})
			} else if !utf8.ValidString(value) || strings.ContainsRune(value, 0) {
				cannotRead("UTF-8 text without NUL")
			}
			return value
		}
		instant := func() *time.Time {
			var t web.Time
			if err := t.UnmarshalText([]byte(value)); err != nil {
				cannotRead("a time such as 2026-12-31T09:00:00Z (RFC 3339)")
			}
			return &t.Time
		}
		if len(values[name]) > 1 {
			unreadable = append(unreadable, problem.Field{Field: name, Detail: name + " must be given once"})
			continue
		}
		switch name {
		case "completed":
			completed := value == "true"
			if q.completed = &completed; !completed && value != "false" {
				cannotRead("true or false")
			}
		case "search":
			q.search = text(200)
		case "priority":
			q.priority = value
			oneOf(task.Priorities...)
		case "category":
			q.category = text(50)
		case "tag":
			q.tag = text(50)
		case "due_before":
			q.dueBefore = instant()
		case "due_after":
			q.dueAfter = instant()
		case "sort_by":
			q.sortBy = value
			oneOf("created_at", "updated_at", "due_date", "priority", "title")
		case "order":
			q.order = value
			oneOf("asc", "desc")
		case "limit":
			q.limit = number(1, 1000)
		case "offset":
			q.offset = number(0, 1_000_000)
			if values.Has("cursor") {
				unreadable = append(unreadable, problem.Field{Field: name, Detail: "offset and cursor cannot go together"})
			}
		case "cursor":
			if q.cursor = value; value == "" {
				unreadable = append(unreadable, foreignCursor) // an empty next_cursor sent back would begin again, for ever
			}
		default:
			detail := strconv.Quote(problem.Clip(name)) + " is not a parameter of this listing"
			invalid = append(invalid, problem.Field{Field: name, Detail: detail})
		}
	}
	switch {
	case len(unreadable) > 0:
		return q, problem.Unreadable(append(unreadable, invalid...)...)
	case len(invalid) > 0:
		return q, problem.Invalid(invalid...)
	}
	return q, nil
}
