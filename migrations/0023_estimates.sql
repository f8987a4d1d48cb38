-- +goose Up

-- Prepared statements are planned for an average user, who has a few tasks: any index finds these, and to sort them
-- costs no more than to walk through the index of their order, which alone is fast for a user with many. So the planner
-- is told that a user has many; it takes that for no more than the most that any has. A list is told to be short, so
-- that nothing is combined with its index.
alter table tasks alter user_id set (n_distinct = 100), alter list_id set (n_distinct = -0.5);
analyze tasks (user_id, list_id);

-- +goose Down
alter table tasks alter user_id reset (n_distinct), alter list_id reset (n_distinct);
analyze tasks (user_id, list_id);
