-- +goose Up
drop table login_attempts;
drop function count_request;
drop table rate_limits;

-- The requests that a policy has let through for a key: the newest first, as many as the policy allows in its window.
-- Those of a window of a minute are unlogged, so that no request that only reads waits for the disk. Longer ones
-- outlive a crash, and a serverless database that is suspended, which empties unlogged tables.
create table rate_limits (
  key        text not null check (char_length(key) <= 160),
  lasting    boolean not null default false,
  times      timestamptz[] not null,
  expires_at timestamptz not null,
  primary key (key, lasting)
) partition by list (lasting);
create unlogged table rate_limits_brief partition of rate_limits for values in (false);
create table rate_limits_lasting partition of rate_limits for values in (true);
create index rate_limits_expiry on rate_limits (expires_at);

-- Counts a request under each key that is not null, at most most[i] in any span of seconds[i], and returns null; or,
-- where one is reached, the seconds to wait, the span at most: those before it are counted then. A database's clock
-- that has gone back begins a key anew. Keys are locked in the order given until the transaction ends: give the kinds
-- of keys in one order everywhere.
-- +goose StatementBegin
create function count_requests(keys text[], most integer[], seconds integer[]) returns float8 language plpgsql as $$
declare
  span interval;
  wait float8;
begin
  for i in 1 .. cardinality(keys) loop
    continue when keys[i] is null;
    span := make_interval(secs => seconds[i]);
    insert into rate_limits as l (key, lasting, times, expires_at)
    values (keys[i], seconds[i] > 60, array[clock_timestamp()], clock_timestamp() + span)
    on conflict (key, lasting) do update set
      times = case when l.times[1] > clock_timestamp() + interval '1 second' then array[clock_timestamp()]
              else (clock_timestamp() || l.times)[1:most[i]] end,
      expires_at = clock_timestamp() + span
      where l.times[most[i]] is null or l.times[most[i]] <= clock_timestamp() - span
         or l.times[1] > clock_timestamp() + interval '1 second';
    if not found then
      select extract(epoch from l.times[most[i]] + span - clock_timestamp()) into wait
      from rate_limits l where l.key = keys[i] and l.lasting = (seconds[i] > 60);
      return least(greatest(coalesce(wait, 0), 0), seconds[i]);
    end if;
  end loop;
  -- Each count takes a few old rows away, so that the table stays as small as the traffic of the longest window.
  delete from rate_limits l where l.key = any (array(
    select o.key from rate_limits o where o.expires_at < clock_timestamp() limit 10 for update skip locked));
  return null;
end $$;
-- +goose StatementEnd
revoke execute on function count_requests from public;

-- Counts as count_requests does, or fails with TB429 and the seconds to wait: then nothing is counted, and nothing that
-- the same round trip holds takes effect.
-- +goose StatementBegin
create function limit_requests(keys text[], most integer[], seconds integer[]) returns void language plpgsql as $$
declare
  wait float8 := count_requests(keys, most, seconds);
begin
  if wait is not null then
    raise exception using errcode = 'TB429', message = wait::text;
  end if;
end $$;
-- +goose StatementEnd
revoke execute on function limit_requests from public;

-- From where a user has signed in: a sign-in from elsewhere cannot lock these out. The source is a keyed hash.
create table sign_in_sources (
  user_id uuid not null references users on delete cascade,
  source  bytea not null check (octet_length(source) = 32),
  seen_at timestamptz not null default now(),
  primary key (user_id, source)
);
create index sign_in_sources_age on sign_in_sources (seen_at);

alter table rate_limits enable row level security;
alter table rate_limits_brief enable row level security;
alter table rate_limits_lasting enable row level security;
alter table sign_in_sources enable row level security;
create policy own on sign_in_sources to todo_app
  using (user_id = app_user());
grant select, insert, delete on sign_in_sources to todo_app;
grant update (seen_at) on sign_in_sources to todo_app;

-- +goose Down
drop table sign_in_sources, rate_limits;
drop function limit_requests;
drop function count_requests;

create unlogged table rate_limits (
  key          text primary key check (char_length(key) <= 128),
  count        integer not null,
  last_allowed timestamptz not null
);
create index rate_limits_age on rate_limits (last_allowed);
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
  delete from rate_limits l where l.key in (
    select o.key from rate_limits o where o.last_allowed < clock_timestamp() - interval '2 minutes' limit 2
    for update skip locked);
end $$;
-- +goose StatementEnd
revoke execute on function count_request from public;
alter table rate_limits enable row level security;

create table login_attempts (
  source        text primary key check (char_length(source) <= 64),
  times         timestamptz[] not null check (cardinality(times) between 1 and 5),
  refused_until timestamptz
);
create index login_attempts_age on login_attempts ((times[1]));
alter table login_attempts enable row level security;
