-- +goose Up

-- Domains, since a check of the table would be read and evaluated anew at every count.
create domain list_name as text check (char_length(value) between 1 and 100);
create domain list_color as text check (value ~ '^#[0-9a-f]{6}$');
create domain list_position as text collate "C" check (char_length(value) between 1 and 256);

-- A user's lists. The inbox has the id of its user. What the triggers keep: the counts, of tasks outside the trash and
-- of those in it, and change_seq, which each statement that changes tasks of the list raises. The row is locked until
-- that statement's transaction commits, so that changes become visible in the order of their numbers. These begin at
-- the microseconds since 1970: a list that is made with the id of one that was deleted for good goes on after its last
-- number, and whoever has followed that one starts again.
create table lists (
  id         uuid primary key,
  user_id    uuid not null references users on delete cascade,
  name       list_name not null,
  color      list_color,
  position   list_position not null,
  total      integer not null default 0,
  completed  integer not null default 0,
  trashed    integer not null default 0,
  change_seq bigint not null default extract(epoch from now()) * 1000000,
  purged_seq bigint not null default extract(epoch from now()) * 1000000, -- of the newest removal that is forgotten
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  deleted_at timestamptz(3) -- in the trash
) with (fillfactor = 50); -- a count stays within its page
create index lists_user on lists (user_id, position, id);
alter table lists enable row level security;
create policy own on lists to todo_app
  using (user_id = app_user());
grant select, delete on lists to todo_app;
grant insert (id, user_id, name, color, position) on lists to todo_app;
grant update (name, color, position, updated_at, deleted_at) on lists to todo_app;

-- Makes the inbox of a new user. Clients choose the ids of lists, and some ids of users can be foreseen: the demo's,
-- those that an import brings, the subjects of another server's tokens. A list which somebody has given such an id is
-- deleted, with its tasks, when the user comes: it would keep that user out.
-- +goose StatementBegin
create function create_inbox() returns trigger language plpgsql security definer as $$
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
-- +goose StatementEnd
create trigger create_inbox after insert on users for each row execute function create_inbox();
insert into lists (id, user_id, name, position) select id, id, 'Inbox', 'a0' from users;

-- The last change of each task in each list that has it, or had it: then removed_at says when it left, for another list
-- or for good.
create table task_changes (
  list_id    uuid not null,
  task_id    uuid not null,
  user_id    uuid not null,
  change_seq bigint not null,
  removed_at timestamptz,
  primary key (list_id, task_id)
) with (fillfactor = 80);
create index task_changes_order on task_changes (list_id, change_seq, task_id);
create index task_changes_removed on task_changes (user_id, removed_at) where removed_at is not null;
alter table task_changes enable row level security;
create policy own on task_changes to todo_app
  using (user_id = app_user());
grant select on task_changes to todo_app;

-- What is not null is so for all tasks once migration 19 has filled it.
alter table tasks
  add list_id             uuid, -- of the same user, which the triggers hold
  add parent_id           uuid, -- of a subtask: a task in the same list that is no subtask
  add position            text collate "C", -- a fractional index, among the tasks of the list with the same parent
  add start_on            date,
  add due_on              date, -- a day; due_date is its last millisecond in the user's zone then
  add recurrence_rule     text, -- RFC 5545
  add recurrence_from     text not null default 'due', -- or completion
  add occurrences         timestamptz(3)[], -- the next, ending in infinity where there are no more
  add subtasks            integer not null default 0, -- outside the trash, kept by the triggers
  add completed_subtasks  integer not null default 0,
  add deleted_at          timestamptz(3); -- in the trash

-- Returns the fractional index of an instant: the head of an integer of nine digits to the base of 62, in microseconds,
-- and a fraction of the id, so that tasks of one instant differ. Later instants come later, before the year 2398.
-- +goose StatementBegin
create function task_position(at timestamptz, id uuid) returns text language plpgsql immutable as $$
declare
  digits constant text := '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  rest bigint := greatest(0, extract(epoch from at) * 1000000)::bigint;
  result text := '';
