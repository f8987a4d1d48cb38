-- +goose Up

-- Statistics of keys say nothing about the words within them, and to compare a pattern with each takes longer than to
-- ask the index. Setting the type, to what it is, drops those that exist, and rewrites neither table nor large index.
alter table tasks alter search_key set statistics 0, alter search_key type text;

-- +goose Down
alter table tasks alter search_key set statistics -1;
