-- +goose Up

-- Clients choose the ids of lists, and some ids of users can be foreseen: the demo's, those that an import brings, the
-- subjects of another server's tokens. A list which somebody has given such an id goes, with its tasks, when the user
-- comes: it would keep that user out.
-- +goose StatementBegin
create or replace function create_inbox() returns trigger language plpgsql security definer as $$
declare
  holder uuid;
begin
  select user_id into holder from lists where id = new.id for update;
  if found then
    delete from tasks where user_id = holder and list_id = new.id;
    delete from lists where id = new.id;
  end if;
  insert into lists (id, user_id, name, position) values (new.id, new.id, 'Inbox', 'a0');
  return null;
end $$;

-- What runs with the owner's rights looks names up where it was made, and nowhere before that.
do $$
begin
  execute format('alter function create_inbox() set search_path = %I, pg_temp', current_schema());
end $$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
create or replace function create_inbox() returns trigger language plpgsql security definer as $$
begin
  insert into lists (id, user_id, name, position) values (new.id, new.id, 'Inbox', 'a0');
  return null;
end $$;
do $$
begin
  execute format('alter function create_inbox() set search_path = %I, pg_temp', current_schema());
end $$;
-- +goose StatementEnd
