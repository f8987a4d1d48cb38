package tasks

import (
	"strconv"
	"strings"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/task"
)

// sorts are the sort keys: the column, the same for descending order, and its type. There is an index for each.
var sorts = map[string]struct{ asc, desc, kind string }{
	"created_at": {"created_at", "created_at", "timestamptz"},
	"updated_at": {"updated_at", "updated_at", "timestamptz"},
	// those without a due date come last
	"due_date": {"due_asc", "due_desc", "timestamptz"},
	"priority": {"priority_rank", "priority_rank", "integer"},
	"title":    {"title_key", "title_key", "text"},
	"position": {"position", "position", "text"}, // within a list
}

// statement is a listing's: of its sources, each of which may find other tasks of the user, the first whose condition
// holds.
type statement struct {
	args    []any
	where   []string
	with    []string
	sources []source
}

// source is where tasks are read from where a condition holds.
type source struct{ from, condition string }

// param returns the parameter that stands for value.
func (s *statement) param(value any) string {
	s.args = append(s.args, value)
	return "$" + strconv.Itoa(len(s.args))
}

// page returns the statement that reads the tasks of q after a cursor, if q has one: one more than q.limit, to know
// whether there is a next page.
func (q *query) page(cursor task.Cursor) *database.Rows[listedTask] {
	s := &statement{where: []string{"user_id = app_user()", "deleted_at is null"}}
	q.filter(s)
	q.search(s)
	key, after := sorts[q.sortBy].asc, ">"
	if q.order == "desc" {
		key, after = sorts[q.sortBy].desc, "<"
	}
	if q.cursor != "" {
		s.where = append(s.where, "("+key+", id) "+after+
			" ("+s.param(cursor.Key)+"::text::"+sorts[q.sortBy].kind+", "+s.param(cursor.ID)+")")
	}
	limit, offset := s.param(q.limit+1), s.param(q.offset)
	q.narrow(s, limit, offset)
	pages := make([]string, len(s.sources))
	for i, from := range s.sources {
		pages[i] = `select ` + task.Columns + `, (` + key + `)::text as sort_key from ` + from.from +
			` where ` + strings.Join(s.where, " and ") + ` and ` + from.condition +
			` order by ` + key + ` ` + q.order + `, id ` + q.order + ` limit ` + limit + ` offset ` + offset
	}
	sql := pages[0]
	if len(pages) > 1 {
		sql = "with " + strings.Join(s.with, ", ") + " (" + strings.Join(pages, ") union all (") + ")"
	}
	rows := database.QueryRows[listedTask](sql, s.args...)
	rows.Full = task.PageFull(q.limit, func(t *listedTask) int { return t.Size() })
	return rows
}

// filter adds the conditions of q's parameters.
func (q *query) filter(s *statement) {
	add := func(conditions ...string) { s.where = append(s.where, conditions...) }
	inList := ""
	if q.listID != nil {
		list := s.param(*q.listID)
		inList = " and list_id = " + list
		if q.sortBy == "position" {
			add("list_id = " + list)
		} else { // in a form that no index serves: a walk is for a list so long that the index of the order is best
			add("coalesce(list_id = " + list + ", false)")
		}
	}
	labelled := func(kind, name string) string { // some task is, which spares a walk through all where none is
		return `exists (select from label_counts where user_id = app_user() and kind = '` + kind +
			`' and name = ` + s.param(name) + inList + `)`
	}
	if q.completed != nil {
		add("completed = " + s.param(*q.completed))
	}
	if q.priority != "" {
		add("priority = " + s.param(q.priority))
	}
	if q.category != "" {
		add("category = "+s.param(q.category), labelled("category", q.category))
	}
	if q.tag != "" {
		add(s.param(q.tag)+" = any(tags)", labelled("tag", q.tag))
	}
	if q.topLevel {
		add("parent_id is null")
	}
	if q.startable {
		add(`coalesce(start_on <=
			(select (now() at time zone zone_of(timezone))::date from users where id = app_user()), true)`)
	}
	if q.withoutDue {
		add("due_date is null")
	}
	if q.dueBefore != nil {
		add("due_date < " + s.param(*q.dueBefore))
	}
	if q.dueAfter != nil {
		add("due_date > " + s.param(*q.dueAfter))
	}
}

// search sets where tasks are read from: a walk through all of the user's in their order, or what an index finds of the
// words that are searched.
func (q *query) search(s *statement) {
	s.sources = []source{{"tasks", "true"}}
	words := task.SearchPatterns(q.words)
	if len(words) == 0 {
		return
	}
	patterns := s.param(words)
	s.where = append(s.where, `coalesce(search_key like all (`+patterns+`),
		lower(concat_ws(' ', title, description, array_to_string(tags, ' '))) like all (`+patterns+`))`)
	s.with = []string{`found as materialized (select search_candidates(` + patterns + `) as ids)`}
	s.sources = []source{
		{`unnest((select ids from found)) as candidate join tasks on id = candidate`, "true"},
		{"tasks", "(select ids from found) is null"}, // too many, or without an index
	}
}

// narrow sets where tasks are read from where few can be meant, which are sorted then.
func (q *query) narrow(s *statement, limit, offset string) {
	if q.parentID != nil {
		parent := s.param(*q.parentID)
		s.sources = []source{{`(select * from tasks where parent_id = ` + parent + ` offset 0) as tasks`, "true"}}
	} else if q.listID != nil && q.sortBy != "position" {
		// The walk passes over the tasks of other lists: as many as this list has, or more, where its share of all is
		// small.
		list := s.param(*q.listID)
		s.with = append([]string{`small as materialized (
			select n <= ` + mostSorted + ` and n * n <= total * (` + limit + `::bigint + ` + offset + `) as is_small
			from (select coalesce(sum(total), 0) as total, coalesce(sum(total) filter (where id = ` + list + `), 0) as n
			      from lists where user_id = app_user()) as counted)`}, s.with...)
		for i := range s.sources {
			s.sources[i].condition += " and not (select is_small from small)"
		}
		s.sources = append(s.sources, source{`(
			select * from tasks where list_id = ` + list + ` and user_id = app_user() and deleted_at is null
			order by position, id limit ` + mostSorted + `) as tasks`, "(select is_small from small)"})
	}
}

// mostSorted is how many tasks of a list are sorted at most.
const mostSorted = "2000"
