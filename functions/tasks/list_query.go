package tasks

import (
	"time"

	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
)

type query struct {
	completed                       *bool
	search, priority, category, tag string
	dueBefore, dueAfter             *time.Time
	sortBy, order, cursor           string
	limit, offset                   int
}

// readQuery answers 400 for parameters that cannot be read, and 422 for values that break a rule.
func readQuery(r *web.Request) (query, error) {
	q := query{sortBy: "created_at", order: "desc", limit: 100}
	err := r.ReadQuery(func(p *web.Parameter) {
		switch p.Name {
		case "completed":
			q.completed = new(p.Bool())
		case "search":
			q.search = p.Text(200)
		case "priority":
			q.priority = p.OneOf(task.Priorities...)
		case "category":
			q.category = p.Text(50)
		case "tag":
			q.tag = p.Text(50)
		case "due_before":
			q.dueBefore = new(p.Instant())
		case "due_after":
			q.dueAfter = new(p.Instant())
		case "sort_by":
			q.sortBy = p.OneOf("created_at", "updated_at", "due_date", "priority", "title")
		case "order":
			q.order = p.OneOf("asc", "desc")
		case "limit":
			q.limit = p.Number(1, 1000)
		case "offset":
			q.offset = p.Number(0, 1_000_000)
			p.Excludes("cursor")
		case "cursor":
			if q.cursor = p.Value; q.cursor == "" { // an empty next_cursor sent back would begin again, for ever
				p.Unreadable(foreignCursor.Detail)
			}
		default:
			p.Unknown()
		}
	})
	return q, err
}
