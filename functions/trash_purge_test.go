package functions_test

import (
	"testing"

	"github.com/google/uuid"
)

// aged is a user whose trash is 31 days old: 25 tasks of the inbox, 15 with a deleted list, and a list without tasks;
// and who has removed 25 tasks from the inbox for good 91 days ago.
func aged(t *testing.T) user {
	t.Helper()
	u, list := newUser(t), uuid.NewString()
	exec(t, `insert into lists (id, user_id, name, position)
		values ($1, $2, 'x', 'a1'), (gen_random_uuid(), $2, 'y', 'a2')`, list, u.ID)
	exec(t, `insert into tasks (id, user_id, title, tags) select gen_random_uuid(), $1, 'gone', '{a}'
		from generate_series(1, 25)`, u.ID)
	exec(t, `delete from tasks where user_id = $1`, u.ID)
	exec(t, `update task_changes set removed_at = now() - interval '91 days' where user_id = $1`, u.ID)
	exec(t, `insert into tasks (id, user_id, list_id, title, tags)
		select gen_random_uuid(), $1, case when n <= 25 then $1 else $2::uuid end, 'x', '{a}'
		from generate_series(1, 40) as n`, u.ID, list)
	exec(t, `update tasks set deleted_at = now() - interval '31 days' where user_id = $1 and list_id = $1`, u.ID)
	exec(t, `update lists set deleted_at = now() - interval '31 days' where user_id = $1 and id <> $1`, u.ID)
	return u
}

// trashOf counts the tasks, the lists and the removals that the database keeps of a user.
func trashOf(t *testing.T, u user) [3]int {
	t.Helper()
	return [3]int{
		queryOne[int](t, `select count(*) from tasks where user_id = $1 and title = 'x'`, u.ID),
		queryOne[int](t, `select count(*) from lists where user_id = $1 and id <> $1`, u.ID),
		queryOne[int](t, `select count(*) from task_changes where user_id = $1
			and removed_at < now() - interval '90 days'`, u.ID),
	}
}

// TestTrashIsPurged writes as a user whose trash has expired, and as another: creations and deletions of the first take
// a few of its tasks, lists and removals away each; nothing of the trash is seen meanwhile.
func TestTrashIsPurged(t *testing.T) {
	u, other := aged(t), aged(t)
	seq := queryOne[int64](t, `select max(change_seq) from task_changes where user_id = $1
		and removed_at < now() - interval '90 days'`, u.ID)
	created, _ := u.create(t, `{"title":"kept"}`)
	if left := trashOf(t, u); left[0] >= 40 || left[0] < 20 || left[2] != 15 {
		t.Errorf("left after a creation: %v", left)
	}
	if purged := queryOne[int64](t, `select purged_seq from lists where id = $1`, u.ID); purged != seq {
		t.Errorf("changes are forgotten up to %d, want %d", purged, seq)
	}
	request{method: "DELETE", path: "/api/tasks/" + created.ID, token: u.Token}.send(t).want(t, 204)
	if left := trashOf(t, u); left[0] >= 30 || left[2] != 5 {
		t.Errorf("left after a deletion: %v", left)
	}
	for range 4 {
		u.create(t, `{"title":"kept"}`)
	}
	if left := trashOf(t, u); left != [3]int{} {
		t.Errorf("left in the end: %v", left)
	}
	if left := trashOf(t, other); left != [3]int{40, 2, 25} {
		t.Errorf("left of another user's: %v", left)
	}
	inStep(t)
}

// TestExpiredTrash asks for what has been in the trash for more than 30 days.
func TestExpiredTrash(t *testing.T) {
	u := aged(t)
	if names := u.trash(t, ""); len(names) > 0 {
		t.Errorf("expired and seen: %v", names)
	}
	for path, body := range map[string]string{
		"/api/tasks/" + queryOne[string](t, `select id::text from tasks where user_id = $1 and deleted_at is not null
			limit 1`, u.ID) + "/restore": "task",
		"/api/tasks/" + queryOne[string](t, `select id::text from tasks where user_id = $1 and deleted_at is null
			limit 1`, u.ID) + "/restore": "task of a list",
		"/api/lists/" + queryOne[string](t, `select id::text from lists where user_id = $1 and deleted_at is not null
			limit 1`, u.ID) + "/restore": "list",
	} {
		if a := (request{method: "POST", path: path, token: u.Token}).send(t); a.Status != 404 {
			t.Errorf("%s that has expired: %d", body, a.Status)
		}
	}
}

// TestPurgeWaitsForNobody creates while somebody else has what would be purged.
func TestPurgeWaitsForNobody(t *testing.T) {
	u := aged(t)
	tx := begin(t, `select from tasks where user_id = $1 for update`, u.ID)
	const lists = `select from lists where user_id = $1 and id <> $1 for update`
	if _, err := tx.Exec(t.Context(), lists, u.ID); err != nil {
		t.Fatal(err)
	}
	u.create(t, `{"title":"kept"}`)
	if left := trashOf(t, u); left[0] != 40 || left[1] != 2 {
		t.Errorf("left while locked: %v", left)
	}
}

// TestEmptyTrash deletes for good what one user has in the trash, of any age.
func TestEmptyTrash(t *testing.T) {
	u, other := aged(t), aged(t)
	kept, _ := u.create(t, `{"title":"kept"}`)
	request{method: "DELETE", path: "/api/trash", token: u.Token}.send(t).want(t, 204)
	if left := trashOf(t, u); left[0] != 0 || left[1] != 0 {
		t.Errorf("left: %v", left)
	}
	request{method: "GET", path: "/api/tasks/" + kept.ID, token: u.Token}.send(t).want(t, 200)
	if left := trashOf(t, other); left != [3]int{40, 2, 25} {
		t.Errorf("left of another user's: %v", left)
	}
	inStep(t)
}
