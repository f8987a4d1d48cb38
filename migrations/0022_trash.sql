-- +goose Up

-- A list in the trash hides what belongs to it, so that deleting and restoring it take the same time whatever it holds:
-- to mark each of 100,000 tasks takes longer than a statement may. A task's deleted_at says when it was deleted by
-- itself, or with the task that it belongs to.
create index lists_in_trash on lists (user_id, deleted_at, id) where deleted_at is not null;
-- The condition is one whose selectivity the planner does not guess at, and the lists are read once a statement. A
-- transaction that has app.shows_hidden sees those tasks, as an export does.
alter policy own on tasks
  using (user_id = app_user() and not coalesce(list_id = any (array(
    select id from lists where user_id = app_user() and deleted_at is not null
      and current_setting('app.shows_hidden', true) is distinct from 'true')), false))
  with check (user_id = app_user());
alter policy own on label_counts
  using (user_id = app_user() and not coalesce(list_id = any (array(
    select id from lists where user_id = app_user() and deleted_at is not null)), false));
alter policy own on day_counts
  using (user_id = app_user() and not coalesce(list_id = any (array(
    select id from lists where user_id = app_user() and deleted_at is not null)), false));

-- Deletes for good what has been in the user's trash for 30 days: ten tasks, and ten of a list or, once it has none,
-- the list. Forgets ten of the tasks that left a list 90 days ago; a cursor of the list's changes from before is too
-- old then. It comes with the user's writes. It waits for nobody: what others have locked is left to the next write.
-- +goose StatementBegin
create function purge_trash() returns trigger language plpgsql security definer as $$
declare
  owner constant uuid := app_user();
  expired constant timestamptz := now() - interval '30 days';
  forgotten constant timestamptz := now() - interval '90 days';
  list lists;
begin
  if ((select min(deleted_at) from tasks where user_id = owner) < expired -- each the first of an index
      or (select min(deleted_at) from lists where user_id = owner) < expired
      or (select min(removed_at) from task_changes where user_id = owner) < forgotten) is not true
     or current_setting('app.shows_hidden', true) = 'true' then -- an import, which brings back what it was given
    return null;
  end if;
  begin
    delete from tasks where id = any (array(
      select due.id from (
        select id, list_id from tasks where user_id = owner and deleted_at < expired
        order by deleted_at, id limit 10 for update skip locked) as due
      join lists on lists.id = due.list_id for no key update of lists skip locked));
    select * into list from lists where user_id = owner and deleted_at < expired
    order by deleted_at limit 1 for update skip locked;
    if list.total > 0 then
      delete from tasks where id = any (array(
        select id from tasks where list_id = list.id and deleted_at is null limit 10 for update skip locked));
    elsif list.trashed = 0 then
      delete from lists where id = list.id;
    end if;
    with due as (
      select list_id, task_id from task_changes where user_id = owner and removed_at < forgotten
      order by removed_at limit 10
    ), locked as (
      select id from lists where id in (select list_id from due) for no key update skip locked
    ), removed as (
      delete from task_changes c using due join locked on locked.id = due.list_id
      where c.list_id = due.list_id and c.task_id = due.task_id and c.removed_at < forgotten
      returning c.list_id, c.change_seq
    )
    update lists set purged_seq = greatest(purged_seq, newest)
    from (select list_id, max(change_seq) as newest from removed group by list_id) as r where id = list_id;
  exception when others then -- the write succeeds in any case
    raise log 'the trash is not purged: %', sqlerrm;
  end;
  return null;
end $$;

do $$
begin
  execute format('alter function purge_trash() set search_path = %I, pg_temp', current_schema());
end $$;
-- +goose StatementEnd

-- The last in the alphabet, so that it runs when the others have locked the list of what is written.
create trigger trash_is_purged after insert or update of deleted_at on tasks
  for each statement execute function purge_trash();

-- +goose Down
drop trigger trash_is_purged on tasks;
drop function purge_trash;
alter policy own on tasks using (user_id = app_user()) with check (user_id = app_user());
alter policy own on label_counts using (user_id = app_user());
alter policy own on day_counts using (user_id = app_user());
update lists set deleted_at = null where deleted_at is not null;
drop index lists_in_trash;
