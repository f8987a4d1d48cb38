-- +goose Up
drop function count_added_tasks, count_changed_tasks, count_removed_tasks, count_no_tasks, count_tasks
  cascade; -- the triggers too
alter table task_counts drop constraint task_counts_total_check, drop constraint task_counts_check;

-- A user whom a request has authenticated may create 100,000 tasks; beyond it TB422 is raised, and the statement
-- undone. The next occurrence of a recurring task is still created up to 110,000: completing works at the limit.
-- +goose StatementBegin
create function refuse_beyond_limit(total integer, follow boolean) returns void language plpgsql as $$
begin
  if total > (case when follow then 110000 else 100000 end) and app_user() is not null then
    raise exception using errcode = 'TB422', message = 'a user has at most 100000 tasks';
  end if;
end $$;
revoke execute on function refuse_beyond_limit from public;

-- Keep the counts, a statement at a time; users in their order.
create function count_added_tasks() returns trigger language plpgsql security definer as $$
declare
  o record; d record;
  n integer;
  tasks integer := 0;
begin
  for o in select user_id, tags, category, completed, completed_at, due_date, recurrence_of is not null as follows
           from added limit 2 loop
    tasks := tasks + 1;
  end loop;
  if tasks = 1 then -- as nearly always, and in half the time that groups take
    perform refuse_beyond_limit(count_total(o.user_id, 1, o.completed::integer), o.follows);
    if o.tags <> '{}' then
      update label_counts set n = label_counts.n + 1
      where user_id = o.user_id and kind = 'tag' and name = any (o.tags);
      get diagnostics n = row_count;
      if n < cardinality(o.tags) then
        insert into label_counts select distinct o.user_id, 'tag', tag, 1 from unnest(o.tags) as tag
        on conflict do nothing; -- the others have been counted
      end if;
    end if;
    if o.category is not null then
      perform count_figure(o.user_id, 'category', o.category, null, 1);
    end if;
    if o.completed then
      perform count_figure(o.user_id, 'completed', null, o.completed_at, 1);
    elsif o.due_date is not null then
      perform count_figure(o.user_id, 'due', null, o.due_date, 1);
      perform count_figure(o.user_id, 'due month', null, date_trunc('month', o.due_date at time zone 'UTC')
        at time zone 'UTC', 1);
    end if;
    return null;
  end if;
  for o in select user_id, count(*)::integer as more, (count(*) filter (where completed))::integer as done,
                  bool_and(recurrence_of is not null) as follow
           from added group by user_id order by user_id loop
    perform refuse_beyond_limit(count_total(o.user_id, o.more, o.done), o.follow);
  end loop;
  for d in select user_id, kind, name, at, count(*)::integer as more
           from added cross join lateral task_figures(tags, category, completed, completed_at, due_date)
           group by user_id, kind, name, at loop
    perform count_figure(d.user_id, d.kind, d.name, d.at, d.more);
  end loop;
  return null;
end $$;
create function count_changed_tasks() returns trigger language plpgsql security definer as $$
declare
  o record; d record;
  remaining uuid[];
begin
  perform from (select user_id, tags, category, completed, completed_at, due_date from added
                except all select user_id, tags, category, completed, completed_at, due_date from removed) as changed;
  if not found then
    return null;
  end if;
  for o in select user_id, sum(more)::integer as more, coalesce(sum(more) filter (where completed), 0)::integer as done
           from (select 1 as more, user_id, completed from added
                 union all select -1, user_id, completed from removed) as each
           group by user_id order by user_id loop
    if count_total(o.user_id, o.more, o.done) > 0 then
      remaining := remaining || o.user_id;
    end if;
  end loop;
  for d in select user_id, kind, name, at, sum(more)::integer as more
           from (select 1 as more, user_id, tags, category, completed, completed_at, due_date from added
                 union all
                 select -1, user_id, tags, category, completed, completed_at, due_date from removed) as each
           cross join lateral task_figures(tags, category, completed, completed_at, due_date)
           where user_id = any (remaining) group by user_id, kind, name, at having sum(more) <> 0 loop
    perform count_figure(d.user_id, d.kind, d.name, d.at, d.more);
  end loop;
  return null;
end $$;
create function count_removed_tasks() returns trigger language plpgsql security definer as $$
declare
  o record; d record;
  remaining uuid[];
begin
  for o in select user_id, count(*)::integer as less, (count(*) filter (where completed))::integer as done
           from removed group by user_id order by user_id loop
    if count_total(o.user_id, -o.less, -o.done) > 0 then
      remaining := remaining || o.user_id;
    end if;
  end loop;
  if remaining is not null then
    for d in select user_id, kind, name, at, count(*)::integer as less
             from removed cross join lateral task_figures(tags, category, completed, completed_at, due_date)
             where user_id = any (remaining) group by user_id, kind, name, at loop
      perform count_figure(d.user_id, d.kind, d.name, d.at, -d.less);
    end loop;
  end if;
  return null;
end $$;
create function count_no_tasks() returns trigger language plpgsql security definer as $$
begin
  delete from task_counts;
  delete from label_counts;
  delete from day_counts;
  return null;
