// Package tasks provides the functions for tasks, one per file.
package tasks

import (
	"net/http"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Overview answers GET /api/overview with 200: what is overdue and due, what was completed on each of the last 14 days,
// and which tags and categories there are. Days are those of the user's time zone.
func Overview(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "overview", answers, overview)
}

func overview(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	found := database.QueryRow[overviewBody](overviewSQL)
	if err := caller.Run(found); err != nil {
		return err
	}
	return web.CompressedJSON(w, r, http.StatusOK, found.Value)
}

type overviewBody struct {
	Timezone        string       `json:"timezone"`
	Overdue         int          `json:"overdue"`
	DueToday        int          `json:"due_today"`
	DueThisWeek     int          `json:"due_this_week"`
	CompletedPerDay []dayCount   `json:"completed_per_day"`
	Tags            []labelCount `json:"tags"`
	Categories      []labelCount `json:"categories"`
}

type dayCount struct {
	Date  string `json:"date"`
	Count int    `json:"count"`
}

type labelCount struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// Fields are where the row is scanned to.
func (o *overviewBody) Fields() []any {
	return []any{&o.Timezone, &o.Overdue, &o.DueToday, &o.DueThisWeek, &o.CompletedPerDay, &o.Tags, &o.Categories}
}

// The user's tasks are read once, each with its days in the user's zone. Days are compared, not the instants at which
// they begin: where clocks are changed at midnight, a day begins twice or not at all.
const overviewSQL = `
with place as materialized (
  select timezone, zone_of(timezone) as name from users where id = app_user()
), zone as (
  select timezone, name, (now() at time zone name)::date as today from place
), user_tasks as (
  select tags, category, today,
         not completed and due_date < now() as overdue, not completed and due_date >= now() as due,
         (due_date at time zone zone.name)::date as due_day,
         (completed_at at time zone zone.name)::date as completed_day
  from tasks cross join zone where user_id = app_user()
), counts as (
  select count(*) filter (where overdue) as overdue, count(*) filter (where due and due_day = today) as due_today,
         count(*) filter (where due and due_day < today + 7) as due_this_week
  from user_tasks
), days as (
  select date, count(completed_day)
  from (select today - n as date from zone cross join generate_series(0, 13) as n) as last
  left join user_tasks on completed_day = date
  group by date
), labels as (
  select name, count(*) from user_tasks cross join unnest(tags) as name
  group by name order by count(*) desc, name limit 200
), groups as (
  select category as name, count(*) from user_tasks where category is not null
  group by category order by count(*) desc, name limit 200
)
select timezone, overdue, due_today, due_this_week,
  (select json_agg(days order by date) from days),
  (select coalesce(json_agg(labels order by count desc, name), '[]') from labels),
  (select coalesce(json_agg(groups order by count desc, name), '[]') from groups)
from zone cross join counts`
