package main

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/task"
)

// fillSearchKeys computes the missing search keys of tasks, 500 at a time: of tasks older than the column, and of those
// written by SQL alone or by an older program beside this one. Several instances may do so at once; a task that is
// changed meanwhile keeps the key of the change.
func fillSearchKeys(ctx context.Context) error {
	for {
		var ids []uuid.UUID
		var titles, keys []string
		var descriptions []*string
		b := &pgx.Batch{}
		const unfilled = `select id, title, description from tasks where search_key is null limit 500`
		b.Queue(unfilled).Query(func(rows pgx.Rows) error {
			ids, titles, descriptions, keys = nil, nil, nil, nil // a repeated batch starts again
			var id uuid.UUID
			var title string
			var description *string
			_, err := pgx.ForEachRow(rows, []any{&id, &title, &description}, func() error {
				text := ""
				if description != nil {
					text = *description
				}
				ids, titles, descriptions = append(ids, id), append(titles, title), append(descriptions, description)
				keys = append(keys, task.SearchKeys(title, text))
				return nil
			})
			return err
		})
		if err := database.Run(ctx, b, true); err != nil || len(ids) == 0 {
			return err
		}
		b = &pgx.Batch{}
		b.Queue(`
			update tasks set search_key = given.key
			from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as given (id, title, description, key)
			where tasks.id = given.id and tasks.title = given.title
			and tasks.description is not distinct from given.description and search_key is null`,
			ids, titles, descriptions, keys)
		if err := database.Run(ctx, b, true); err != nil { // again, it changes nothing
			return err
		}
	}
}
