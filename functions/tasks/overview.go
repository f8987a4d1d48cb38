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

// The figures come from rows that the writes keep, see migration 0010. Days of the user's zone begin and end with a
// quarter of an hour of UTC: where clocks go back over midnight, which begins the day twice, with the first of the two.
// Of the quarter that is now, the index tells which tasks are overdue already.
const overviewSQL = `
with place as materialized (
  select timezone, zone_of(timezone) as name from users where id = app_user()
), zone as materialized (
  select *, quarter at time zone 'UTC' as utc, (quarter at time zone name)::date as today
  from (
    select timezone, name, date_trunc('hour', now())
           + floor(extract(minute from now()) / 15) * interval '15 minutes' as quarter
    from place
  ) as now
), days as materialized (
  select n, today + n as date,
         case when ((midnight - interval '15 minutes') at time zone name)::date = today + n then (
           select min(instant)
           from generate_series(midnight - interval '3 hours', midnight, interval '15 minutes') as instant
           where (instant at time zone name)::date = today + n
         ) else midnight end at time zone 'UTC' as begins
  from zone cross join generate_series(-13, 7) as n
  cross join lateral (select (today + n)::timestamp at time zone name as midnight) as first
), spans as (
  select 'completed' as kind, days.n, days.begins, tomorrow.begins as ends
  from days join days tomorrow on tomorrow.n = days.n + 1 where days.n <= 0
  union all
  select 'due', n, utc, begins from zone cross join days where n in (1, 7)
  union all
  select 'due', 0, date_trunc('day', utc), utc from zone
), counted as materialized (
  select kind, day, quarters from day_counts where user_id = app_user() and kind = 'due'
  and day between (select utc::date from zone) and (select utc::date + 9 from zone)
  union all
  select kind, day, quarters from day_counts where user_id = app_user() and kind = 'completed'
  and day between (select today - 15 from zone) and (select today + 1 from zone)
), sums as materialized (
  select spans.kind, spans.n, coalesce(sum(part), 0) as count
  from spans
  left join counted on counted.kind = spans.kind and day between begins::date and ends::date
  left join lateral (
    select sum(each) as part
    from unnest(quarters[greatest(1, 1 + extract(epoch from begins - day)::integer / 900)
                         :least(96, extract(epoch from ends - day)::integer / 900)]) as each
  ) as parts on true
  group by spans.kind, spans.n
), just_now as materialized (
  select count(*) from tasks where user_id = app_user() and deleted_at is null and not completed
  and due_asc >= (select quarter from zone) and due_asc < now()
), labels as (
  select name, sum(n) as count from label_counts where user_id = app_user() and kind = 'tag'
  group by name order by count desc, name collate "default" limit 200
), groups as (
  select name, sum(n) as count from label_counts where user_id = app_user() and kind = 'category'
  group by name order by count desc, name collate "default" limit 200
)
select timezone,
  (select coalesce(sum(n), 0) from day_counts where user_id = app_user() and kind = 'due month'
   and day < (select date_trunc('month', utc)::date from zone))
    + (select coalesce(sum(n), 0) from day_counts where user_id = app_user() and kind = 'due'
       and day >= (select date_trunc('month', utc)::date from zone) and day < (select utc::date from zone))
    + (select count from sums where kind = 'due' and n = 0) + (select count from just_now),
  (select count from sums where kind = 'due' and n = 1) - (select count from just_now),
  (select count from sums where kind = 'due' and n = 7) - (select count from just_now),
  (select json_agg(json_build_object('date', date, 'count', count) order by date)
   from sums join days using (n) where kind = 'completed'),
  (select coalesce(json_agg(labels order by count desc, name collate "default"), '[]') from labels),
  (select coalesce(json_agg(groups order by count desc, name collate "default"), '[]') from groups)
from zone`
