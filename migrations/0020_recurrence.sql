-- +goose NO TRANSACTION
-- +goose Up

-- Returns the last millisecond of a day in a zone, or of the last year that every client can show.
-- +goose StatementBegin
create or replace function end_of_day(day date, zone text) returns timestamptz language sql immutable as $$
  select least((day + time '23:59:59.999') at time zone zone, '9999-12-31 23:59:59.999Z'::timestamptz)
$$;
-- +goose StatementEnd

-- Returns the rule that a pattern stands for, from the due date on that a person gave; a month that lacks that day has
-- the occurrence on its last day. From a completion on, months are shortened anyway.
-- +goose StatementBegin
create or replace function pattern_rule(pattern text, anchor timestamptz, zone text, recurrence_from text) returns text
language sql immutable as $$
  select case pattern
    when 'daily' then 'FREQ=DAILY'
    when 'weekly' then 'FREQ=WEEKLY'
    when 'monthly' then 'FREQ=MONTHLY' ||
      case case when recurrence_from = 'due' then extract(day from anchor at time zone zone)::integer end
        when 29 then ';BYMONTHDAY=28,29;BYSETPOS=-1'
        when 30 then ';BYMONTHDAY=28,29,30;BYSETPOS=-1'
        when 31 then ';BYMONTHDAY=-1'
        else ''
      end
    end
$$;
-- +goose StatementEnd

-- Returns the pattern that stands for a rule, if there is one.
-- +goose StatementBegin
create or replace function rule_pattern(rule text, anchor timestamptz, zone text, recurrence_from text) returns text
language sql immutable as $$
  select name from unnest('{daily,weekly,monthly}'::text[]) as name
  where 'FREQ=' || upper(name) = rule and pattern_rule(name, anchor, zone, recurrence_from) = rule
$$;
-- +goose StatementEnd

-- Returns the next due date of a task that is completed now and repeats from its completion: an interval of its rule
-- after today, at the time of day of its due date, in a zone; infinity where the rule ends.
-- +goose StatementBegin
create or replace function due_after_completion(rule text, due timestamptz, zone text) returns timestamptz
language plpgsql stable as $$
declare
  periods integer := coalesce(substring(rule from 'INTERVAL=(\d+)'), '1');
  until text := substring(rule from 'UNTIL=(\w+)');
  following timestamp := (now() at time zone zone)::date + (due at time zone zone)::time
    + case substring(rule from 'FREQ=(\w+)')
        when 'DAILY' then make_interval(days => periods)
        when 'WEEKLY' then make_interval(weeks => periods)
        when 'MONTHLY' then make_interval(months => periods)
        else make_interval(years => periods)
      end;
begin
  if rule ~ 'COUNT=1(;|$)' or following at time zone zone >= '10000-01-01Z'
     or length(until) = 8 and following::date > until::date
     or length(until) > 8 and following at time zone zone > until::timestamptz then
    return 'infinity';
  end if;
  return following at time zone zone;
end $$;
-- +goose StatementEnd

-- Writes the rules of the patterns of before, a thousand tasks a transaction. An interrupted migration goes on where it
-- stopped.
-- +goose StatementBegin
create or replace procedure fill_rules() language plpgsql as $$
declare
  last uuid := '00000000-0000-0000-0000-000000000000';
  batch uuid[];
begin
  loop
    select array_agg(id order by id) into batch
    from (select id from tasks where id > last and recurrence_pattern is not null and recurrence_rule is null
          order by id limit 1000) as next;
    exit when batch is null;
    update tasks
    set recurrence_rule = pattern_rule(recurrence_pattern, recurrence_anchor, zone_of(timezone), recurrence_from)
    from users where users.id = user_id and tasks.id = any (batch) and recurrence_pattern is not null;
    last := batch[cardinality(batch)];
    commit;
  end loop;
end $$;
-- +goose StatementEnd
call fill_rules();
drop procedure fill_rules;

-- +goose Down
drop function due_after_completion, rule_pattern, pattern_rule, end_of_day;