end $$;
-- +goose StatementEnd

-- What runs with the owner's rights looks names up where it was made, and nowhere before that.
-- +goose StatementBegin
do $$
declare
  f text;
begin
  foreach f in array array['count_added_tasks', 'count_changed_tasks', 'count_removed_tasks', 'count_no_tasks'] loop
    execute format('alter function %I() set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;
-- +goose StatementEnd

create trigger count_added after insert on tasks referencing new table as added
  for each statement execute function count_added_tasks();
create trigger count_changed after update on tasks referencing old table as removed new table as added
  for each statement execute function count_changed_tasks();
create trigger count_removed after delete on tasks referencing old table as removed
  for each statement execute function count_removed_tasks();
create trigger count_none after truncate on tasks
  for each statement execute function count_no_tasks();

insert into label_counts
  select user_id, kind, name, count(*)
  from tasks cross join lateral task_figures(tags, category, completed, completed_at, due_date)
  where at is null group by user_id, kind, name;
insert into day_counts
  with quarter as (
    select user_id, kind, (at at time zone 'UTC')::date as day, count(*)::integer as n,
           1 + extract(hour from at at time zone 'UTC')::integer * 4
             + extract(minute from at at time zone 'UTC')::integer / 15 as q
    from tasks cross join lateral task_figures(tags, category, completed, completed_at, due_date)
    where at is not null group by user_id, kind, at
  ), days as (
    select user_id, kind, day, sum(n) as n, count(*) as several, jsonb_object_agg(q, n) as by_quarter,
           min(q) as first, max(q) as last
    from quarter group by user_id, kind, day
  )
  select user_id, kind, day, n, case when several = 1 then array_fill(n::integer, '{1}', array[first]) else (
      select format('[%s:%s]={%s}', first, last, string_agg(coalesce(by_quarter->>q::text, 'null'), ',' order by q))
      from generate_series(first, last) as q)::integer[] end
  from days;

-- +goose Down
drop function refuse_beyond_limit, count_added_tasks, count_changed_tasks, count_removed_tasks, count_no_tasks cascade;
delete from label_counts;
delete from day_counts;
alter table task_counts add constraint task_counts_total_check check (total > 0),
  add constraint task_counts_check check (completed between 0 and total);

-- +goose StatementBegin
create function count_tasks(owner uuid, more integer, more_completed integer) returns integer language plpgsql as $$
declare
  n integer;
begin
  if more > 0 then
    insert into task_counts as c values (owner, more, more_completed)
    on conflict (user_id) do update set total = c.total + more, completed = c.completed + more_completed
    returning total into n;
    return n;
  end if;
  select total + more into n from task_counts where user_id = owner for update;
  if n = 0 then
    delete from task_counts where user_id = owner;
  else
    update task_counts set total = n, completed = completed + more_completed where user_id = owner;
  end if;
  return n;
end $$;

create function count_added_tasks() returns trigger language plpgsql security definer as $$
declare
  o record;
  n integer;
begin
  for o in select user_id, count(*)::int as more, (count(*) filter (where completed))::int as more_completed,
                  bool_and(recurrence_of is not null) as follow
           from added group by user_id order by user_id loop
    n := count_tasks(o.user_id, o.more, o.more_completed);
    if n > (case when o.follow then 110000 else 100000 end) and app_user() is not null then
      raise exception using errcode = 'TB422', message = 'a user has at most 100000 tasks';
    end if;
  end loop;
  return null;
end $$;
create function count_changed_tasks() returns trigger language plpgsql security definer as $$
declare
  o record;
begin
  for o in select user_id, sum(more)::int as more, sum(more_completed)::int as more_completed
           from (select user_id, 1 as more, completed::int as more_completed from added
                 union all select user_id, -1, -completed::int from removed) as each
           group by user_id having sum(more) <> 0 or sum(more_completed) <> 0 order by user_id loop
    perform count_tasks(o.user_id, o.more, o.more_completed);
  end loop;
  return null;
end $$;
create function count_removed_tasks() returns trigger language plpgsql security definer as $$
declare
  o record;
begin
  for o in select user_id, count(*)::int as less, (count(*) filter (where completed))::int as less_completed
           from removed group by user_id order by user_id loop
    perform count_tasks(o.user_id, -o.less, -o.less_completed);
  end loop;
  return null;
end $$;
create function count_no_tasks() returns trigger language plpgsql security definer as $$
begin
  delete from task_counts;
  return null;
end $$;

revoke execute on function count_tasks from public;
do $$
declare
  f text;
begin
  foreach f in array array['count_added_tasks', 'count_changed_tasks', 'count_removed_tasks', 'count_no_tasks'] loop
    execute format('alter function %I() set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;
-- +goose StatementEnd

create trigger count_added after insert on tasks referencing new table as added
  for each statement execute function count_added_tasks();
create trigger count_changed after update on tasks referencing old table as removed new table as added
  for each statement execute function count_changed_tasks();
create trigger count_removed after delete on tasks referencing old table as removed
  for each statement execute function count_removed_tasks();
create trigger count_none after truncate on tasks
  for each statement execute function count_no_tasks();
