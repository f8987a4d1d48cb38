-- +goose Up

-- Counts a request under a key, in the partition that the function is named for: an insert through the partitioned
-- table takes twice as long. It returns null, or -1 if the key is new, or the seconds to wait as count_requests does.
-- +goose StatementBegin
do $$
declare
  part text;
begin
  foreach part in array array['brief', 'lasting'] loop
    execute replace($function$
      create function count_PART(counted text, most integer, seconds integer) returns float8 language plpgsql as $body$
      declare
        span interval := make_interval(secs => seconds);
        result float8;
      begin
        insert into rate_limits_PART as l (key, lasting, times, expires_at)
        values (counted, seconds > 60, array[clock_timestamp()], clock_timestamp() + span)
        on conflict (key, lasting) do update set
          times = case when l.times[1] > clock_timestamp() + interval '1 second' then array[clock_timestamp()]
                  else (clock_timestamp() || l.times)[1:most] end,
          expires_at = clock_timestamp() + span
          where l.times[most] is null or l.times[most] <= clock_timestamp() - span
             or l.times[1] > clock_timestamp() + interval '1 second'
        returning case when cardinality(times) = 1 then -1 end into result;
        if not found then
          select extract(epoch from l.times[most] + span - clock_timestamp()) into result
          from rate_limits_PART l where l.key = counted;
          return least(greatest(coalesce(result, 0), 0), seconds);
        end if;
        return result;
      end $body$ $function$, 'PART', part);
    execute format('revoke execute on function count_%s from public', part);
  end loop;
end $$;
-- +goose StatementEnd

-- A new key deletes a few that have expired, so that the table stays as small as the traffic of the longest window, and
-- a key that is counted again deletes nothing. Each statement finds its rows by an index, also by a plan that was made
-- while the table was empty: hence now(), the order, and the loop.
-- +goose StatementBegin
create or replace function count_requests(keys text[], most integer[], seconds integer[]) returns float8
language plpgsql as $$
declare
  result float8;
  is_new boolean := false;
  expired record;
begin
  for i in 1 .. cardinality(keys) loop
    continue when keys[i] is null;
    if seconds[i] > 60 then
      result := count_lasting(keys[i], most[i], seconds[i]);
    else
      result := count_brief(keys[i], most[i], seconds[i]);
    end if;
    if result >= 0 then
      return result;
    end if;
    is_new := is_new or result is not null;
  end loop;
  if is_new then
    for expired in
      select l.key, l.lasting from rate_limits l where l.expires_at < now() order by l.expires_at limit 10
      for update skip locked
    loop
      delete from rate_limits l where l.key = expired.key and l.lasting = expired.lasting;
    end loop;
  end if;
  return null;
end $$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
create or replace function count_requests(keys text[], most integer[], seconds integer[]) returns float8
language plpgsql as $$
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
  delete from rate_limits l where l.key = any (array(
    select o.key from rate_limits o where o.expires_at < clock_timestamp() limit 10 for update skip locked));
  return null;
end $$;
-- +goose StatementEnd
drop function count_brief;
drop function count_lasting;
