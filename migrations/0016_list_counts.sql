-- +goose Up

-- Functions that keep the counts of lists and the changes of tasks, once migration 18 has switched to them. A task is
-- locked before its parent, that before its list, and that before the list's counts: writers of different lists never
-- wait for each other.

-- Returns what a task counts for beside the totals, which is nothing in the trash; at is when a quarter of an hour
-- begins.
create function task_figures(tags text[], category text, completed boolean, completed_at timestamptz, due timestamptz,
  deleted_at timestamptz)
returns table (kind text, name text, at timestamptz) language sql immutable as $$
  select * from (
    select 'tag', tag, null::timestamptz from (select distinct unnest(tags) as tag) as each
    union all select 'category', category, null where category is not null
    union all select 'completed', null, date_bin('15 minutes', completed_at, '1900-01-01Z') where completed
    union all select 'due', null, date_bin('15 minutes', due, '1900-01-01Z') where not completed and due is not null
    union all select 'due month', null, date_trunc('month', due at time zone 'UTC') at time zone 'UTC'
      where not completed and due is not null
  ) as figures where deleted_at is null
$$;

-- Adds to the count of a label, or of the quarter of an hour of at where that is not null; more may be less than 0.
-- +goose StatementBegin
create function count_figure(owner uuid, list uuid, of_kind text, of_name text, at timestamptz, more integer)
returns void language plpgsql as $$
declare
  utc timestamp := at at time zone 'UTC';
  q integer := 1 + extract(hour from utc)::integer * 4 + extract(minute from utc)::integer / 15;
  remaining integer;
begin
  if at is null then
    update label_counts set n = n + more where user_id = owner and kind = of_kind and name = of_name and list_id = list
    returning n into remaining;
    if not found then
      insert into label_counts (user_id, list_id, kind, name, n) values (owner, list, of_kind, of_name, more);
    elsif remaining = 0 then
      delete from label_counts where user_id = owner and kind = of_kind and name = of_name and list_id = list;
    end if;
  else
    update day_counts set n = n + more, quarters[q] = coalesce(quarters[q], 0) + more
    where user_id = owner and kind = of_kind and day = utc::date and list_id = list
    returning n into remaining;
    if not found then
      insert into day_counts (user_id, list_id, kind, day, n, quarters)
      values (owner, list, of_kind, utc::date, more, array_fill(more, '{1}', array[q]));
    elsif remaining = 0 then
      delete from day_counts where user_id = owner and kind = of_kind and day = utc::date and list_id = list;
    end if;
  end if;
end $$;

-- Adds to a list's counts and returns the number of the change, or null where the list does not exist. It fails as a
-- foreign key does where tasks enter a list that does not exist, or a list in the trash gets more tasks. Of no tasks,
-- no figures are left.
create function count_list(list uuid, owner uuid, more integer, more_completed integer, more_trashed integer,
  enters boolean) returns bigint language plpgsql as $$
declare
  changed record;
begin
  update lists set total = total + more, completed = completed + more_completed, trashed = trashed + more_trashed,
    change_seq = change_seq + 1
  where id = list and user_id = owner returning change_seq, deleted_at, total into changed;
  if changed.change_seq is null and enters or changed.deleted_at is not null and more > 0 then
    raise exception using errcode = 'foreign_key_violation', message = 'the list does not exist';
  end if;
  if changed.total = 0 and more < 0 then
    delete from label_counts c where c.user_id = owner and c.list_id = list;
    delete from day_counts c where c.user_id = owner and c.list_id = list;
  end if;
  return changed.change_seq;
end $$;

-- Reports whether a user has less than 100,000 tasks, those in the trash included. So has a user who is deleted
-- meanwhile, whom the reference to users refuses. PostgreSQL inlines it.
create function has_room(owner uuid) returns boolean language sql stable
as $$ select coalesce(sum(total + trashed), 0) < 100000 from lists where user_id = owner $$;

-- A user whom a request has authenticated may have 100,000 tasks, those in the trash included; beyond it TB422 is
-- raised, and the statement undone. The next occurrence of a recurring task is still created up to 110,000: completing
-- works at the limit. Lists that are written at once do not see each other's last tasks.
create function refuse_beyond_limit(owner uuid, follow boolean) returns void language plpgsql as $$
begin
  if app_user() is not null
     and (select sum(total + trashed) from lists where user_id = owner) > (case when follow then 110000 else 100000 end)
  then
    raise exception using errcode = 'TB422', message = 'a user has at most 100000 tasks';
  end if;
