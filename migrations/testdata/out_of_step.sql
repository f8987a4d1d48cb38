-- Every kept count that is not what counting says: of lists, subtasks, labels and quarters of an hour; and every task
-- that task_changes does not have in its list, or has in one that it has left.
with live as (select * from tasks where deleted_at is null)
select concat_ws(' ', 'totals', l.id, l.total, l.completed, l.trashed, c.total, c.completed, c.trashed)
from lists l full join (
  select list_id, user_id, count(*) filter (where deleted_at is null) as total,
    count(*) filter (where completed and deleted_at is null) as completed,
    count(*) filter (where deleted_at is not null) as trashed
  from tasks group by list_id, user_id) c on l.id = c.list_id and l.user_id = c.user_id
where (l.total, l.completed, l.trashed)
  is distinct from (coalesce(c.total, 0), coalesce(c.completed, 0), coalesce(c.trashed, 0))
union all
select concat_ws(' ', 'subtasks', t.id, t.subtasks, t.completed_subtasks, c.total, c.completed)
from tasks t left join (
  select parent_id, count(*) as total, count(*) filter (where completed) as completed
  from live group by parent_id) c on t.id = c.parent_id
where (t.subtasks, t.completed_subtasks) is distinct from (coalesce(c.total, 0), coalesce(c.completed, 0))
union all
select concat_ws(' ', 'change', c.list_id, c.task_id, c.change_seq, c.removed_at, t.id)
from task_changes c full join tasks t on t.id = c.task_id and t.list_id = c.list_id and t.user_id = c.user_id
where (c.task_id is not null and c.removed_at is null) is distinct from (t.id is not null)
  or c.change_seq is distinct from least(c.change_seq, (select change_seq from lists where id = c.list_id))
union all
select concat_ws(' ', user_id, list_id, kind, name, k.n, c.n) from label_counts k full join (
  select user_id, list_id, 'tag' as kind, tag as name, count(distinct id) as n
  from live cross join unnest(tags) tag group by user_id, list_id, tag
  union all select user_id, list_id, 'category', category, count(*) from live where category is not null
  group by user_id, list_id, category) c using (user_id, list_id, kind, name)
where k.n is distinct from c.n
union all
select concat_ws(' ', user_id, list_id, kind, quarter, k.n, c.n) from (
  select user_id, list_id, kind, day + (q - 1) * interval '15 minutes' as quarter, quarters[q] as n
  from day_counts cross join generate_subscripts(quarters, 1) as q where quarters[q] <> 0) k
full join (
  select user_id, list_id, kind, date_bin('15 minutes', at at time zone 'UTC', '1900-01-01') as quarter,
    count(*) as n
  from (
    select user_id, list_id, 'completed' as kind, completed_at as at from live where completed
    union all
    select user_id, list_id, kind, case kind when 'due' then due_date else date_trunc('month', due_date, 'UTC') end
    from live cross join unnest('{due,due month}'::text[]) as kind where not completed) each
  where at is not null
  group by 1, 2, 3, 4) c using (user_id, list_id, kind, quarter)
where k.n is distinct from c.n
union all
select concat_ws(' ', user_id, list_id, kind, day, n, quarters) from day_counts
where n <> (select sum(each) from unnest(quarters) as each) or n <= 0
or array_lower(quarters, 1) < 1 or array_upper(quarters, 1) > 96
