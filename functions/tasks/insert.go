package tasks

import "github.com/todo-backend/todo-backend/shared/task"

// plannedSQL is when a new task is due and recurs: of its day $1 or its time $2, its pattern $3 or its rule $4, and
// what it recurs from, $5.
const plannedSQL = `
with place as materialized (
  select zone_of(timezone) as zone from users where id = app_user()
), dated as (
  select coalesce($5, 'due') as recurrence_from,
    case when $1::date is null then $2::timestamptz
      else end_of_day($1::date, (select zone from place)) end as due_date,
    case when $1::date is null then $2::timestamptz else $1::date::timestamp at time zone 'UTC' end as anchor,
    case when $3::text is null and $4::text is null then null when $1::date is null then (select zone from place)
      else 'UTC' end as zone
), planned as (
  select *,
    case when $4::text is null then $3::text else rule_pattern($4::text, anchor, zone, recurrence_from) end as pattern,
    coalesce($4::text, pattern_rule($3::text, anchor, zone, recurrence_from)) as rule
  from dated
)`

// insertSQL inserts a task into the list $6, else its parent's, else the inbox, unless refusalSQL has a reason. The
// parent $7 is locked, so that it stays in its list. The occurrences $19 are those in the zone $18.
const insertSQL = withParentSQL + insertPlannedSQL

const withParentSQL = plannedSQL + `, parent as materialized (
  select list_id from tasks
  where id = $7::uuid and user_id = app_user() and parent_id is null and deleted_at is null for no key update
)`

const insertPlannedSQL = `
insert into tasks (id, user_id, list_id, parent_id, position, title, description, completed, completed_at, priority,
                   tags, category, start_on, due_on, due_date, recurrence_anchor, recurrence_pattern, recurrence_rule,
                   recurrence_from, occurrences, search_key)
select $8::uuid, app_user(), coalesce($6::uuid, (select list_id from parent), app_user()), $7::uuid, $9, $10, $11, $12,
       case when $12 then now() end, $13, $14::text[], $15, $16::date, $1::date, due_date, anchor, pattern, rule,
       recurrence_from,
       case when $18::text is null then null when $18 = (select zone from place) then $19::timestamptz[] end, $17
from planned
where ` + hasRoom + `
  and ($6::uuid is null or exists (
    select from lists where id = $6::uuid and user_id = app_user() and deleted_at is null))
  and ($7::uuid is null or exists (select from parent where list_id = coalesce($6::uuid, list_id)))`

// hasRoom is the condition that the user has less than task.MaxTasks tasks. Where many are created at once, a trigger
// has the last word.
const hasRoom = `has_room(app_user())`

// Of creations with one key at once, the first inserts the key and the task; the others wait for it, and insert
// nothing. An update "where false" locks the key's row, and neither changes nor returns it.
const insertOnceSQL = withParentSQL + `, claimed as (
  insert into idempotency_keys (user_id, key, fingerprint, task_id) values (app_user(), $20, $21, $8::uuid)
  on conflict (user_id, key) do update set key = excluded.key where false
  returning key
)` + insertPlannedSQL + `
  and exists (select from claimed)
on conflict (id) do nothing
returning ` + task.Columns

// refusalSQL says why a task of the list $1 with the parent $2 is not inserted.
const refusalSQL = `
select case
  when $1::uuid is not null and not exists (
    select from lists where id = $1 and user_id = app_user() and deleted_at is null) then 'list'
  when $2::uuid is not null and not exists (
    select from tasks where id = $2 and user_id = app_user() and parent_id is null and deleted_at is null
      and list_id = coalesce($1, list_id)) then 'parent'
  when not ` + hasRoom + ` then 'room'
  else ''
end`

// expiredKey is the condition that a key is among two of more than 90 days, and is not $1.
const expiredKey = `key = any (array(
    select key from idempotency_keys
    where user_id = app_user() and created_at < now() - interval '90 days' and key <> $1
    order by created_at limit 2 for update skip locked))`

// forgetSQL deletes the key $1 where this transaction has inserted it for an id that cannot be used, and two keys
// of more than 90 days.
const forgetSQL = `
delete from idempotency_keys k where user_id = app_user() and (
  key = $1 and xmin = pg_current_xact_id()::xid
    and not exists (select from tasks where id = k.task_id and user_id = app_user() and deleted_at is null)
  or ` + expiredKey + `)`
