-- +goose Up

-- The role that requests step down to, so that row security holds even where the login role owns the tables.
-- Roles belong to the whole cluster: another database, or another instance, may have made it already.
-- +goose StatementBegin
do $$
begin
  if not exists (select from pg_roles where rolname = 'todo_app') then
    create role todo_app nologin;
  end if;
exception when duplicate_object or unique_violation then null;
end $$;
-- +goose StatementEnd
grant todo_app to current_user;
grant usage on schema public to todo_app;

create table users (
  id             uuid primary key,
  email          text not null check (email = lower(email) and char_length(email) between 3 and 255),
  email_verified boolean not null default false,
  password_hash  text not null,
  full_name      text check (char_length(full_name) between 1 and 255),
  avatar_url     text check (char_length(avatar_url) between 1 and 2048),
  timezone       text not null default 'UTC' check (char_length(timezone) between 1 and 64),
  language       text not null default 'en' check (char_length(language) between 2 and 35),
  created_at     timestamptz(3) not null default now(), -- milliseconds, as the API shows times
  updated_at     timestamptz(3) not null default now()
);
create unique index users_email_key on users (lower(email));

create table sessions (
  id         uuid primary key,
  user_id    uuid not null references users on delete cascade,
  remember   boolean not null default false, -- 30 days instead of 7, at each refresh too
  ip_address inet,
  user_agent text check (char_length(user_agent) <= 512),
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null
);
create index sessions_user on sessions (user_id, created_at desc);
create index sessions_expiry on sessions (expires_at);

-- Who tried a password when: the newest first, five at most. Here, so that the limit holds across instances.
create table login_attempts (
  source        text primary key check (char_length(source) <= 64),
  times         timestamptz[] not null check (cardinality(times) between 1 and 5),
  refused_until timestamptz -- set when the last attempt was refused
);
create index login_attempts_age on login_attempts ((times[1]));

-- The user whom the same round trip has authenticated, or null. Every statement of a user's is keyed by it, and so is
-- row security: with no session nothing is seen or changed. PostgreSQL inlines it.
-- +goose StatementBegin
create function app_user() returns uuid language sql stable parallel safe
as $$ select nullif(current_setting('app.user_id', true), '')::uuid $$;
-- +goose StatementEnd

alter table users enable row level security;
create policy own on users to todo_app
  using (id = app_user());
alter table sessions enable row level security;
create policy own on sessions to todo_app
  using (user_id = app_user());
alter table login_attempts enable row level security;

grant select, delete on users to todo_app;
grant update (full_name, avatar_url, timezone, language, password_hash, updated_at) on users to todo_app;
grant select, delete on sessions to todo_app;
grant update (expires_at) on sessions to todo_app;

-- +goose Down
drop table login_attempts, sessions, users;
drop function app_user;
revoke usage on schema public from todo_app; -- the role stays: another database may use it
