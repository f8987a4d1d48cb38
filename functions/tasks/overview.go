// Package tasks provides the functions for tasks, one per file.
package tasks

import (
	"net/http"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Overview answers GET /api/overview with 200: what is overdue and due, what was completed on each of the last 14 days,
// and which tags and categories there are. Days are those of the user's time zone.
func Overview(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "overview", overview)
}

func overview(w http.ResponseWriter, r *http.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}

	type day struct {
		Date  string `json:"date"`
		Count int    `json:"count"`
	}
	type label struct {
		Name  string `json:"name"`
		Count int    `json:"count"`
	}
	var answer struct {
		Timezone        string  `json:"timezone"`
		Overdue         int     `json:"overdue"`
		DueToday        int     `json:"due_today"`
		DueThisWeek     int     `json:"due_this_week"`
		CompletedPerDay []day   `json:"completed_per_day"`
		Tags            []label `json:"tags"`
		Categories      []label `json:"categories"`
	}
	b := &pgx.Batch{}
	b.Queue(overviewSQL).QueryRow(func(row pgx.Row) error {
		return row.Scan(&answer.Timezone, &answer.Overdue, &answer.DueToday, &answer.DueThisWeek,
			&answer.CompletedPerDay, &answer.Tags, &answer.Categories)
	})
	if err := caller.Do(r.Context(), b); err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, answer)
}

// The user's tasks are read once, each with its days in the user's zone. Days are compared, not the instants at which
// they begin: where clocks are changed at midnight, a day begins twice or not at all.
const overviewSQL = `
with place as materialized (
  select timezone, zone_of(timezone) as name from users where id = app_user()
), zone as (
  select timezone, name, (now() at time zone name)::date as today from place
), mine as (
  select tags, category, today, not completed and due_date < now() as overdue, not completed and due_date >= now() as due,
         (due_date at time zone zone.name)::date as due_day,
         (completed_at at time zone zone.name)::date as completed_day
  from tasks cross join zone where user_id = app_user()
), counts as (
  select count(*) filter (where overdue) as overdue, count(*) filter (where due and due_day = today) as due_today,
         count(*) filter (where due and due_day < today + 7) as due_this_week
  from mine
), days as (
  select date, count(completed_day)
  from (select today - n as date from zone cross join generate_series(0, 13) as n) as last left join mine on completed_day = date
  group by date
), labels as (
  select name, count(*) from mine cross join unnest(tags) as name group by name order by count(*) desc, name limit 200
), groups as (
  select category as name, count(*) from mine where category is not null group by category order by count(*) desc, name limit 200
)
select timezone, overdue, due_today, due_this_week,
  (select json_agg(days order by date) from days),
  (select coalesce(json_agg(labels order by count desc, name), '[]') from labels),
  (select coalesce(json_agg(groups order by count desc, name), '[]') from groups)
from zone cross join counts`
