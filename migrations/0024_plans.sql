-- +goose Up

-- PostgreSQL plans a function of the language sql anew at each call, unless it is a mere expression and becomes a part
-- of the statement that calls it; the statements of a PL/pgSQL function are planned once a session. These read rows,
-- and two of them are called by nearly every write: to plan has_room took a fifth of the time of a creation.
-- +goose StatementBegin
create or replace function has_room(owner uuid) returns boolean language plpgsql stable as $$
begin
  return coalesce((select sum(total + trashed) from lists where user_id = owner), 0) < 100000;
end $$;

create or replace function count_subtasks(parent uuid, more integer, more_completed integer) returns void
language plpgsql as $$
begin
  update tasks set subtasks = subtasks + more, completed_subtasks = completed_subtasks + more_completed,
    version = version + 1, updated_at = now()
  where id = parent and (more <> 0 or more_completed <> 0);
end $$;
-- +goose StatementEnd

-- Returns the pattern that stands for a rule, if there is one.
create or replace function rule_pattern(rule text, anchor timestamptz, zone text, recurrence_from text) returns text
language sql immutable as $$
  select case rule when 'FREQ=DAILY' then 'daily' when 'FREQ=WEEKLY' then 'weekly'
    when 'FREQ=MONTHLY' then case when pattern_rule('monthly', anchor, zone, recurrence_from) = rule then 'monthly' end
    end
$$;

-- +goose Down
create or replace function has_room(owner uuid) returns boolean language sql stable
as $$ select coalesce(sum(total + trashed), 0) < 100000 from lists where user_id = owner $$;
create or replace function count_subtasks(parent uuid, more integer, more_completed integer) returns void language sql
as $$
  update tasks set subtasks = subtasks + more, completed_subtasks = completed_subtasks + more_completed,
    version = version + 1, updated_at = now()
  where id = parent and (more <> 0 or more_completed <> 0)
$$;
create or replace function rule_pattern(rule text, anchor timestamptz, zone text, recurrence_from text) returns text
language sql immutable as $$
  select name from unnest('{daily,weekly,monthly}'::text[]) as name
  where 'FREQ=' || upper(name) = rule and pattern_rule(name, anchor, zone, recurrence_from) = rule
$$;
