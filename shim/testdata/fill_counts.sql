-- Counts all tasks as the triggers would have, which takes minutes for millions of tasks.
update lists set total = c.total, completed = c.completed, change_seq = change_seq + 1 from (
  select list_id, count(*) as total, count(*) filter (where completed) as completed from tasks group by list_id) c
  where c.list_id = id;
insert into task_changes
  select list_id, t.id, t.user_id, change_seq from tasks t join lists l on l.id = list_id;
insert into label_counts (user_id, list_id, kind, name, n)
  select user_id, list_id, kind, name, count(*)
  from tasks cross join lateral task_figures(tags, category, completed, completed_at, due_date, deleted_at)
  where at is null group by user_id, list_id, kind, name;
insert into day_counts (user_id, list_id, kind, day, n, quarters)
  with quarter as (
    select user_id, list_id, kind, (at at time zone 'UTC')::date as day, count(*)::integer as n,
           1 + extract(hour from at at time zone 'UTC')::integer * 4
             + extract(minute from at at time zone 'UTC')::integer / 15 as q
    from tasks cross join lateral task_figures(tags, category, completed, completed_at, due_date, deleted_at)
    where at is not null group by user_id, list_id, kind, at
  ), days as (
    select user_id, list_id, kind, day, sum(n) as n, count(*) as several, jsonb_object_agg(q, n) as by_quarter,
           min(q) as first, max(q) as last
    from quarter group by user_id, list_id, kind, day
  )
  select user_id, list_id, kind, day, n, case when several = 1 then array_fill(n::integer, '{1}', array[first]) else (
      select format('[%s:%s]={%s}', first, last, string_agg(coalesce(by_quarter->>q::text, 'null'), ',' order by q))
      from generate_series(first, last) as q)::integer[] end
  from days;
alter table tasks enable trigger user;
