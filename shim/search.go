package main

import (
	"context"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/task"
)

// fillSearchKeys computes the missing search keys of tasks, 500 at a time: of tasks older than the column, and of those
// written by SQL alone or by an older program beside this one. Several instances may do so at once; a task that is
// changed meanwhile keeps the key of the change.
func fillSearchKeys(ctx context.Context, db *database.DB) error {
	for {
		tasks := database.QueryRows[unfilled](
			`select id, xmin::text, title, coalesce(description, ''), tags from tasks
			where search_key is null limit 500`)
		if err := db.Read(ctx, tasks); err != nil || len(tasks.Values) == 0 {
			return err
		}
		var ids []uuid.UUID
		var versions, keys []string
		for _, t := range tasks.Values {
			ids, versions = append(ids, t.id), append(versions, t.version)
			keys = append(keys, task.SearchKeys(t.title, t.description, t.tags))
		}
		err := db.Read(ctx, database.Exec(`
			update tasks set search_key = given.key
			from unnest($1::uuid[], $2::text[], $3::text[]) as given (id, version, key)
			where tasks.id = given.id and tasks.xmin::text = given.version`,
			ids, versions, keys)) // which changes nothing when it is repeated
		if err != nil {
			return err
		}
	}
}

// unfilled is a task without a key to be searched by.
type unfilled struct {
	id                 uuid.UUID
	version            string // of the row
	title, description string
	tags               []string
}

// Fields are where its row is scanned to.
func (u *unfilled) Fields() []any {
	return []any{&u.id, &u.version, &u.title, &u.description, &u.tags}
}
