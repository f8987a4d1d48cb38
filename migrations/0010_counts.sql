-- +goose Up

-- What the overview shows, kept beside task_counts by the triggers of migration 11, so that no reader counts tasks. A
-- row that would say 0 is deleted. The user's row of task_counts is locked before any of these, so that writers of one
-- user's tasks queue there, whatever rows they go on to in whatever order. Checks would cost a write more than its
-- change does: the triggers alone write these tables.
create table label_counts (
  user_id uuid not null,
  kind    text collate "C" not null, -- tag, category
  name    text collate "C" not null,
  n       integer not null, -- tasks
  primary key (user_id, kind, name)
) with (fillfactor = 50); -- a change stays within its page
alter table label_counts enable row level security;
create policy own on label_counts to todo_app
  using (user_id = app_user());
grant select on label_counts to todo_app;

-- Open tasks by when they are due, completed ones by when they were completed: a row a day in UTC, with a count for
-- each quarter of an hour, from the first that has tasks to the last; null is 0. Any zone's days consist of such
-- quarters. The tasks due in a month have a row too, of its first day, so that few rows tell how many are overdue.
create table day_counts (
  user_id  uuid not null,
  kind     text collate "C" not null, -- due, due month, completed
  day      date not null,
  n        integer not null,
  quarters integer[] not null, -- 1 is 00:00 to 00:15, 96 is 23:45 to 24:00
  primary key (user_id, kind, day)
) with (fillfactor = 80);
alter table day_counts enable row level security;
create policy own on day_counts to todo_app
  using (user_id = app_user());
grant select on day_counts to todo_app;

-- Returns what a task counts for beside the totals; at is when a quarter of an hour begins.
create function task_figures(tags text[], category text, completed boolean, completed_at timestamptz, due timestamptz)
returns table (kind text, name text, at timestamptz) language sql immutable as $$
  select 'tag', tag, null::timestamptz from (select distinct unnest(tags) as tag) as each
  union all select 'category', category, null where category is not null
  union all select 'completed', null, date_bin('15 minutes', completed_at, '1900-01-01Z') where completed
  union all select 'due', null, date_bin('15 minutes', due, '1900-01-01Z') where not completed and due is not null
  union all select 'due month', null, date_trunc('month', due at time zone 'UTC') at time zone 'UTC'
    where not completed and due is not null
$$;

-- Adds to a user's totals, either of which may be less than 0, and returns how many tasks there are: of none, no counts
-- are left.
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

-- Adds to the count of a label, or of the quarter of an hour of at where that is not null; more may be less than 0.
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
revoke execute on function count_total, count_figure from public;

-- +goose Down
drop function count_total, count_figure, task_figures;
drop table label_counts, day_counts;
