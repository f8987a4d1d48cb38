package tasks

import "github.com/todo-backend/todo-backend/shared/task"

// updateSQL writes what targetSQL has found, moves the subtasks with their task, and creates the next occurrence of a
// task that is completed, which has what remains of the occurrences; where that counts from the completion, its rule
// begins anew, with a COUNT of one less. Taking a completion back deletes the next occurrence that nobody has changed.
const updateSQL = targetSQL + `, changed as (
  update tasks set
    title              = coalesce($20, title),
    description        = case when $21 then $22 else description end,
    completed          = new_completed,
    completed_at       = case when new_completed then coalesce(completed_at, now()) end,
    priority           = case when $23 then $24 else priority end,
    tags               = coalesce($25, tags),
    category           = case when $26 then $27 else category end,
    list_id            = new_list,
    parent_id          = new_parent,
    position           = coalesce($28, case when moves then $29 else position end),
    start_on           = case when $30 then $31::date else start_on end,
    due_on             = new_due_on,
    due_date           = new_due_date,
    recurrence_anchor  = new_anchor,
    recurrence_pattern = new_pattern,
    recurrence_rule    = new_rule,
    recurrence_from    = new_from,
    occurrences        = new_occurrences,
    search_key         = coalesce($32, split_part(search_key, E'\n', 1)) || E'\n'
                         || case when $21 then $33 else split_part(search_key, E'\n', 2) end || E'\n'
                         || case when $25 is null then split_part(search_key, E'\n', 3) else $34 end,
    version            = version + 1,
    updated_at         = now()
  from target where id = task_id and refusal is null
  returning ` + task.Columns + `, search_key
), moved as (
  update tasks subtask set list_id = new_list, version = subtask.version + 1, updated_at = now()
  from target where subtask.parent_id = task_id and subtask.user_id = app_user() and new_list <> former_list
    and refusal is null
), next as (
  insert into tasks (id, user_id, list_id, parent_id, position, title, description, priority, tags, category,
                     search_key, start_on, due_on, due_date, recurrence_anchor, recurrence_pattern, recurrence_rule,
                     recurrence_from, occurrences, recurrence_of)
  select $19, user_id, list_id, parent_id, position, title, description, priority, tags, category,
         search_key,
         case when start_on is not null then least(start_on + ((next_due at time zone (select zone from place))::date
           - (due_date at time zone (select zone from place))::date), date '9999-12-31') end,
         case when due_on is not null then (next_due at time zone (select zone from place))::date end,
         next_due,
         case when new_from = 'due' then new_anchor
           when due_on is null then next_due
           else (next_due at time zone (select zone from place))::date::timestamp at time zone 'UTC' end,
         recurrence_pattern,
         case when new_from = 'completion' and recurrence_rule ~ 'COUNT=' then regexp_replace(recurrence_rule,
             'COUNT=\d+', 'COUNT=' || substring(recurrence_rule from 'COUNT=(\d+)')::int - 1)
           else recurrence_rule end,
         recurrence_from,
         case when new_from = 'due' then array(
           select each from unnest(new_occurrences) as each where each > next_due order by each) end,
         id
  from changed join target on id = task_id
  where next_due < 'infinity'
  on conflict (recurrence_of) where recurrence_of is not null do nothing
), withdrawn as (
  delete from tasks next using changed, target
  where next.recurrence_of = changed.id and next.user_id = app_user() and next.version = 1 and not next.completed
    and not changed.completed and was_completed
)
select ` + task.Columns + ` from changed`
