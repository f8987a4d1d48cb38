-- +goose Up

-- How many tasks a user has, kept by every statement that writes tasks, in its own transaction; no row where there are
-- none. A limit and a listing read it instead of counting. No reference to users: the rows go with the tasks, and a
-- deletion of the user thus locks users, tasks and counts in the order in which every other writer does.
create table task_counts (
  user_id   uuid primary key,
  total     integer not null check (total > 0),
  completed integer not null check (completed between 0 and total)
) with (fillfactor = 50); -- a change stays within its page
alter table task_counts enable row level security;
create policy own on task_counts to todo_app
  using (user_id = app_user());
grant select on task_counts to todo_app; -- the triggers alone write it

-- Adds to a user's counts, either of which may be less than 0, and returns the total.
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
-- +goose StatementEnd

-- Keeps the counts, a statement at a time; users in their order, so that statements over several do not block each
-- other. A user whom a request has authenticated may create 100,000 tasks; beyond it TB422 is raised, and the statement
-- undone. The next occurrence of a recurring task is still made up to 110,000, so that completing works at the limit.
-- +goose StatementBegin
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
-- +goose StatementEnd
-- +goose StatementBegin
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
-- +goose StatementEnd
-- +goose StatementBegin
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
-- +goose StatementEnd
-- +goose StatementBegin
create function count_no_tasks() returns trigger language plpgsql security definer as $$
begin
  delete from task_counts;
  return null;
end $$;
-- +goose StatementEnd
revoke execute on function count_tasks from public;

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
insert into task_counts select user_id, count(*), count(*) filter (where completed) from tasks group by user_id;

-- What the health check writes, so that it notices a database that is read-only or has no room: a page of the disk,
-- each time a new one, since the table is emptied first. Unlogged: nothing of it is worth keeping.
create unlogged table room (filler integer not null);
alter table room enable row level security;

-- +goose Down
drop table room;
drop trigger count_added on tasks;
drop trigger count_changed on tasks;
drop trigger count_removed on tasks;
drop trigger count_none on tasks;
drop function count_added_tasks, count_changed_tasks, count_removed_tasks, count_no_tasks, count_tasks;
drop table task_counts;
