package tasks

// targetSQL is a task as a change writes it, with the reason why that is refused, and with when it recurs if the change
// completes it. The task is locked, and its new parent. A rule starts at the due date that a person gave last, another
// rule at the due date that the task has. The occurrences $18 are those of the rule $15 from $16 on in the
// zone $17; where the rule, its start or the due date become others, and these are not known, they are null.
const targetSQL = `
with place as materialized (
  select zone_of(timezone) as zone from users where id = app_user()
), dated as (
  select id as task_id, version as former_version, list_id as former_list, parent_id as former_parent,
    completed as was_completed, due_date as former_due_date, recurrence_anchor as former_anchor,
    recurrence_rule as former_rule, occurrences as former_occurrences,
    coalesce($4, completed) as new_completed,
    coalesce($5::uuid, list_id) as new_list,
    case when $6 then $7::uuid else parent_id end as new_parent,
    case when $8 then $9::date else due_on end as new_due_on,
    case when not $8 then due_date when $9::date is null then $10::timestamptz
      else end_of_day($9::date, (select zone from place)) end as new_due_date,
    case when $8 then coalesce($9::date::timestamp at time zone 'UTC', $10::timestamptz)
      when $13::text is null or $13 = recurrence_rule then recurrence_anchor
      else coalesce(due_on::timestamp at time zone 'UTC', due_date) end as new_anchor,
    case when $11 then $12 else recurrence_pattern end as given_pattern,
    case when $11 then $13::text else recurrence_rule end as given_rule,
    coalesce($14, recurrence_from) as new_from
  from tasks where id = $1 and user_id = app_user() and deleted_at is null
), ruled as (
  select *,
    case when given_pattern is null then given_rule
      when former_rule is not null and not ($8 or $11 or $14 is not null) then former_rule
      else pattern_rule(given_pattern, new_anchor,
        case when new_due_on is null then (select zone from place) else 'UTC' end, new_from) end as new_rule,
    case when given_pattern is null and $11 then rule_pattern($13, new_anchor,
        case when new_due_on is null then (select zone from place) else 'UTC' end, new_from)
      else given_pattern end as new_pattern
  from dated
), planned as (
  select *,
    new_completed and not was_completed and new_due_date is not null and new_rule is not null as recurs,
    case when new_rule is null or new_due_date is null or new_from = 'completion' then null
      when new_rule = $15 and new_anchor = $16::timestamptz and $17 = (select zone from place) then $18::timestamptz[]
      when (new_rule, new_anchor, new_due_date) is not distinct from (former_rule, former_anchor, former_due_date)
        then former_occurrences
    end as new_occurrences
  from ruled
), timed as (
  select *,
    case when not recurs then null
      when new_from = 'completion' then due_after_completion(new_rule, new_due_date, (select zone from place))
      else (select min(each) from unnest(new_occurrences) as each where each > greatest(new_due_date, now()))
    end as next_due
  from planned
), target as materialized (
  select *, (new_list, new_parent) is distinct from (former_list, former_parent) as moves,
    case
      when $2::int[] is not null and former_version <> all ($2) then 'version'
      when $3 and new_rule is null then 'pattern'
      when new_from = 'completion' and new_rule ~ ';(BY|WKST)' then 'rule'
      when $5 is not null and not exists (
        select from lists where id = $5 and user_id = app_user() and deleted_at is null) then 'list'
      when ($5 is not null or $6) and new_parent is not null and not exists (
        select from tasks where id = new_parent and id <> task_id and list_id = new_list and parent_id is null
          and user_id = app_user() and deleted_at is null) then 'parent'
      when $7 is not null and exists (select from tasks where parent_id = task_id) then 'subtasks'
      when recurs and next_due is null then 'occurrences'
    end as refusal
  from timed
)`
