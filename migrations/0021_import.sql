-- +goose Up

-- An import brings lists back as they were.
grant insert (created_at, updated_at, deleted_at) on lists to todo_app;

-- Undoes an import, with a code that tells the program why.
-- +goose StatementBegin
create function refuse_import(code text, reason text) returns void language plpgsql as $$
begin
  raise exception using errcode = code, message = reason;
end $$;
-- +goose StatementEnd

-- +goose Down
drop function refuse_import;
revoke insert (created_at, updated_at, deleted_at) on lists from todo_app;
