-- +goose Up

-- The kept counts move from the user to the list.
drop function refuse_beyond_limit(integer, boolean), count_added_tasks, count_changed_tasks, count_removed_tasks,
  count_no_tasks, count_total, count_figure(uuid, text, text, timestamptz, integer),
  task_figures(text[], text, boolean, timestamptz, timestamptz)
  cascade; -- the triggers too, which locks tasks until the end of this
update lists set total = c.total, completed = c.completed from task_counts c where c.user_id = id;
drop table task_counts;
alter table label_counts add list_id uuid;
update label_counts set list_id = user_id;
alter table label_counts drop constraint label_counts_pkey, add primary key (user_id, kind, name, list_id);
alter table day_counts add list_id uuid;
update day_counts set list_id = user_id;
alter table day_counts drop constraint day_counts_pkey, add primary key (user_id, kind, day, list_id);

create trigger place_task before insert on tasks for each row when (new.list_id is null or new.position is null)
  execute function place_task();
create trigger track_added after insert on tasks referencing new table as added
  for each statement execute function track_added_tasks();
create trigger track_changed after update on tasks referencing old table as removed new table as added
  for each statement execute function track_changed_tasks();
create trigger track_removed after delete on tasks referencing old table as removed
  for each statement execute function track_removed_tasks();
create trigger track_none after truncate on tasks
  for each statement execute function track_no_tasks();
create trigger forget after delete on lists referencing old table as removed
  for each statement execute function forget_list();

-- +goose Down
drop trigger place_task on tasks;
drop trigger track_added on tasks;
drop trigger track_changed on tasks;
drop trigger track_removed on tasks;
drop trigger track_none on tasks;
drop trigger forget on lists;
create table task_counts (user_id uuid primary key, total integer not null, completed integer not null)
  with (fillfactor = 50);
alter table task_counts enable row level security;
create policy own on task_counts to todo_app
  using (user_id = app_user());
grant select on task_counts to todo_app;
insert into task_counts select user_id, count(*), count(*) filter (where completed) from tasks group by user_id;

create temporary table label_sums on commit drop as
  select user_id, kind, name, sum(n)::integer as n from label_counts group by user_id, kind, name;
delete from label_counts;
alter table label_counts drop list_id, add primary key (user_id, kind, name); -- the old key goes with the column
insert into label_counts select * from label_sums;
create temporary table day_sums on commit drop as
  select user_id, kind, day, sum(n)::integer as n,
    (select array_agg((select nullif(sum(other.quarters[q]), 0)::integer from day_counts other
        where other.user_id = d.user_id and other.kind = d.kind and other.day = d.day) order by q)
     from generate_series(1, 96) as q) as quarters
  from day_counts d group by user_id, kind, day;
delete from day_counts;
alter table day_counts drop list_id, add primary key (user_id, kind, day);
insert into day_counts select * from day_sums;

create function task_figures(tags text[], category text, completed boolean, completed_at timestamptz, due timestamptz)
returns table (kind text, name text, at timestamptz) language sql immutable as $$
  select 'tag', tag, null::timestamptz from (select distinct unnest(tags) as tag) as each
  union all select 'category', category, null where category is not null
  union all select 'completed', null, date_bin('15 minutes', completed_at, '1900-01-01Z') where completed
  union all select 'due', null, date_bin('15 minutes', due, '1900-01-01Z') where not completed and due is not null
  union all select 'due month', null, date_trunc('month', due at time zone 'UTC') at time zone 'UTC'
    where not completed and due is not null
$$;

-- +goose StatementBegin
create function count_total(owner uuid, more integer, more_completed integer) returns integer language plpgsql as $$
declare
  n integer;
begin
  update task_counts set total = total + more, completed = completed + more_completed where user_id = owner
  returning total into n;
  if not found then
    insert into task_counts as c values (owner, more, more_completed)
    on conflict (user_id) do update set total = c.total + more, completed = c.completed + more_completed
    returning total into n;
  elsif n = 0 then
    delete from task_counts where user_id = owner;
    delete from label_counts where user_id = owner;
    delete from day_counts where user_id = owner;
  end if;
  return n;
end $$;
-- +goose StatementEnd

-- +goose StatementBegin
create function count_figure(owner uuid, of_kind text, of_name text, at timestamptz, more integer) returns void
language plpgsql as $$
declare
  utc timestamp := at at time zone 'UTC';
  q integer := 1 + extract(hour from utc)::integer * 4 + extract(minute from utc)::integer / 15;
  remaining integer;
begin
  if at is null then
    update label_counts set n = n + more where user_id = owner and kind = of_kind and name = of_name
    returning n into remaining;
    if not found then
      insert into label_counts values (owner, of_kind, of_name, more);
    elsif remaining = 0 then
      delete from label_counts where user_id = owner and kind = of_kind and name = of_name;
    end if;
  else
    update day_counts set n = n + more, quarters[q] = coalesce(quarters[q], 0) + more
    where user_id = owner and kind = of_kind and day = utc::date
    returning n into remaining;
    if not found then
      insert into day_counts values (owner, of_kind, utc::date, more, array_fill(more, '{1}', array[q]));
    elsif remaining = 0 then
      delete from day_counts where user_id = owner and kind = of_kind and day = utc::date;
    end if;
  end if;
end $$;
-- +goose StatementEnd
revoke execute on function count_total, count_figure(uuid, text, text, timestamptz, integer) from public;

-- +goose StatementBegin
create function refuse_beyond_limit(total integer, follow boolean) returns void language plpgsql as $$
begin
  if total > (case when follow then 110000 else 100000 end) and app_user() is not null then
    raise exception using errcode = 'TB422', message = 'a user has at most 100000 tasks';
  end if;
end $$;
revoke execute on function refuse_beyond_limit(integer, boolean) from public;

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
