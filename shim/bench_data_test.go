package main_test

import (
	"context"
	bytes "encoding/binary"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	pgxuuid "github.com/vgarvardt/pgx-google-uuid/v5"

	"github.com/todo-backend/todo-backend/shared/position"
	"github.com/todo-backend/todo-backend/shared/task"
)

// taskColumns are the columns of tasks that fillTasks writes.
var taskColumns = []string{"id", "user_id", "list_id", "position", "title", "description", "completed",
	"completed_at", "priority", "tags", "category", "due_date",
	"recurrence_anchor", "search_key", "created_at", "updated_at"}

var (
	words = strings.Fields(`call write order clean repair plan book paint water sort the a new old second last kitchen
		garden report invoice bicycle window dentist school letter ticket garage meeting summer holiday present`)
	tagNames = strings.Fields(`home work urgent garden family school money health car travel shopping music books
		sport food friends repair tax club photos ideas later phone mail office pets kids guests party waiting`)
	categories = strings.Fields(`private office house errands projects someday`)
	priorities = []string{"low", "medium", "high", "critical"}
)

// owner is a user and how many tasks they get.
type owner struct {
	user  uuid.UUID
	tasks int
}

// fillTasks writes the owners' tasks in the order of their creation, over three years, everybody's in between everybody
// else's, as they come to lie in a table in use. Of an owner's tasks, completed of 100 are completed; the first tag has
// a quarter of them. The same call writes the same tasks, but for the times, which end now.
func fillTasks(b *testing.B, conn *pgx.Conn, completed int, owners ...owner) {
	b.Helper()
	pgxuuid.Register(conn.TypeMap())
	var turns []uuid.UUID
	for _, o := range owners {
		for range o.tasks {
			turns = append(turns, o.user)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	random.Shuffle(len(turns), func(i, j int) { turns[i], turns[j] = turns[j], turns[i] })
	const span = 3 * 365 * 24 * time.Hour
	now := time.Now().UTC().Truncate(time.Millisecond)
	n := 0
	var text strings.Builder
	next := func() ([]any, error) {
		if n == len(turns) {
			return nil, nil
		}
		created := now.Add(-span + time.Duration(float64(span)*float64(n)/float64(len(turns)+1)))
		id := uuid.UUID{6: 0x70, 8: 0x80} // version 7, as the functions choose them
		bytes.BigEndian.PutUint64(id[:8], uint64(created.UnixMilli())<<16|0x7000|uint64(n&0xfff))
		bytes.BigEndian.PutUint64(id[8:], random.Uint64()&(1<<62-1)|1<<63)
		phrase := func(most int) string {
			text.Reset()
			for i := range 2 + random.IntN(most-1) {
				if i > 0 {
					text.WriteByte(' ')
				}
				text.WriteString(words[random.IntN(len(words))])
			}
			return text.String()
		}
		title, description := phrase(5), phrase(12)
		var doneAt, due *time.Time
		done := random.IntN(100) < completed
		if done {
			at := created.Add(time.Duration(random.Int64N(int64(30 * 24 * time.Hour)))).Truncate(time.Millisecond)
			doneAt = &at
		}
		if random.IntN(3) > 0 {
			at := created.Add(time.Duration(random.Int64N(int64(span)))).Truncate(time.Hour)
			due = &at
		}
		tags := []string{tagNames[1+random.IntN(len(tagNames)-1)]}
		if random.IntN(4) == 0 {
			tags = append(tags, tagNames[0])
		}
		priority, category := priorities[random.IntN(len(priorities))], categories[random.IntN(len(categories))]
		owner := turns[n]
		n++
		return []any{id, owner, owner, position.End(created, id), title, description, done, doneAt, priority, tags,
			category, due, due, task.SearchKeys(title, description, tags), created, created}, nil
	}
	if _, err := conn.CopyFrom(b.Context(), pgx.Identifier{"tasks"}, taskColumns, pgx.CopyFromFunc(next)); err != nil {
		b.Fatal(err)
	}
	if _, err := conn.Exec(context.Background(), `vacuum analyze`); err != nil {
		b.Fatal(err)
	}
}
