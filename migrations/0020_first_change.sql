-- +goose Up

-- The changes of a list are numbered from when it was made on, in microseconds since 1970: a list that is made with the
-- id of one that was deleted for good goes on after its last number, and whoever has followed that one starts again.
alter table lists
  alter change_seq set default extract(epoch from now()) * 1000000,
  alter purged_seq set default extract(epoch from now()) * 1000000;

-- +goose Down
alter table lists
  alter change_seq set default 0,
  alter purged_seq set default 0;
