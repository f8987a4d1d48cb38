package transfer

import (
	"encoding/json"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/filter"
	"github.com/todo-backend/todo-backend/shared/list"
)

// The codes of what refuse_import raises, which undoes the whole import.
const (
	undone         = "TB200"
	taken          = "TB409"
	tooManyLists   = "TB423"
	tooManyFilters = "TB424"
)

// undo returns the statement that ends a dry run: what it would do has been done, and is rolled back.
func undo() database.Statement {
	return database.Exec(`select refuse_import('` + undone + `', 'a dry run')`)
}

// run is an import, and what its statements have brought.
type run struct {
	all            []database.Statement
	profile, inbox *database.Command
	lists, filters *database.Row[created]
	parts          []*database.Row[created] // of tasks
	content        *content
}

// created says how much of a part of a document was created, and how much existed.
type created struct{ created, unchanged int }

// Fields returns the fields that a row is scanned into.
func (c *created) Fields() []any { return []any{&c.created, &c.unchanged, nil} }

// statements returns the statements that bring c in. Subtasks come before their parents, which so are not changed by
// having been given subtasks.
func (c *content) statements() (*run, error) {
	r := &run{content: c, profile: database.Exec(""), inbox: database.Exec(""), filters: database.QueryRow[created]("")}
	if len(c.filters) > 0 {
		r.filters = database.QueryRow[created](filtersSQL, filter.Stored(c.filters), filter.Max)
	}
	if c.profile.Timezone.Set || c.profile.Language.Set {
		r.profile = database.Exec(profileSQL, c.profile.Timezone.Ptr(), c.profile.Language.Ptr())
	}
	if c.inbox != nil {
		r.inbox = database.Exec(inboxSQL, c.inbox.Name, c.inbox.Color, c.inbox.Position)
	}
	rows, err := json.Marshal(c.lists)
	if err != nil {
		return nil, err
	}
	r.lists = database.QueryRow[created](listsSQL, string(rows), list.MaxLists, list.MaxWithTrash)
	// The planner knows neither how many rows a document has nor, of many that were just rolled back, a table: a row
	// by row join of the two would take minutes.
	// What such a plan seems to cost would have it compiled, for seconds.
	wholes := database.Exec(`select set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true)`)
	r.all = []database.Statement{list.Lock(), wholes, r.profile, r.inbox, r.filters, r.lists}

	subtasks, others := []taskRow{}, []taskRow{}
	var following, before []uuid.UUID
	for _, row := range c.tasks {
		if row.ParentID != nil {
			subtasks = append(subtasks, row)
		} else {
			others = append(others, row)
		}
		if row.recurrenceOf != nil {
			following, before = append(following, row.ID), append(before, *row.recurrenceOf)
		}
	}
	for _, part := range [][]taskRow{subtasks, others} {
		rows, err := json.Marshal(part)
		if err != nil {
			return nil, err
		}
		if len(part) > 0 {
			inserted := database.QueryRow[created](tasksSQL, string(rows))
			r.parts, r.all = append(r.parts, inserted), append(r.all, inserted)
		}
	}
	if following != nil {
		r.all = append(r.all, database.Exec(followingSQL, following, before))
	}
	return r, nil
}

// importReport is what an import has done, or would do.
type importReport struct {
	DryRun         bool `json:"dry_run"`
	ProfileUpdated bool `json:"profile_updated"`
	Filters        struct {
		Created   int `json:"created"`
		Unchanged int `json:"unchanged"`
	} `json:"filters"`
	Lists struct {
		Created   int `json:"created"`
		Updated   int `json:"updated"`
		Unchanged int `json:"unchanged"`
	} `json:"lists"`
	Tasks struct {
		Created     int `json:"created"`
		Unchanged   int `json:"unchanged"`
		Conflicting int `json:"conflicting"`
	} `json:"tasks"`
}

func (r *run) report(dryRun bool) *importReport {
	report := &importReport{DryRun: dryRun, ProfileUpdated: r.profile.Affected > 0}
	report.Filters.Created, report.Filters.Unchanged = r.filters.Value.created, r.filters.Value.unchanged
	report.Lists.Created, report.Lists.Unchanged = r.lists.Value.created, r.lists.Value.unchanged
	if r.content.inbox != nil {
		report.Lists.Updated = int(r.inbox.Affected)
		report.Lists.Unchanged += 1 - report.Lists.Updated
	}
	for _, part := range r.parts {
		report.Tasks.Created += part.Value.created
		report.Tasks.Unchanged += part.Value.unchanged
	}
	report.Tasks.Conflicting = len(r.content.tasks) - report.Tasks.Created - report.Tasks.Unchanged
	return report
}

// An account without tasks takes the document's profile and its inbox; another one keeps its own.
const (
	profileSQL = `
update users set timezone = coalesce($1, timezone), language = coalesce($2, language), updated_at = now()
where id = app_user() and (timezone, language) is distinct from (coalesce($1, timezone), coalesce($2, language))
  and not exists (select from tasks where user_id = app_user())`

	inboxSQL = `
update lists set name = $1, color = $2, position = $3, updated_at = now()
where id = app_user() and user_id = app_user() and (name, color, position) is distinct from ($1, $2, $3)
  and not exists (select from tasks where user_id = app_user())`
)

