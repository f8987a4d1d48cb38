package functions_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/identity"
)

// TestEveryUserHasAnInbox makes accounts by each way: the database makes the inbox with the user.
func TestEveryUserHasAnInbox(t *testing.T) {
	const inboxes = `
		select count(*) from users u where id not in (select id from lists where id = user_id and deleted_at is null)`
	for name, signUp := range signUps {
		users := queryOne[int](t, `select count(*) from users`)
		if a := signUp(t, randomAddress()); a.Status >= 400 {
			t.Errorf("%s: %d", name, a.Status)
		}
		if queryOne[int](t, `select count(*) from users`) <= users {
			t.Errorf("%s: no user", name)
		}
		if n := queryOne[int](t, inboxes); n > 0 {
			t.Errorf("%s: %d users have no inbox", name, n)
		}
	}
	u := newUser(t) // as an import and the demo insert one
	lists, _ := u.lists(t)
	if len(lists) != 1 || lists[0].line() != "Inbox null a0 inbox 0/0" || lists[0].ID != u.ID.String() {
		t.Errorf("lists %+v", lists)
	}
}

// TestForeseenIDs gives lists the ids of users who are still to come, as the demo's and another server's can be
// foreseen: they come, with inboxes of their own.
func TestForeseenIDs(t *testing.T) {
	attacker := newFixture(t)
	subject, imported := uuid.NewString(), uuid.NewString()
	demo := identity.DemoID
	exec(t, `delete from users where id = $1`, demo)
	defer exec(t, `delete from users where id = $1`, demo)
	for _, id := range []string{subject, imported, demo.String()} {
		attacker.owner.createList(t, `{"id":"`+id+`","name":"taken"}`).want(t, 201)
		exec(t, `insert into tasks (id, user_id, list_id, title, tags, completed, completed_at, deleted_at)
			select gen_random_uuid(), $1, $2, 'x', '{red}', n > 1, case when n > 1 then now() end,
			  case when n > 2 then now() end from generate_series(1, 3) as n`, attacker.owner.ID, id)
	}
	exec(t, `insert into users (id, email) values ($1, $2)`, imported, imported+"@example.com")
	exec(t, `insert into users (id, email) values ($1, $2)`, demo, "demo@example.com")
	foreign := user{Token: foreignToken(t, subject, subject+"@elsewhere.example", true)}
	lists, _ := foreign.lists(t)
	if len(lists) != 1 || lists[0].ID != subject || lists[0].line() != "Inbox null a0 inbox 0/0" {
		t.Errorf("lists %+v", lists)
	}
	if lists, _ = attacker.owner.lists(t); len(lists) != 2 || lists[0].Total != 1 {
		t.Errorf("the attacker has %+v", lists)
	}
	inStep(t)
}

// TestDeletionTakesLists deletes an account: its lists, filters, counts and changes go with it.
func TestDeletionTakesLists(t *testing.T) {
	f, other := newFixture(t), newFixture(t)
	f.owner.create(t, `{"title":"x","tags":["a"]}`)
	exec(t, `insert into tasks (id, user_id, list_id, title, tags, category, due_date, recurrence_anchor)
		values (gen_random_uuid(), $1, $2, 'x', '{a}', 'c', now(), now())`, f.owner.ID, f.list)
	before := other.state(t)
	request{method: "DELETE", path: "/api/auth/account", token: f.owner.Token, body: `{"password":"` + password + `"}`}.
		send(t).want(t, 204)
	for _, table := range []string{"lists", "tasks", "filters", "task_changes", "label_counts", "day_counts"} {
		if n := queryOne[int](t, `select count(*) from `+table+` where user_id = $1`, f.owner.ID); n > 0 {
			t.Errorf("%d rows of %s are left", n, table)
		}
	}
	if other.state(t) != before {
		t.Error("another user's have changed")
	}
}
