package tasks

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
)

// ListTasks answers GET /api/tasks with 200: a page of the user's tasks, filtered and sorted as the query says, the
// counts of all of them, and the cursor of the next page.
func ListTasks(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "listTasks", answers, listTasks)
}

// sorts are the sort keys: the column, the same for descending order, and its type. There is an index for each.
var sorts = map[string]struct{ asc, desc, kind string }{
	"created_at": {"created_at", "created_at", "timestamptz"},
	"updated_at": {"updated_at", "updated_at", "timestamptz"},
	// those without a due date come last
	"due_date": {"due_asc", "due_desc", "timestamptz"},
	"priority": {"priority_rank", "priority_rank", "integer"},
	"title":    {"title_key", "title_key", "text"},
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

	where, args := []string{"user_id = app_user()", "deleted_at is null"}, []any{}
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
	patterns := "" // their parameter, where words are searched
	if words := task.SearchPatterns(q.search); len(words) > 0 {
		args = append(args, words)
		patterns = "$" + strconv.Itoa(len(args))
		where = append(where, `coalesce(search_key like all (`+patterns+`),
			lower(concat_ws(' ', title, description, array_to_string(tags, ' '))) like all (`+patterns+`))`)
	}
	if q.priority != "" {
		filter("priority = ?", q.priority)
	}
	if q.category != "" {
		filter("category = ?", q.category)
		filter(labelled+" kind = 'category' and name = ?)", q.category)
	}
	if q.tag != "" {
		filter("? = any(tags)", q.tag)
		filter(labelled+" kind = 'tag' and name = ?)", q.tag)
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
		if cursor, ok = task.DecodeCursor(r.Secrets, scope, q.cursor); !ok {
			return problem.BadRequest(foreignCursor)
		}
		filter("("+key+", id) "+after+" (?::text::"+sorts[q.sortBy].kind+", ?)", cursor.Key, cursor.ID)
	}
	args = append(args, q.limit+1, q.offset) // one more, to know whether there is a next page
	pageSQL := func(from string, conditions ...string) string {
		return `select ` + task.Columns + `, (` + key + `)::text as sort_key from ` + from +
			` where ` + strings.Join(conditions, " and ") +
			` order by ` + key + ` ` + q.order + `, id ` + q.order +
			` limit $` + strconv.Itoa(len(args)-1) + ` offset $` + strconv.Itoa(len(args))
	}
	sql := pageSQL("tasks", where...)
	if patterns != "" { // the tasks that the index finds, or a walk through all in their order where they are many
		const candidates = `unnest((select ids from found)) as candidate join tasks on id = candidate`
		sql = `with found as materialized (select search_candidates(` + patterns + `) as ids)` +
			` (` + pageSQL(candidates, where...) + `)` +
			` union all` +
			` (` + pageSQL(`tasks`, append(slices.Clip(where), `(select ids from found) is null`)...) + `)`
	}

	counts := database.QueryRow[taskCounts](`
		select coalesce(sum(total), 0), coalesce(sum(completed), 0), app_user() from lists where user_id = app_user()`)
	rows := database.QueryRows[listedTask](sql, args...)
	rows.Full = task.PageFull(q.limit, func(t *listedTask) int { return t.Size() })
	if err := caller.Share(); err != nil {
		return err
	}
	if err := r.ShareLarge(); err != nil {
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

// taskCounts are the counts of all of a user's tasks.
type taskCounts struct {
	total, completed int
	user             uuid.UUID
}

// Fields are where a row is scanned to.
func (c *taskCounts) Fields() []any { return []any{&c.total, &c.completed, &c.user} }

// labelled begins the condition that some task has a label, which spares a walk through all where none has.
const labelled = `exists (select from label_counts where user_id = app_user() and`

var foreignCursor = problem.Field{Field: "cursor",
	Detail: "cursor must be the next_cursor of a page with the same sort_by and order"}
