package lists

import (
	"fmt"
	"math"
	"net/http"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/list"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
)

// ListChanges answers GET /api/lists/{id}/changes with 200: what has changed in a list since a cursor, in the order of
// the changes, as it is now, and the cursor to go on from; without a cursor, all that the list has.
func ListChanges(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "listChanges", answers, listChanges)
}

func listChanges(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	id, err := r.PathUUID("id")
	if err != nil {
		return err
	}
	scope, limit := "changes of "+id.String(), 500
	after := progress{removals: math.MaxInt64} // which the client of a first page need not be told
	var cursor task.Cursor
	err = r.ReadQuery(func(p *web.Parameter) {
		switch p.Name {
		case "limit":
			limit = p.Number(1, 1000)
		case "cursor":
			var ok bool
			if cursor, ok = task.DecodeCursor(r.Secrets, scope, p.Value); !ok || after.decode(cursor) != nil {
				p.Unreadable(foreignCursor.Detail)
			}
		default:
			p.Unknown("this listing")
		}
	})
	if err != nil {
		return err
	}

	// One statement, since each has a snapshot of its own. A list's numbers become visible in their order, so that
	// what follows the cursor here is all that follows it.
	rows := database.QueryRows[change](`
		select owner, list_seq, purged_seq, seq, task_id, task.*
		from (select user_id as owner, change_seq as list_seq, purged_seq from lists
		      where id = $1 and user_id = app_user() and deleted_at is null) as list
		left join (select change_seq as seq, task_id, removed_at from task_changes
		      where list_id = $1 and user_id = app_user() and (change_seq, task_id) > ($2, $3)
		        and (removed_at is null or change_seq > $4)
		      order by change_seq, task_id limit $5) as changes on true
		left join lateral (select `+task.Columns+` from tasks
		      where id = task_id and removed_at is null and list_id = $1 and user_id = app_user()
		      limit 1) as task on true
		order by seq, task_id`,
		id, after.seq, after.id, after.removals, limit+1)
	rows.Full = task.PageFull(limit, (*change).size)
	if err := caller.ShareLarge(); err != nil {
		return err
	}
	if err := caller.Run(rows); err != nil {
		return err
	}
	if len(rows.Values) == 0 {
		return list.ErrNotFound
	}
	first := rows.Values[0]
	switch {
	case cursor == (task.Cursor{}):
		after.removals = first.seqOfList
	case cursor.UserID != first.owner:
		return problem.BadRequest(foreignCursor)
	case after.removals < first.purged || after.seq > first.seqOfList: // a standby that took over may lack the last
		return problem.New(http.StatusGone,
			"The changes since this cursor are no longer all known: start again without a cursor")
	}

	page := changesPage{Tasks: []task.Task{}, Removed: []uuid.UUID{}, More: rows.More}
	for _, c := range rows.Values {
		switch {
		case c.task != nil:
			page.Tasks = append(page.Tasks, *c.task)
		case c.seq != nil:
			page.Removed = append(page.Removed, *c.id)
		}
	}
	next := progress{first.seqOfList, uuid.Max, first.seqOfList}
	if rows.More {
		last := rows.Values[len(rows.Values)-1]
		next = progress{*last.seq, *last.id, max(after.removals, *last.seq-1)}
	}
	page.Cursor = task.Cursor{UserID: first.owner, Key: next.key(), ID: next.id}.Encode(r.Secrets, scope)
	return web.CompressedJSON(w, r, http.StatusOK, page)
}

type changesPage struct {
	Tasks   []task.Task `json:"tasks"`
	Removed []uuid.UUID `json:"removed"` // ids of tasks
	Cursor  string      `json:"cursor"`
	More    bool        `json:"more"`
}

// progress is how far a client has read the changes of a list: up to the task of an id in a change, and all removals up
// to another. These differ while a client reads a list for the first time: it need not be told what was removed before.
type progress struct {
	seq      int64
	id       uuid.UUID
	removals int64
}

func (p progress) key() string { return fmt.Sprint(p.seq, p.removals) }

func (p *progress) decode(c task.Cursor) error {
	p.id = c.ID
	_, err := fmt.Sscan(c.Key, &p.seq, &p.removals)
	return err
}

// change is a change of a task in the list, or the list alone where there is none.
type change struct {
	owner             uuid.UUID
	seqOfList, purged int64
	seq               *int64
	id                *uuid.UUID
	task              *task.Task // nil where it has left the list
}

func (c *change) size() int {
	if c.task == nil {
		return 40
	}
	return c.task.Size()
}

// Fields are where a row is scanned to.
func (c *change) Fields() []any { return []any{c} }

// ScanRow scans a row, in which the task may be missing.
func (c *change) ScanRow(rows pgx.Rows) error {
	fields := []any{&c.owner, &c.seqOfList, &c.purged, &c.seq, &c.id}
	var t task.Task
	if rows.RawValues()[len(fields)] == nil { // the task's id
		fields = append(fields, make([]any, len(t.Fields()))...) // nil is not scanned to
	} else {
		c.task, fields = &t, append(fields, t.Fields()...)
	}
	return rows.Scan(fields...)
}

var foreignCursor = problem.Field{Field: "cursor",
	Detail: "cursor must be that of an answer about the same list"}
