-- +goose Up
create table tasks (
  id                 uuid primary key,
  user_id            uuid not null references users on delete cascade,
  title              text not null check (char_length(title) between 1 and 200),
  description        text check (char_length(description) <= 1000),
  completed          boolean not null default false,
  priority           text check (priority in ('low', 'medium', 'high', 'critical')),
  priority_rank      smallint not null generated always as
                     (case priority when 'low' then 1 when 'medium' then 2 when 'high' then 3 when 'critical' then 4
                      else 0 end) stored,
  tags               text[] not null default '{}'
                     check (cardinality(tags) <= 10 and array_position(tags, null) is null),
  category           text check (char_length(category) between 1 and 50),
  due_date           timestamptz(3) check (due_date >= '1900-01-01Z' and due_date < '10000-01-01Z'),
  recurrence_pattern text check (recurrence_pattern in ('daily', 'weekly', 'monthly')),
  recurrence_anchor  timestamptz(3) check ((recurrence_anchor is null) = (due_date is null)), -- the due date that a
                     -- person gave: after 31 January and 28 February comes 31 March again
  recurrence_of      uuid, -- the completed task that this one follows
  completed_at       timestamptz(3) check ((completed_at is not null) = completed),
  version            integer not null default 1, -- the ETag
  idempotency_key    text check (char_length(idempotency_key) between 1 and 255),
  created_at         timestamptz(3) not null default now(),
  updated_at         timestamptz(3) not null default now()
);
create unique index tasks_idempotency_key on tasks (user_id, idempotency_key) where idempotency_key is not null;
create unique index tasks_recurrence_of on tasks (recurrence_of) where recurrence_of is not null; -- one successor

-- One index an order of the listing, each ending in what breaks ties.
create index tasks_by_created_at on tasks (user_id, created_at, id) include (completed);
create index tasks_by_updated_at on tasks (user_id, updated_at, id);
create index tasks_by_due_date on tasks (user_id, coalesce(due_date, 'infinity'), id);
create index tasks_by_due_date_desc on tasks (user_id, coalesce(due_date, '-infinity'), id);
create index tasks_by_priority on tasks (user_id, priority_rank, id);
create index tasks_by_title on tasks (user_id, lower(title), id);

alter table tasks enable row level security;
create policy own on tasks to todo_app
  using (user_id = app_user());
grant select, insert, update, delete on tasks to todo_app;

-- +goose Down
drop table tasks;