// filtersSQL adds the filters whose names the user has not.
const filtersSQL = `
with given as (
  select value, place from jsonb_array_elements($1::jsonb) with ordinality as given (value, place)
), before as (
  select coalesce((select filters from filters where user_id = app_user()), '[]') as filters
), fresh as (
  select value, place from given where value -> 'key' not in (
    select saved -> 'key' from before, jsonb_array_elements(before.filters) as saved)
), added as (
  insert into filters as former (user_id, filters)
  select app_user(), before.filters || news.filters
  from before, (select jsonb_agg(value order by place) as filters from fresh) as news
  where jsonb_array_length(before.filters || news.filters) <= $2
  on conflict (user_id) do update
  set filters = excluded.filters, version = former.version + 1, updated_at = now()
)
select (select count(*) from fresh), (select count(*) from given) - (select count(*) from fresh),
  case when jsonb_array_length(filters) + (select count(*) from fresh) > $2
    then refuse_import('` + tooManyFilters + `', 'too many') end
from before`

const listsSQL = `
with given as (
  select * from json_to_recordset($1) as given (place integer, id uuid, name text, color text, position text,
    created_at timestamptz, updated_at timestamptz, deleted_at timestamptz)
), fresh as (
  select * from given where not exists (select from lists l where l.id = given.id and l.user_id = app_user())
), added as (
  insert into lists (id, user_id, name, color, position, created_at, updated_at, deleted_at)
  select id, app_user(), name, color, position, created_at, updated_at, deleted_at from fresh
  on conflict (id) do nothing
  returning id, deleted_at
)
select (select count(*) from added), (select count(*) from given) - (select count(*) from fresh),
  case
    when foreigner is not null then refuse_import('` + taken + `', 'lists[' || foreigner || '].id')
    when outside + (select count(*) from added where deleted_at is null) > $2
      then refuse_import('` + tooManyLists + `', 'too many')
    when with_trash + (select count(*) from added) > $3
      then refuse_import('` + tooManyLists + `', 'too many with the trash')
  end
from (select min(place) as foreigner from fresh where id not in (select id from added)) as refused
cross join (select count(*) as with_trash, count(*) filter (where deleted_at is null) as outside
            from lists where user_id = app_user()) as before`

// tasksSQL inserts tasks whose list and parent, as they are, can take them. Their next occurrences are calculated when
// they are completed.
const tasksSQL = `
with given as (
  select coalesce(list_id, app_user()) as in_list, given.* from json_to_recordset($1) as given (
    place integer, id uuid, list_id uuid, list_deleted boolean, parent_id uuid, position text, title text,
    description text, completed boolean, priority text, tags text[], category text, start_on date, due_on date,
    due_date timestamptz, recurrence_pattern text, recurrence_rule text, recurrence_from text,
    recurrence_start timestamptz, completed_at timestamptz, created_at timestamptz, updated_at timestamptz,
    deleted_at timestamptz, version integer, search_key text)
), fresh as (
  select * from given where not exists (select from tasks t where t.id = given.id and t.user_id = app_user())
), placed as (
  select fresh.*, case when due_on is null then due_date else end_of_day(due_on, zone) end as due,
    coalesce(recurrence_start, due_date, due_on::timestamp at time zone 'UTC') as anchor,
    case when due_on is null then zone else 'UTC' end as rule_zone
  from fresh
  join lists l on l.id = in_list and l.user_id = app_user() and (l.deleted_at is null or list_deleted)
  left join (select id, list_id, parent_id, deleted_at from tasks where user_id = app_user()) p
    on p.id = fresh.parent_id
  cross join (select zone_of(timezone) as zone from users where id = app_user()) as local
  where p.id is null
     or p.list_id = in_list and p.parent_id is null and (p.deleted_at is null or fresh.deleted_at is not null)
), added as (
  insert into tasks (id, user_id, list_id, parent_id, position, title, description, completed, completed_at,
    priority, tags, category, start_on, due_on, due_date, recurrence_anchor, recurrence_pattern, recurrence_rule,
    recurrence_from, created_at, updated_at, deleted_at, version, search_key, subtasks, completed_subtasks)
  select id, app_user(), in_list, parent_id, position, title, description, completed, completed_at,
    priority, tags, category, start_on, due_on, due, anchor, recurrence_pattern,
    coalesce(recurrence_rule, pattern_rule(recurrence_pattern, anchor, rule_zone, recurrence_from)),
    recurrence_from, created_at, updated_at, deleted_at, version, search_key, coalesce(steps, 0),
    coalesce(completed_steps, 0)
  from placed left join (
    select s.parent_id as whole, count(*) as steps, count(*) filter (where s.completed) as completed_steps
    from tasks s where s.parent_id is not null and s.user_id = app_user() and s.deleted_at is null
    group by s.parent_id) as counted on whole = placed.id
  on conflict (id) do nothing
  returning id
)
select (select count(*) from added), (select count(*) from given) - (select count(*) from fresh),
  case when foreigner is not null then refuse_import('` + taken + `', 'tasks[' || foreigner || '].id') end
from (select min(place) as foreigner from placed where id not in (select id from added)) as refused`

// followingSQL notes of the tasks that this transaction has inserted which ones they follow.
const followingSQL = `
update tasks t set recurrence_of = given.before from unnest($1::uuid[], $2::uuid[]) as given (id, before)
where t.id = given.id and t.user_id = app_user() and t.recurrence_of is null
  and t.xmin = pg_current_xact_id()::xid
  and exists (select from tasks b where b.id = given.before and b.user_id = app_user())
  and not exists (select from tasks o where o.recurrence_of = given.before)`
