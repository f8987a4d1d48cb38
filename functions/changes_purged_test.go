package functions_test

import "testing"

// TestPurgedChanges asks with cursors from before and after a purge, which forgets removals up to a number: whoever has
// not been told of them, and may have such a task, is told to start again.
func TestPurgedChanges(t *testing.T) {
	const purge = `
		with forgotten as (
		  delete from task_changes where list_id = $1 and removed_at is not null returning change_seq
		) update lists set purged_seq = (select max(change_seq) from forgotten) where id = $1`
	u := newUser(t)
	list := newListOf(t, u)
	add := func(n int) {
		exec(t, `insert into tasks (id, user_id, list_id, title)
			select gen_random_uuid(), $1, $2, 'x' from generate_series(1, $3)`, u.ID, list, n)
	}
	remove := func(n int) {
		exec(t, `delete from tasks where id in (select id from tasks where list_id = $1 order by id limit $2)`, list, n)
	}
	asked := func(cursor string, want int) {
		t.Helper()
		a := changesOf(u, list, cursor, "limit=3").send(t).want(t, want)
		if want == 410 {
			a.problem(t)
		}
	}
	add(10)
	remove(2) // before anybody asks
	begun := u.changes(t, list, "", "limit=3")
	told := u.changes(t, list, "", "").Cursor
	exec(t, purge, list)
	asked(begun.Cursor, 200) // it has none of them
	asked(told, 200)

	remove(3)
	middle := u.changes(t, list, told, "limit=1") // of three removals by one statement
	rest := u.changes(t, list, middle.Cursor, "")
	if len(middle.Removed) != 1 || !middle.More || len(rest.Removed) != 2 || rest.More {
		t.Errorf("removed %v, then %v", middle.Removed, rest.Removed)
	}
	exec(t, purge, list)
	asked(begun.Cursor, 410)
	asked(told, 410)
	asked(middle.Cursor, 410)
	asked(rest.Cursor, 200)
	asked("", 200)

	add(1)
	asked(rest.Cursor, 200)
	// a server that took over, and lacks what this cursor has seen
	exec(t, `update lists set change_seq = change_seq - 2 where id = $1`, list)
	asked(rest.Cursor, 410)
	exec(t, `update lists set change_seq = change_seq + 2 where id = $1`, list)
}

// TestAListOfTheSameID deletes a list for good and makes another with its id: who has followed the first starts again.
func TestAListOfTheSameID(t *testing.T) {
	u := newUser(t)
	list := newListOf(t, u)
	add := func() {
		exec(t, `insert into tasks (id, user_id, list_id, title) values (gen_random_uuid(), $1, $2, 'x')`, u.ID, list)
	}
	add()
	cursor := u.changes(t, list, "", "").Cursor
	exec(t, `delete from tasks where list_id = $1`, list)
	exec(t, `delete from lists where id = $1`, list)
	exec(t, `insert into lists (id, user_id, name, position) values ($1, $2, 'List', 'a1')`, list, u.ID)
	for range 3 {
		add()
	}
	changesOf(u, list, cursor, "").send(t).want(t, 410)
}
