-- Every kept count that is not what counting says, of users, of labels and of quarters of an hour.
select concat_ws(' ', 'totals', user_id, k.total, k.completed, c.total, c.completed)
from task_counts k full join (
  select user_id, count(*) as total, count(*) filter (where completed) as completed
  from tasks group by user_id) c using (user_id)
where k.total is distinct from c.total or k.completed is distinct from c.completed
union all
select concat_ws(' ', user_id, kind, name, k.n, c.n) from label_counts k full join (
  select user_id, 'tag' as kind, tag as name, count(distinct id) as n
  from tasks cross join unnest(tags) tag group by user_id, tag
  union all select user_id, 'category', category, count(*) from tasks where category is not null
  group by user_id, category) c using (user_id, kind, name)
where k.n is distinct from c.n
union all
select concat_ws(' ', user_id, kind, quarter, k.n, c.n) from (
  select user_id, kind, day + (q - 1) * interval '15 minutes' as quarter, quarters[q] as n
  from day_counts cross join generate_subscripts(quarters, 1) as q where quarters[q] <> 0) k
full join (
  select user_id, kind, date_bin('15 minutes', at at time zone 'UTC', '1900-01-01') as quarter, count(*) as n from (
    select user_id, 'completed' as kind, completed_at as at from tasks where completed
    union all select user_id, kind, case kind when 'due' then due_date else date_trunc('month', due_date, 'UTC') end
    from tasks cross join unnest('{due,due month}'::text[]) as kind where not completed) each
  where at is not null
  group by 1, 2, 3) c using (user_id, kind, quarter)
where k.n is distinct from c.n
union all
select concat_ws(' ', user_id, kind, day, n, quarters) from day_counts
where n <> (select sum(each) from unnest(quarters) as each) or n <= 0
or array_lower(quarters, 1) < 1 or array_upper(quarters, 1) > 96
