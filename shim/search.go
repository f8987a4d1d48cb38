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
			`select id, title, description from tasks where search_key is null limit 500`)
		if err := db.Read(ctx, tasks); err != nil || len(tasks.Values) == 0 {
			return err
		}
		var ids []uuid.UUID
		var titles, keys []string
		var descriptions []*string
		for _, t := range tasks.Values {
			text := ""
			if t.description != nil {
				text = *t.description
			}
			ids, titles, descriptions = append(ids, t.id), append(titles, t.title), append(descriptions, t.description)
			keys = append(keys, task.SearchKeys(t.title, text))
		}
		err := db.Read(ctx, database.Exec(`
			update tasks set search_key = given.key
			from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as given (id, title, description, key)
			where tasks.id = given.id and tasks.title = given.title
			and tasks.description is not distinct from given.description and search_key is null`,
			ids, titles, descriptions, keys)) // which changes nothing when it is repeated
		if err != nil {
			return err
		}
	}
}

// unfilled is a task without a key to be searched by.
type unfilled struct {
	id          uuid.UUID
	title       string
	description *string
}

// Fields are where its row is scanned to.
func (u *unfilled) Fields() []any { return []any{&u.id, &u.title, &u.description} }
