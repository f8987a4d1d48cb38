-- +goose Up

-- More functions for migration 18.
-- +goose StatementBegin
create function track_changed_tasks() returns trigger language plpgsql security definer as $$
declare
  o record; d record;
  n bigint;
  tasks integer := 0;
begin
  for o in select a.id, a.user_id, coalesce(a.list_id, a.user_id) as list_id, a.parent_id,
             a.deleted_at is null as live,
             a.completed::integer - r.completed::integer as done,
             (a.user_id, a.list_id, a.parent_id, a.deleted_at)
               is distinct from (r.user_id, r.list_id, r.parent_id, r.deleted_at) as moves
           from added a join removed r using (id) limit 2 loop
    tasks := tasks + 1;
  end loop;
  if tasks = 1 and not o.moves then -- as nearly always
    if o.parent_id is not null and o.live then
      perform count_subtasks(o.parent_id, 0, o.done);
    end if;
    n := count_list(o.list_id, o.user_id, 0, case when o.live then o.done else 0 end, 0, true);
    update task_changes set change_seq = n where list_id = o.list_id and task_id = o.id;
  else
    perform count_subtasks(parent_id, sum(more)::integer, coalesce(sum(more) filter (where completed), 0)::integer)
    from (select 1 as more, parent_id, completed from added where parent_id is not null and deleted_at is null
          union all
          select -1, parent_id, completed from removed where parent_id is not null and deleted_at is null) as each
    group by parent_id order by parent_id;
    for o in select list_id, user_id, coalesce(sum(more) filter (where live), 0)::integer as more,
               coalesce(sum(more) filter (where live and completed), 0)::integer as done,
               coalesce(sum(more) filter (where not live), 0)::integer as trashed,
               bool_or(more = 1) as enters, bool_or(more = -1) as leaves
             from (select 1 as more, coalesce(list_id, user_id) as list_id, user_id, deleted_at is null as live,
                     completed from added
                   union all
                   select -1, coalesce(list_id, user_id), user_id, deleted_at is null, completed from removed) as each
             group by list_id, user_id order by list_id loop
      n := count_list(o.list_id, o.user_id, o.more, o.done, o.trashed, o.enters);
      continue when n is null;
      insert into task_changes as c
        select o.list_id, id, o.user_id, n from added where o.enters and coalesce(list_id, user_id) = o.list_id
      on conflict (list_id, task_id) do update set change_seq = n, removed_at = null;
      insert into task_changes as c
        select o.list_id, r.id, o.user_id, n, now() from removed r join added a using (id)
        where o.leaves and coalesce(r.list_id, r.user_id) = o.list_id
          and coalesce(a.list_id, a.user_id) <> o.list_id
      on conflict (list_id, task_id) do update set change_seq = n, removed_at = now();
    end loop;
  end if;
  perform from (
    select user_id, list_id, tags, category, completed, completed_at, due_date, deleted_at from added
    except all
    select user_id, list_id, tags, category, completed, completed_at, due_date, deleted_at from removed) as changed;
  if not found then
    return null;
  end if;
  for d in select user_id, list_id, kind, name, at, sum(more)::integer as more
           from (select 1 as more, user_id, coalesce(list_id, user_id) as list_id, tags, category, completed,
                   completed_at, due_date, deleted_at from added
                 union all
                 select -1, user_id, coalesce(list_id, user_id), tags, category, completed,
                   completed_at, due_date, deleted_at from removed) as each
           cross join lateral task_figures(tags, category, completed, completed_at, due_date, deleted_at)
           where (select total from lists where id = each.list_id) > 0
           group by user_id, list_id, kind, name, at having sum(more) <> 0 order by list_id loop
    perform count_figure(d.user_id, d.list_id, d.kind, d.name, d.at, d.more);
  end loop;
  return null;
end $$;

create function track_removed_tasks() returns trigger language plpgsql security definer as $$
declare
  o record; d record;
  n bigint;
begin
  perform count_subtasks(parent_id, -count(*)::integer, -(count(*) filter (where completed))::integer)
  from removed where parent_id is not null and deleted_at is null group by parent_id order by parent_id;
  for o in select coalesce(list_id, user_id) as list_id, user_id,
             (count(*) filter (where deleted_at is null))::integer as less,
             (count(*) filter (where deleted_at is null and completed))::integer as done,
             (count(*) filter (where deleted_at is not null))::integer as trashed
           from removed group by 1, 2 order by 1 loop
    n := count_list(o.list_id, o.user_id, -o.less, -o.done, -o.trashed, false);
    continue when n is null; -- the list has been deleted, and its counts with it
    insert into task_changes as c
      select o.list_id, id, o.user_id, n, now() from removed where coalesce(list_id, user_id) = o.list_id
    on conflict (list_id, task_id) do update set change_seq = n, removed_at = now();
  end loop;
  for d in select user_id, coalesce(list_id, user_id) as list_id, kind, name, at, count(*)::integer as less
           from removed cross join lateral task_figures(tags, category, completed, completed_at, due_date, deleted_at)
           where (select total from lists l where l.id = coalesce(removed.list_id, removed.user_id)) > 0
           group by 1, 2, kind, name, at order by 2 loop
    perform count_figure(d.user_id, d.list_id, d.kind, d.name, d.at, -d.less);
  end loop;
  return null;
end $$;

create function track_no_tasks() returns trigger language plpgsql security definer as $$
begin
  update lists set total = 0, completed = 0, trashed = 0, change_seq = change_seq + 1;
  update task_changes c set change_seq = l.change_seq, removed_at = now() from lists l where l.id = c.list_id;
  delete from label_counts;
  delete from day_counts;
  return null;
end $$;

-- The tasks of a list that is deleted for good are deleted with it.
create function forget_list() returns trigger language plpgsql security definer as $$
declare
  l record;
begin
  delete from label_counts c using removed where c.user_id = removed.user_id and c.list_id = removed.id;
  delete from day_counts c using removed where c.user_id = removed.user_id and c.list_id = removed.id;
  delete from task_changes c using removed where c.list_id = removed.id;
  for l in select id, user_id from removed loop -- so that each is planned for an index
    delete from tasks where list_id = l.id and deleted_at is null;
    delete from tasks where user_id = l.user_id and deleted_at is not null and list_id = l.id;
  end loop;
  return null;
end $$;

-- What runs with the owner's rights looks names up where it was made, and nowhere before that.
do $$
declare
  f text;
begin
  foreach f in array array['track_added_tasks', 'track_changed_tasks', 'track_removed_tasks', 'track_no_tasks',
                           'create_inbox', 'forget_list'] loop
    execute format('alter function %I() set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;
-- +goose StatementEnd

-- +goose Down
drop function track_changed_tasks, track_removed_tasks, track_no_tasks, forget_list;
