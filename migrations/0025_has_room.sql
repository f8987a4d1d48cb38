-- +goose Up

-- Reports whether a user has less than 100,000 tasks, those in the trash included. PostgreSQL inlines it.
create function has_room(owner uuid) returns boolean language sql stable
as $$ select sum(total + trashed) < 100000 from lists where user_id = owner $$;

-- +goose Down
drop function has_room;
