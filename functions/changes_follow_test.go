package functions_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/todo-backend/todo-backend/shared/pgtest"
)

// follower keeps a copy of a list, as a client does: what each task is, by its id.
type follower struct {
	user   user
	list   uuid.UUID
	limit  int
	stops  bool // in the middle of a page, now and then, and reads it again
	random *rand.Rand

	cursor string
	tasks  map[string]string
}

// follow reads a page, and reports whether another waits.
func (f *follower) follow(t *testing.T) (more bool) {
	t.Helper()
	page := f.user.changes(t, f.list, f.cursor, fmt.Sprint("limit=", f.limit))
	for i, task := range page.Tasks {
		if f.stops && f.random.IntN(2*len(page.Tasks)) == i {
			return true
		}
		state := fmt.Sprint(task.Title, task.DeletedAt != nil)
		if f.tasks[task.ID] == state && !f.stops {
			t.Errorf("pages of %d: %s came twice", f.limit, state)
		}
		if task.ListID != f.list.String() {
			t.Errorf("%s is in another list", state)
		}
		f.tasks[task.ID] = state
	}
	for _, id := range page.Removed {
		delete(f.tasks, id)
	}
	f.cursor = page.Cursor
	return page.More
}

// listedTasks are the tasks of a list as the database has them, in a follower's form.
func listedTasks(t *testing.T, list uuid.UUID) map[string]string {
	t.Helper()
	const sql = `select id::text, title || (deleted_at is not null) from tasks where list_id = $1`
	rows, _ := admin.Query(t.Context(), sql, list)
	tasks := map[string]string{}
	var id, state string
	if _, err := pgx.ForEachRow(rows, []any{&id, &state}, func() error { tasks[id] = state; return nil }); err != nil {
		t.Fatal(err)
	}
	return tasks
}

// changesOfLists are statements that change tasks of two lists of {user}, {list} and {other}. Each gives its tasks a
// title of their own.
var changesOfLists = []string{
	`insert into tasks (id, user_id, list_id, title)
		select gen_random_uuid(), '{user}', '{list}', '{title} ' || n from generate_series(1, {n}) n`,
	`update tasks set title = '{title} ' || id where id in {picked}`,
	`update tasks set title = '{title} ' || id, deleted_at = now() where id in {picked}`,
	`update tasks set title = '{title} ' || id, deleted_at = null where id in {picked}`,
	`update tasks set title = '{title} ' || id, list_id = '{other}' where id in {picked}`,
	`update tasks set title = '{title} ' || id, list_id = '{list}'
		where id in {picked} and list_id = '{other}'`,
	`delete from tasks where id in (select id from tasks where list_id = '{list}' order by random() limit 1)`,
	`begin; update tasks set title = '{title} ' || id, list_id = '{other}' where id in {picked}; rollback`,
	`begin; insert into tasks (id, user_id, list_id, title)
		select gen_random_uuid(), '{user}', '{list}', '{title} ' || n from generate_series(1, {n}) n;
		update tasks set title = title || '!' where list_id = '{list}' and title like '{title} %'; commit`,
}

// TestFollowersMissNothing has fifty connections write tasks of two lists and move them to and fro, while followers
// read each list's changes in pages of every size: each has what the lists have in the end.
func TestFollowersMissNothing(t *testing.T) {
	t.Parallel()
	const writers, writes = 50, 6
	u := newUser(t)
	lists := []uuid.UUID{newListOf(t, u), newListOf(t, u)}
	pool := newPool(t, writers)
	var writing, following sync.WaitGroup
	for writer := range writers {
		writing.Go(func() {
			random := rand.New(rand.NewPCG(14, uint64(writer)))
			for n := range writes {
				list := random.IntN(2)
				sql := strings.NewReplacer("{picked}", `(select id from tasks where user_id = '{user}'
					and id > '{start}' order by id limit {n} for update)`).
					Replace(changesOfLists[max(0, random.IntN(len(changesOfLists)+2)-2)])
				sql = strings.NewReplacer("{user}", u.ID.String(), "{list}", lists[list].String(),
					"{other}", lists[1-list].String(), "{title}", fmt.Sprint(writer, "-", n),
					"{n}", fmt.Sprint(1+random.IntN(5)), "{start}", uuid.NewString()).Replace(sql)
				_, err := pool.Exec(t.Context(), sql)
				if pgErr, ok := errors.AsType[*pgconn.PgError](err); err != nil && (!ok || pgErr.Code != "40P01") {
					t.Errorf("%s: %v", sql, err)
				}
			}
		})
	}
	var written atomic.Bool
	pages := atomic.Int64{}
	for i, limit := range []int{1, 7, 50, 1000, 7} {
		for _, list := range lists {
			following.Go(func() {
				f := follower{user: u, list: list, limit: limit, tasks: map[string]string{}, stops: i > 3,
					random: rand.New(rand.NewPCG(15, uint64(limit)))}
				for last, more := false, true; more || !last; {
					last = written.Load()
					more = f.follow(t)
					pages.Add(1)
				}
				if want := listedTasks(t, list); !maps.Equal(f.tasks, want) {
					t.Errorf("pages of %d: the copy has %d tasks, the list %d, or others", limit,
						len(f.tasks), len(want))
				}
			})
		}
	}
	writing.Wait()
	written.Store(true)
	following.Wait()
	t.Log(len(listedTasks(t, lists[0])), "and", len(listedTasks(t, lists[1])), "tasks, read in", pages.Load(), "pages")
}

