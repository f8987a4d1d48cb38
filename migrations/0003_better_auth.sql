-- +goose Up
alter table users alter password_hash drop not null; -- an account of GitHub, Google or another auth server has none
alter table users add email_changes integer not null default 0; -- so that a link to change the address works once

-- A session's token is kept as its SHA-256 alone: it has 190 random bits, and whoever reads the table gets no session.
alter table sessions add token_hash bytea check (octet_length(token_hash) = 32);
create unique index sessions_token on sessions (token_hash);
alter table sessions add lifetime interval not null default '7 days'; -- from each renewal
update sessions set lifetime = '30 days' where remember;
alter table sessions drop remember;
alter table sessions add updated_at timestamptz(3) not null default now();

-- Whom the user is at GitHub and Google.
create table accounts (
  id          uuid primary key,
  user_id     uuid not null references users on delete cascade,
  provider_id text not null check (char_length(provider_id) between 1 and 64),
  account_id  text not null check (char_length(account_id) between 1 and 255),
  scopes      text[] not null default '{}',
  created_at  timestamptz(3) not null default now(),
  updated_at  timestamptz(3) not null default now(),
  unique (provider_id, account_id)
);
create index accounts_user on accounts (user_id);

-- What a mail's link may do once: reset the password, delete the account.
create table one_time_tokens (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  purpose    text not null check (purpose in ('reset-password', 'delete-account')),
  user_id    uuid not null references users on delete cascade,
  expires_at timestamptz not null
);
create index one_time_tokens_user on one_time_tokens (user_id);
create index one_time_tokens_expiry on one_time_tokens (expires_at);

-- Who has gone to GitHub or Google to sign in, and where the browser goes on afterwards.
create table oauth_flows (
  state_hash      bytea primary key check (octet_length(state_hash) = 32),
  target          text not null check (char_length(target) <= 4096),
  error_target    text not null check (char_length(error_target) <= 4096),
  new_user_target text not null check (char_length(new_user_target) <= 4096),
  link_to         uuid references users on delete cascade, -- who links one more account
  session_id      uuid references sessions on delete cascade,
  expires_at      timestamptz not null
);
create index oauth_flows_expiry on oauth_flows (expires_at);
create index oauth_flows_user on oauth_flows (link_to);
create index oauth_flows_session on oauth_flows (session_id);

-- How often an address has called a path. Unlogged: a crash forgets the last seconds' counts, and no request waits for
-- the disk.
create unlogged table rate_limits (
  key          text primary key check (char_length(key) <= 128),
  count        integer not null,
  last_allowed timestamptz not null
);
create index rate_limits_age on rate_limits (last_allowed);

-- Counts a request, or fails with TB429 and the seconds to wait: then nothing that the same round trip holds takes
-- effect.
-- +goose StatementBegin
create function count_request(key text, most integer, span interval) returns void language plpgsql as $$
declare
  wait float8;
begin
  insert into rate_limits as l (key, count, last_allowed) values (count_request.key, 1, clock_timestamp())
  on conflict on constraint rate_limits_pkey do update set
    count = case when l.last_allowed <= clock_timestamp() - span then 1 else l.count + 1 end,
    last_allowed = clock_timestamp()
    where l.count < most or l.last_allowed <= clock_timestamp() - span;
  if not found then
    select extract(epoch from l.last_allowed + span - clock_timestamp()) into wait
    from rate_limits l where l.key = count_request.key;
    raise exception using errcode = 'TB429', message = greatest(coalesce(wait, 0), 0)::text;
  end if;
  -- The table stays as small as the traffic of a minute.
  delete from rate_limits l where l.key in (
    select o.key from rate_limits o where o.last_allowed < clock_timestamp() - interval '2 minutes'
    limit 2 for update skip locked);
end $$;
-- +goose StatementEnd
revoke execute on function count_request from public;

-- The session that the same round trip has found, or null, as app_user() is its user.
-- +goose StatementBegin
create function app_session() returns uuid language sql stable parallel safe
as $$ select nullif(current_setting('app.session_id', true), '')::uuid $$;
-- +goose StatementEnd

alter table accounts enable row level security;
create policy own on accounts to todo_app
  using (user_id = app_user());
alter table one_time_tokens enable row level security;
create policy own on one_time_tokens to todo_app
  using (user_id = app_user());
alter table oauth_flows enable row level security;
alter table rate_limits enable row level security;

grant insert on sessions to todo_app;
grant update (updated_at) on sessions to todo_app;
grant select, delete on accounts to todo_app;
grant select, delete on one_time_tokens to todo_app;

-- +goose Down
drop table rate_limits, oauth_flows, one_time_tokens, accounts;
alter table sessions add remember boolean not null default false;
update sessions set remember = true where lifetime = '30 days';
alter table sessions drop token_hash, drop lifetime, drop updated_at;
delete from users where password_hash is null;
alter table users alter password_hash set not null;
alter table users drop email_changes;
drop function app_session;
drop function count_request;
revoke insert on sessions from todo_app;
