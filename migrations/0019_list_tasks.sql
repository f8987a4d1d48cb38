-- +goose NO TRANSACTION
-- +goose Up

-- Puts each task of before into its user's inbox, in the order of creation, and has the triggers note it as a change: a
-- thousand tasks of one user a transaction, so that whoever changes one of them meanwhile waits for milliseconds. An
-- interrupted migration goes on where it stopped.
-- +goose StatementBegin
create or replace procedure fill_lists() language plpgsql as $$
declare
  owner uuid;
  filled integer;
begin
  for owner in select id from users order by id loop
    loop
      update tasks set list_id = user_id, position = task_position(created_at, id)
      where id in (select id from tasks where user_id = owner and list_id is null order by created_at, id limit 1000);
      get diagnostics filled = row_count;
      commit;
      exit when filled < 1000;
    end loop;
  end loop;
end $$;
-- +goose StatementEnd
call fill_lists();
drop procedure fill_lists;
alter table tasks validate constraint tasks_are_valid;
alter table tasks drop constraint if exists tasks_are_placed;
alter table tasks add constraint tasks_are_placed check (list_id is not null and position is not null) not valid;
alter table tasks validate constraint tasks_are_placed;
alter table tasks alter list_id set not null, alter position set not null, drop constraint tasks_are_placed;

-- The listings pass over the trash, and so do their indexes. Each is built beside its writers; one that an interruption
-- has left is built again.
drop index concurrently if exists tasks_by_created_at_next;
create index concurrently tasks_by_created_at_next on tasks (user_id, created_at, id) where deleted_at is null;
drop index concurrently if exists tasks_by_created_at;
alter index tasks_by_created_at_next rename to tasks_by_created_at;
drop index concurrently if exists tasks_by_updated_at_next;
create index concurrently tasks_by_updated_at_next on tasks (user_id, updated_at, id) where deleted_at is null;
drop index concurrently if exists tasks_by_updated_at;
alter index tasks_by_updated_at_next rename to tasks_by_updated_at;
drop index concurrently if exists tasks_by_due_date_next;
create index concurrently tasks_by_due_date_next on tasks (user_id, due_asc, id) where deleted_at is null;
drop index concurrently if exists tasks_by_due_date;
alter index tasks_by_due_date_next rename to tasks_by_due_date;
drop index concurrently if exists tasks_by_due_date_desc_next;
create index concurrently tasks_by_due_date_desc_next on tasks (user_id, due_desc, id) where deleted_at is null;
drop index concurrently if exists tasks_by_due_date_desc;
alter index tasks_by_due_date_desc_next rename to tasks_by_due_date_desc;
drop index concurrently if exists tasks_by_priority_next;
create index concurrently tasks_by_priority_next on tasks (user_id, priority_rank, id) where deleted_at is null;
drop index concurrently if exists tasks_by_priority;
alter index tasks_by_priority_next rename to tasks_by_priority;
drop index concurrently if exists tasks_by_title_next;
create index concurrently tasks_by_title_next on tasks (user_id, title_key, id) where deleted_at is null;
drop index concurrently if exists tasks_by_title;
alter index tasks_by_title_next rename to tasks_by_title;
drop index concurrently if exists tasks_by_position;
create index concurrently tasks_by_position on tasks (list_id, position, id) where deleted_at is null;
drop index concurrently if exists tasks_of_parent;
create index concurrently tasks_of_parent on tasks (parent_id) where parent_id is not null;
drop index concurrently if exists tasks_in_trash;
create index concurrently tasks_in_trash on tasks (user_id, deleted_at, id) where deleted_at is not null;