end $$;

-- Adds to the counts of a task's subtasks; what the task says has changed with them.
create function count_subtasks(parent uuid, more integer, more_completed integer) returns void language sql as $$
  update tasks set subtasks = subtasks + more, completed_subtasks = completed_subtasks + more_completed,
    version = version + 1, updated_at = now()
  where id = parent and (more <> 0 or more_completed <> 0)
$$;
revoke execute on function count_figure(uuid, uuid, text, text, timestamptz, integer), count_list,
  refuse_beyond_limit(uuid, boolean), count_subtasks from public;

-- Keep the counts and the changes, a statement at a time; lists in their order.
create function track_added_tasks() returns trigger language plpgsql security definer as $$
declare
  o record; d record;
  n bigint;
  tasks integer := 0;
  live boolean;
begin
  for o in select id, list_id, user_id, parent_id, tags, category, completed, completed_at, due_date, deleted_at,
             recurrence_of is not null as follows
           from added limit 2 loop
    tasks := tasks + 1;
  end loop;
  if tasks = 1 then -- as nearly always, and in half the time that groups take
    live := o.deleted_at is null;
    if o.parent_id is not null and live then
      perform count_subtasks(o.parent_id, 1, o.completed::integer);
    end if;
    n := count_list(o.list_id, o.user_id, live::integer, (live and o.completed)::integer, (not live)::integer,
      true);
    insert into task_changes as c values (o.list_id, o.id, o.user_id, n)
    on conflict (list_id, task_id) do update set change_seq = n, removed_at = null;
    perform refuse_beyond_limit(o.user_id, o.follows);
    if not live then
      return null;
    end if;
    if o.tags <> '{}' then
      update label_counts set n = label_counts.n + 1
      where user_id = o.user_id and kind = 'tag' and name = any (o.tags) and list_id = o.list_id;
      get diagnostics tasks = row_count;
      if tasks < cardinality(o.tags) then
        insert into label_counts (user_id, list_id, kind, name, n)
        select distinct o.user_id, o.list_id, 'tag', tag, 1 from unnest(o.tags) as tag
        on conflict do nothing; -- the others have been counted
      end if;
    end if;
    if o.category is not null then
      perform count_figure(o.user_id, o.list_id, 'category', o.category, null, 1);
    end if;
    if o.completed then
      perform count_figure(o.user_id, o.list_id, 'completed', null, o.completed_at, 1);
    elsif o.due_date is not null then
      perform count_figure(o.user_id, o.list_id, 'due', null, o.due_date, 1);
      perform count_figure(o.user_id, o.list_id, 'due month', null, date_trunc('month', o.due_date at time zone 'UTC')
        at time zone 'UTC', 1);
    end if;
    return null;
  end if;
  perform count_subtasks(parent_id, count(*)::integer, (count(*) filter (where completed))::integer)
  from added where parent_id is not null and deleted_at is null group by parent_id order by parent_id;
  for o in select list_id, user_id, (count(*) filter (where deleted_at is null))::integer as more,
             (count(*) filter (where deleted_at is null and completed))::integer as done,
             (count(*) filter (where deleted_at is not null))::integer as trashed,
             bool_and(recurrence_of is not null) as follow
           from added group by list_id, user_id order by list_id loop
    n := count_list(o.list_id, o.user_id, o.more, o.done, o.trashed, true);
    insert into task_changes as c select o.list_id, id, o.user_id, n from added where list_id = o.list_id
    on conflict (list_id, task_id) do update set change_seq = n, removed_at = null;
    perform refuse_beyond_limit(o.user_id, o.follow);
  end loop;
  for d in select user_id, list_id, kind, name, at, count(*)::integer as more
           from added cross join lateral task_figures(tags, category, completed, completed_at, due_date, deleted_at)
           group by user_id, list_id, kind, name, at order by list_id loop
    perform count_figure(d.user_id, d.list_id, d.kind, d.name, d.at, d.more);
  end loop;
  return null;
end $$;
-- +goose StatementEnd

-- +goose Down
drop function track_added_tasks, refuse_beyond_limit(uuid, boolean), has_room, count_list, count_subtasks,
  count_figure(uuid, uuid, text, text, timestamptz, integer),
  task_figures(text[], text, boolean, timestamptz, timestamptz, timestamptz);
