-- +goose Up

-- A task's key gets a third line, of the tags. Where they are ASCII the program would write the same; the keys of the
-- others are null, until the program starts.
update tasks set search_key = case when array_to_string(tags, ' ') ~ '^[ -~]*$' then
    split_part(search_key, E'\n', 1) || E'\n' || split_part(search_key, E'\n', 2) || E'\n'
    || lower(array_to_string(tags, ' ') collate "C") end
  where tags <> '{}' and search_key is not null;
drop index tasks_without_search_key;
create index tasks_without_search_key on tasks (user_id) where search_key is null;

-- Returns the ids of the user's tasks whose search_key matches all patterns of LIKE, or may, since it is null. Returns
-- null where a walk through the user's tasks is better: they are few, those that match are many, or the index cannot
-- find the patterns. It runs with the owner's rights because row security keeps operators that could leak, as LIKE,
-- from the index; so it asks for app_user() by itself. What it returns is checked by the caller once more, under row
-- security.
--
-- The index is of trigrams, and needs two extensions. They are trusted: a database's owner may create them. Where the
-- server has them not, or refuses, the answers are the same.
-- +goose StatementBegin
do $do$
declare
  trigrams text;
begin
  begin
    create extension if not exists pg_trgm;
    create extension if not exists btree_gin; -- which takes the user into the index
    select extnamespace::regnamespace::text into trigrams from pg_extension where extname = 'pg_trgm';
  exception when others then
    raise notice 'searches go without an index: %', sqlerrm;
  end;
  if trigrams is null then
    create function search_candidates(patterns text[]) returns uuid[] language sql immutable
    as 'select null::uuid[]';
    return;
  end if;
  -- A write only notes its trigrams, and every 300th or so sorts 1 MB of them in; a search reads those notes too.
  execute format('create index tasks_by_search_key on tasks using gin (user_id, search_key %s.gin_trgm_ops)
    with (gin_pending_list_limit = 1024)', trigrams);
  create function search_candidates(patterns text[]) returns uuid[] language plpgsql stable security definer as $$
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
revoke execute on function search_candidates from public;
grant execute on function search_candidates to todo_app;

-- +goose Down
drop function search_candidates; -- the extensions stay: something else may use them
drop index if exists tasks_by_search_key;
drop index tasks_without_search_key;
create index tasks_without_search_key on tasks (id) where search_key is null;