// TestALateCommitIsSeen has a writer change a task and commit after another has changed a task of the same list, and
// after a reader has come: by order of the numbers alone, a reader could be past the first one's.
func TestALateCommitIsSeen(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	exec(t, `insert into tasks (id, user_id, title) values (gen_random_uuid(), $1, 'a'), (gen_random_uuid(), $1, 'b')`,
		u.ID)
	const change = `update tasks set title = $2 || '!' where user_id = $1 and title = $2`
	cursor := u.changes(t, u.ID, "", "").Cursor
	first := begin(t, change, u.ID, "a")
	second := make(chan error)
	go func() {
		_, err := admin.Exec(context.WithoutCancel(t.Context()), change, u.ID, "b")
		second <- err
	}()
	pgtest.Eventually(t, "the second writer waits", func() bool {
		return queryOne[bool](t, `select exists (select from pg_stat_activity where wait_event_type = 'Lock'
			and $1 = any (pg_blocking_pids(pid)))`, int32(first.Conn().PgConn().PID()))
	})
	meanwhile := u.changes(t, u.ID, cursor, "")
	if err := errors.Join(first.Commit(t.Context()), <-second); err != nil {
		t.Fatal(err)
	}
	after := u.changes(t, u.ID, meanwhile.Cursor, "")
	if meanwhile.said(nil) != "" || after.said(nil) != "a! b!" {
		t.Errorf("read %q, then %q", meanwhile.said(nil), after.said(nil))
	}
}

// TestAKilledWriterLeavesNothing kills the connection of a writer before its commit, while another waits for it.
func TestAKilledWriterLeavesNothing(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	exec(t, `insert into tasks (id, user_id, title) values (gen_random_uuid(), $1, 'a'), (gen_random_uuid(), $1, 'b')`,
		u.ID)
	cursor := u.changes(t, u.ID, "", "").Cursor
	killed, err := pgx.Connect(t.Context(), postgres.URL("functions"))
	if err != nil {
		t.Fatal(err)
	}
	defer killed.Close(context.Background())
	sql := strings.ReplaceAll(`begin; update tasks set title = 'killed' where user_id = '{user}';
		insert into tasks (id, user_id, title) values (gen_random_uuid(), '{user}', 'killed')`, "{user}", u.ID.String())
	if _, err := killed.Exec(t.Context(), sql); err != nil {
		t.Fatal(err)
	}
	waiting := make(chan error)
	go func() {
		_, err := admin.Exec(context.WithoutCancel(t.Context()),
			`update tasks set title = 'B' where user_id = $1 and title = 'b'`, u.ID)
		waiting <- err
	}()
	meanwhile := u.changes(t, u.ID, cursor, "")
	exec(t, `select pg_terminate_backend($1)`, int32(killed.PgConn().PID()))
	if err := <-waiting; err != nil {
		t.Fatal(err)
	}
	after := u.changes(t, u.ID, meanwhile.Cursor, "")
	if meanwhile.said(nil) != "" || after.said(nil) != "B" {
		t.Errorf("read %q, then %q", meanwhile.said(nil), after.said(nil))
	}
}