-- +goose StatementBegin
do $do$
begin
  if to_regclass('tasks_by_search_key') is null then
    return; -- searches go without an index
  end if;
  create or replace function search_candidates(patterns text[]) returns uuid[]
  language plpgsql stable security definer as $$
  declare
    most constant integer := 2000; -- rows, which are read as fast as a walk finds a page of so many among 100,000
    -- three letters in a row are a trigram
    indexed constant text[] := array(select p from unnest(patterns) as p where p ~ '[[:alnum:]]{3}' limit 3);
    ids uuid[];
  begin
    -- Few tasks are read sooner than a query is planned, and the bitmap of many matches is long in the making: three
    -- of the newest 200 show that there are many.
    if cardinality(indexed) = 0
       or (select count(*) < 200 or count(*) filter (where search_key like all (patterns)) > 2
           from (select search_key from tasks where user_id = app_user() and deleted_at is null
                 order by created_at desc, id desc limit 200) as newest) then
      return null;
    end if;
    -- planned for these patterns: no plan is good for all
    execute '
      select array(
        select id from tasks
        where user_id = app_user() and search_key like $1 and search_key like $2 and search_key like $3
          and search_key like all ($4) and deleted_at is null
        union all
        select id from tasks where user_id = app_user() and search_key is null and deleted_at is null
        limit $5 + 1)'
      into ids using indexed[1], coalesce(indexed[2], '%'), coalesce(indexed[3], '%'), patterns, most;
    return case when cardinality(ids) <= most then ids end;
  end $$;
  execute format('alter function search_candidates set search_path = %I, pg_temp', current_schema());
end $do$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
do $do$
begin
  if to_regclass('tasks_by_search_key') is null then
    return; -- searches go without an index
  end if;
  create or replace function search_candidates(patterns text[]) returns uuid[]
  language plpgsql stable security definer as $$
  declare
    most constant integer := 2000; -- rows, which are read as fast as a walk finds a page of so many among 100,000
    -- three letters in a row are a trigram
    indexed constant text[] := array(select p from unnest(patterns) as p where p ~ '[[:alnum:]]{3}' limit 3);
    ids uuid[];
  begin
    -- Few tasks are read sooner than a query is planned, and the bitmap of many matches is long in the making: three
    -- of the newest 200 show that there are many.
    if cardinality(indexed) = 0
       or (select count(*) < 200 or count(*) filter (where search_key like all (patterns)) > 2
           from (select search_key from tasks where user_id = app_user()
                 order by created_at desc, id desc limit 200) as newest) then
      return null;
    end if;
    -- planned for these patterns: no plan is good for all
    execute '
      select array(
        select id from tasks
        where user_id = app_user() and search_key like $1 and search_key like $2 and search_key like $3
          and search_key like all ($4)
        union all
        select id from tasks where user_id = app_user() and search_key is null
        limit $5 + 1)'
      into ids using indexed[1], coalesce(indexed[2], '%'), coalesce(indexed[3], '%'), patterns, most;
    return case when cardinality(ids) <= most then ids end;
  end $$;
  execute format('alter function search_candidates set search_path = %I, pg_temp', current_schema());
end $do$;
-- +goose StatementEnd
drop index concurrently if exists tasks_by_created_at_next;
create index concurrently tasks_by_created_at_next on tasks (user_id, created_at, id);
drop index concurrently if exists tasks_by_created_at;
alter index tasks_by_created_at_next rename to tasks_by_created_at;
drop index concurrently if exists tasks_by_updated_at_next;
create index concurrently tasks_by_updated_at_next on tasks (user_id, updated_at, id);
drop index concurrently if exists tasks_by_updated_at;
alter index tasks_by_updated_at_next rename to tasks_by_updated_at;
drop index concurrently if exists tasks_by_due_date_next;
create index concurrently tasks_by_due_date_next on tasks (user_id, due_asc, id);
drop index concurrently if exists tasks_by_due_date;
alter index tasks_by_due_date_next rename to tasks_by_due_date;
drop index concurrently if exists tasks_by_due_date_desc_next;
create index concurrently tasks_by_due_date_desc_next on tasks (user_id, due_desc, id);
drop index concurrently if exists tasks_by_due_date_desc;
alter index tasks_by_due_date_desc_next rename to tasks_by_due_date_desc;
drop index concurrently if exists tasks_by_priority_next;
create index concurrently tasks_by_priority_next on tasks (user_id, priority_rank, id);
drop index concurrently if exists tasks_by_priority;
alter index tasks_by_priority_next rename to tasks_by_priority;
drop index concurrently if exists tasks_by_title_next;
create index concurrently tasks_by_title_next on tasks (user_id, title_key, id);
drop index concurrently if exists tasks_by_title;
alter index tasks_by_title_next rename to tasks_by_title;
drop index concurrently if exists tasks_by_position;
drop index concurrently if exists tasks_of_parent;
drop index concurrently if exists tasks_in_trash;
alter table tasks alter list_id drop not null, alter position drop not null;