begin
  for i in 1 .. 9 loop
    result := substr(digits, 1 + (rest % 62)::integer, 1) || result;
    rest := rest / 62;
  end loop;
  return 'i' || result || right(replace(id::text, '-', ''), 8) || 'V';
end $$;

-- For SQL that says neither, such as an older program's, once migration 18 has switched to it.
create function place_task() returns trigger language plpgsql as $$
begin
  new.list_id := coalesce(new.list_id, new.user_id);
  new.position := coalesce(new.position, task_position(clock_timestamp(), new.id));
  return new;
end $$;

create function task_is_valid(title text, description text, category text, priority text, tags text[],
  due_date timestamptz, recurrence_anchor timestamptz, recurrence_pattern text, completed boolean,
  completed_at timestamptz, id uuid, parent_id uuid, task_position text, due_on date, recurrence_rule text,
  recurrence_from text) returns boolean language plpgsql immutable as $$
begin
  return char_length(title) between 1 and 200 and char_length(description) <= 1000
    and char_length(category) between 1 and 50 and priority in ('low', 'medium', 'high', 'critical')
    and cardinality(tags) <= 10 and array_position(tags, null) is null
    and due_date >= '1900-01-01Z' and due_date < '10000-01-02Z' -- the end of a last day, west of Greenwich
    and (recurrence_anchor is null) = (due_date is null) and recurrence_pattern in ('daily', 'weekly', 'monthly')
    and (completed_at is not null) = completed and parent_id <> id
    and char_length(task_position) between 1 and 256 and (due_on is null or due_date is not null)
    and char_length(recurrence_rule) between 1 and 1000 and recurrence_from in ('due', 'completion');
end $$;
-- +goose StatementEnd
alter table tasks drop constraint tasks_are_valid, add constraint tasks_are_valid check (
  task_is_valid(title, description, category, priority, tags, due_date, recurrence_anchor, recurrence_pattern,
    completed, completed_at, id, parent_id, position, due_on, recurrence_rule, recurrence_from)) not valid;
drop function task_is_valid(text, text, text, text, text[], timestamptz, timestamptz, text, boolean, timestamptz);

-- +goose Down
-- +goose StatementBegin
create function task_is_valid(title text, description text, category text, priority text, tags text[],
  due_date timestamptz, recurrence_anchor timestamptz, recurrence_pattern text, completed boolean,
  completed_at timestamptz) returns boolean language plpgsql immutable as $$
begin
  return char_length(title) between 1 and 200 and char_length(description) <= 1000
    and char_length(category) between 1 and 50 and priority in ('low', 'medium', 'high', 'critical')
    and cardinality(tags) <= 10 and array_position(tags, null) is null
    and due_date >= '1900-01-01Z' and due_date < '10000-01-01Z'
    and (recurrence_anchor is null) = (due_date is null) and recurrence_pattern in ('daily', 'weekly', 'monthly')
    and (completed_at is not null) = completed;
end $$;
-- +goose StatementEnd
delete from tasks where due_date >= '10000-01-01Z' or deleted_at is not null;
alter table tasks drop constraint tasks_are_valid, add constraint tasks_are_valid check (
  task_is_valid(title, description, category, priority, tags, due_date, recurrence_anchor, recurrence_pattern,
    completed, completed_at));
drop function task_is_valid(text, text, text, text, text[], timestamptz, timestamptz, text, boolean, timestamptz, uuid,
  uuid, text, date, text, text);
drop function place_task, task_position;
alter table tasks drop list_id, drop parent_id, drop position, drop start_on, drop due_on, drop recurrence_rule,
  drop recurrence_from, drop occurrences, drop subtasks, drop completed_subtasks, drop deleted_at;
drop trigger create_inbox on users;
drop function create_inbox;
drop table task_changes, lists;
drop domain list_name, list_color, list_position;
