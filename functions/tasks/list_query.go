package tasks

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
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
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return q, problem.BadRequest(
			problem.Field{Field: "query", Detail: "The query cannot be read: it is not URL-encoded"})
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
				invalid = append(invalid,
					problem.Field{Field: name, Detail: name + " must be one of: " + strings.Join(allowed, ", ")})
			}
		}
		number := func(least, most int) int {
			n, err := strconv.Atoi(value)
			if err != nil {
				cannotRead("a whole number")
			} else if n < least || n > most {
				invalid = append(invalid, problem.Field{Field: name,
					Detail: name + " must be between " + strconv.Itoa(least) + " and " + strconv.Itoa(most)})
			}
			return n
		}
		text := func(most int) string {
			value := norm.NFC.String(value) // as what it is compared with
			if n := utf8.RuneCountInString(value); n > most {
				invalid = append(invalid,
					problem.Field{Field: name, Detail: name + " must be " + strconv.Itoa(most) + " characters or less"})
			} else if !utf8.ValidString(value) || strings.ContainsRune(value, 0) {
				cannotRead("UTF-8 text without NUL")
			}
			return value
		}
		instant := func() *time.Time {
			var t wire.Time
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
				unreadable = append(unreadable,
					problem.Field{Field: name, Detail: "offset and cursor cannot go together"})
			}
		case "cursor":
			if q.cursor = value; value == "" {
				// an empty next_cursor sent back would begin again, for ever
				unreadable = append(unreadable, foreignCursor)
			}
		default:
			detail := strconv.Quote(problem.Clip(name)) + " is not a parameter of this listing"
			invalid = append(invalid, problem.Field{Field: name, Detail: detail})
		}
	}
	switch {
	case len(unreadable) > 0:
		return q, problem.BadRequest(append(unreadable, invalid...)...)
	case len(invalid) > 0:
		return q, problem.Unprocessable(invalid...)
	}
	return q, nil
}
