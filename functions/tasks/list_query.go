package tasks

import (
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
)

type query struct {
	listID, parentID                *uuid.UUID
	topLevel, startable, withoutDue bool
	completed                       *bool
	words, priority, category, tag  string
	dueBefore, dueAfter             *time.Time
	sortBy, order, cursor           string
	limit, offset                   int
}

// readQuery answers 400 for parameters that cannot be read, and 422 for values that break a rule.
func readQuery(r *web.Request) (query, error) {
	q := query{limit: 100}
	err := r.ReadQuery(func(p *web.Parameter) {
		switch p.Name {
		case "list_id":
			q.listID = new(p.UUID())
		case "parent_id":
			if q.topLevel = p.Value == "none"; !q.topLevel {
				q.parentID = new(p.UUID())
			}
		case "completed":
			q.completed = new(p.Bool())
		case "startable":
			q.startable = p.OneOf("true") != ""
		case "search":
			q.words = p.Text(200)
		case "priority":
			q.priority = p.OneOf(task.Priorities...)
		case "category":
			q.category = p.Text(50)
		case "tag":
			q.tag = p.Text(50)
		case "due":
			q.withoutDue = p.OneOf("none") != ""
		case "due_before":
			q.dueBefore = new(p.Instant())
		case "due_after":
			q.dueAfter = new(p.Instant())
		case "sort_by":
			q.sortBy = p.OneOf("created_at", "updated_at", "due_date", "priority", "title", "position")
			if q.sortBy == "position" { // which compares within a list alone
				p.Requires("list_id")
			}
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
			p.Unknown("this listing")
		}
	})
	if q.sortBy == "" && q.listID != nil {
		q.sortBy = "position"
	} else if q.sortBy == "" {
		q.sortBy = "created_at"
	}
	if q.order == "" && q.sortBy == "position" {
		q.order = "asc"
	} else if q.order == "" {
		q.order = "desc"
	}
	return q, err
}
