-- +goose Up

-- The searches that a user has saved, in their order: objects with a name, its key, which names are compared by, and
-- the search.
create table filters (
  user_id    uuid primary key references users on delete cascade,
  filters    jsonb not null check (jsonb_typeof(filters) = 'array' and jsonb_array_length(filters) <= 50),
  version    integer not null default 1,
  updated_at timestamptz(3) not null default now()
);
alter table filters enable row level security;
create policy own on filters to todo_app
  using (user_id = app_user());
grant select on filters to todo_app;
grant insert (user_id, filters) on filters to todo_app;
grant update (filters, version, updated_at) on filters to todo_app;

-- +goose Down
drop table filters;
