package transfer

import (
	"io"

	"github.com/todo-backend/todo-backend/shared/database"
)

// exportJSON begins the document that ImportTasks takes.
func exportJSON(w io.Writer) (rows []database.Statement, end func() error) {
	document := &documentWriter{Writer: w}
	showHidden := database.Exec(`select set_config('app.shows_hidden', 'true', true)`) // tasks of lists in the trash
	return []database.Statement{showHidden, database.QueryEach(document.add, documentSQL)}, document.end
}

// exportRow is the profile, all filters, a list or a task, as JSON.
type exportRow struct {
	part  int
	value string
}

// Fields returns the fields that a row is scanned into.
func (e *exportRow) Fields() []any { return []any{&e.part, &e.value} }

// The parts of a document, in their order.
const (
	profilePart = iota
	filterPart
	listPart
	taskPart
)

// documentWriter writes a document, a filter, a list or a task a line.
type documentWriter struct {
	io.Writer
	part int // of the last row
}

// begins are what stands before each part.
var begins = []string{
	profilePart: `{"format":"todo-backend","version":1,"profile":`,
	filterPart:  `,"filters":`,
	listPart:    `,"lists":[`,
	taskPart:    "\n],\"tasks\":[",
}

func (d *documentWriter) add(row exportRow) error {
	before := ",\n"
	switch {
	case row.part <= filterPart:
		before = begins[row.part]
	case row.part != d.part:
		before = begins[row.part] + "\n"
	}
	d.part = row.part
	_, err := io.WriteString(d, before+row.value)
	return err
}

// end writes what is left of a document that has an inbox.
func (d *documentWriter) end() error {
	end := "\n]}\n"
	if d.part == listPart {
		end = begins[taskPart] + end
	}
	_, err := io.WriteString(d, end)
	return err
}

// documentSQL selects all in one statement, which sees one state of the database. The inbox is called by its name,
// since its id is its user's. What follows from other fields is left out: counts, and the due date of what is due on a
// day.
var documentSQL = `
select part, value from (
  select 0 as part, '' as place, '' as id, json_strip_nulls(row_to_json(profile))::text as value from (
    select timezone, language from users where id = app_user()
  ) as profile
  union all
  select 1, '', '', coalesce(E'[\n' || string_agg(
    format('{"name":%s,"search":%s}', filter -> 'name', filter -> 'search'), E',\n' order by place) || E'\n]', '[]')
  from filters, jsonb_array_elements(filters) with ordinality as saved (filter, place) where user_id = app_user()
  union all
  select 2, position, id, json_strip_nulls(row_to_json(list))::text from (
    select case when id = user_id then 'inbox' else id::text end as id, name, color, position,
      case when id <> user_id then ` + instant("created_at") + ` end as created_at,
      case when id <> user_id then ` + instant("updated_at") + ` end as updated_at,
      ` + instant("deleted_at") + ` as deleted_at
    from lists where user_id = app_user()
  ) as list
  union all
  select 3, created_at, id, json_strip_nulls(row_to_json(task))::text from (
    select id::text as id, case when list_id = user_id then 'inbox' else list_id::text end as list_id, parent_id,
      position, title, description, completed, priority, tags, category, start_on, due_on,
      case when due_on is null then ` + instant("due_date") + ` end as due_date, recurrence_pattern,
      recurrence_rule, recurrence_from,
      case when recurrence_pattern is not null or recurrence_rule is not null then ` +
	instant("recurrence_anchor") + ` end as recurrence_start,
      (select id from tasks before where before.id = tasks.recurrence_of and user_id = app_user()) as recurrence_of,
      ` + instant("completed_at") + ` as completed_at, ` + instant("created_at") + ` as created_at,
      ` + instant("updated_at") + ` as updated_at, ` + instant("deleted_at") + ` as deleted_at, version
    from tasks where user_id = app_user()
  ) as task
) as rows
order by part, place collate "C", id collate "C"`

// instant returns the SQL that writes a column's time as the API does.
func instant(column string) string {
	return `to_char(` + column + ` at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}
