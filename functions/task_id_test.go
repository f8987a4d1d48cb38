package functions_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// createAs sends a creation with an id and, unless it is "", an Idempotency-Key.
func (u user) createAs(t *testing.T, id, key, title string) answer {
	q := request{method: "POST", path: "/api/tasks", token: u.Token,
		body: fmt.Sprintf(`{"id":%q,"title":%q}`, id, title)}
	if key != "" {
		q.header = map[string]string{"Idempotency-Key": key}
	}
	return q.send(t)
}

func TestTaskID(t *testing.T) {
	u := newUser(t)
	for _, id := range []string{
		uuid.Must(uuid.NewV7()).String(), uuid.NewString(), "00000000-0000-0000-0000-000000000001",
		strings.ToUpper(uuid.NewString()),
	} {
		var first, again taskBody
		u.createAs(t, id, "", "x").want(t, 201).decode(t, &first)
		if first.ID != strings.ToLower(id) {
			t.Errorf("created with id %s as %s", id, first.ID)
		}
		u.patch(t, first.ID, `{"title":"changed"}`).want(t, 200)
		for _, same := range []string{id, strings.ToUpper(id)} {
			a := u.createAs(t, same, "", "another").want(t, 200)
			a.decode(t, &again)
			if again.ID != first.ID || again.Title != "changed" || a.Header.Get("ETag") != `"2"` ||
				a.Header.Get("Location") != "/api/tasks/"+first.ID {
				t.Errorf("again %+v %v", again, a.Header)
			}
		}
	}
	if n := queryOne[int](t, `select count(*) from tasks where user_id = $1`, u.ID); n != 4 {
		t.Errorf("%d tasks, want 4", n)
	}
}

func TestTaskIDRules(t *testing.T) {
	u := newUser(t)
	id := uuid.NewString()
	const form, special = "id must be a UUID", "id must be a UUID that identifies something: not all zeros or ones"
	for value, detail := range map[string]string{
		`"7"`: form, `7`: form, `null`: form, `""`: form, `{}`: form, `"` + id + `\u0000"`: form,
		`"` + id[1:] + `"`: form, `"urn:uuid:` + id + `"`: form, `"{` + id + `}"`: form,
		`"` + strings.ReplaceAll(id, "-", "") + `"`: form, `"` + id[:35] + `g"`: form,
		`"` + uuid.Nil.String() + `"`: special, `"` + uuid.Max.String() + `"`: special,
		`"` + strings.ToUpper(uuid.Max.String()) + `"`: special,
	} {
		q := request{method: "POST", path: "/api/tasks", token: u.Token, body: `{"title":"x","id":` + value + `}`}
		wantProblem(t, value, q.send(t).want(t, 422), "id", detail)
	}
	created, _ := u.create(t, `{"title":"x"}`)
	wantProblem(t, "in a change", u.patch(t, created.ID, `{"id":"`+id+`"}`).want(t, 422),
		"id", `"id" is not a field that can be set here`)
}

// TestTaskIDAuthorization sends the id of the owner's task as everybody: others learn nothing and change nothing.
func TestTaskIDAuthorization(t *testing.T) {
	for name, c := range map[string]struct {
		token  func(f fixture) string
		status int
	}{
		"owner":        {func(f fixture) string { return f.owner.Token }, 200},
		"another user": {func(fixture) string { return newUser(t).Token }, 409},
		"nobody":       {func(fixture) string { return "" }, 401},
		"ended": {func(f fixture) string {
			exec(t, `delete from sessions where id = $1`, f.owner.SessionID)
			return f.owner.Token
		}, 401},
		"deleted user": {func(fixture) string {
			u := newUser(t)
			exec(t, `delete from users where id = $1`, u.ID)
			return u.Token
		}, 401},
	} {
		for _, key := range []string{"", "new"} {
			f := newFixture(t)
			token := c.token(f)
			before := f.state(t)
			sent := user{Token: token}
			var a answer
			for range 2 { // the same again
				a = sent.createAs(t, f.task.String(), key, "x").want(t, c.status)
			}
			if c.status != 200 && f.state(t) != before {
				t.Errorf("%s, key %q: the owner's have changed", name, key)
			}
			if c.status == 409 {
				if p := a.problem(t); p.Detail != idInUse {
					t.Errorf("%s, key %q: %q", name, key, p.Detail)
				}
				if n := queryOne[int](t, `select count(*) from idempotency_keys where task_id = $1`, f.task); n != 1 {
					t.Errorf("%s, key %q: the refused creation is remembered: %d keys", name, key, n)
				}
			}
		}
	}
}

// TestTaskIDAgain sends an id again, after what has become of its task, with and without an Idempotency-Key.
func TestTaskIDAgain(t *testing.T) {
	type send struct {
		key, title string
		status     int
		detail     string
	}
	deletion, emptying, passing := send{key: "delete"}, send{key: "empty the trash"}, send{key: "91 days pass"}
	for name, sends := range map[string][]send{
		"id alone": {{"", "x", 201, ""}, {"", "y", 200, ""}, deletion, {"", "x", 409, trashedID}, emptying,
			{"", "x", 409, deletedID}},
		"key and id": {{"k", "x", 201, ""}, {"k", "x", 200, ""}, deletion,
			{"k", "x", 409, trashedSince}, emptying, {"k", "x", 409, deletedSince}},
		"key and id, another body": {{"k", "x", 201, ""}, {"k", "y", 422, anotherBody}},
		"two keys":                 {{"k", "x", 201, ""}, {"l", "y", 200, ""}, {"", "z", 200, ""}},
		"another key, after it was deleted": {{"k", "x", 201, ""}, deletion, {"l", "x", 409, trashedID}, emptying,
			{"l", "x", 201, ""}},
		"id alone, 91 days after it was deleted": {{"", "x", 201, ""}, deletion, emptying, passing,
			{"m", "x", 201, ""}, {"", "y", 200, ""}},
	} {
		u, id := newUser(t), uuid.NewString()
		want := 0
		for i, s := range sends {
			switch s.key {
			case deletion.key:
				request{method: "DELETE", path: "/api/tasks/" + id, token: u.Token}.send(t).want(t, 204)
				want--
				continue
			case emptying.key:
				request{method: "DELETE", path: "/api/trash", token: u.Token}.send(t).want(t, 204)
				continue
			case passing.key:
				exec(t, `update idempotency_keys set created_at = now() - interval '91 days' where user_id = $1`, u.ID)
				continue
			}
			a := u.createAs(t, id, s.key, s.title)
			if a.Status != s.status {
				t.Errorf("%s, %d: %d %s, want %d", name, i, a.Status, a.Body, s.status)
			} else if a.Status >= 400 {
				if p := a.problem(t); p.Detail != s.detail {
					t.Errorf("%s, %d: %q, want %q", name, i, p.Detail, s.detail)
				}
			} else if a.Status == 201 {
				want++
			}
		}
		const left = `select count(*) from tasks where user_id = $1 and deleted_at is null`
		if n := queryOne[int](t, left, u.ID); n != want {
			t.Errorf("%s: %d tasks, want %d", name, n, want)
		}
	}
}

// TestTaskIDRoundTrips counts those of a creation, of the same again, and of one with another user's id.
func TestTaskIDRoundTrips(t *testing.T) {
	u, other := newUser(t), newUser(t)
	u.createAs(t, uuid.NewString(), "", "x").want(t, 201) // the connection learns the statements
	id := uuid.NewString()
	before := proxy.ready.Load()
	u.createAs(t, id, "", "x").want(t, 201)
	u.createAs(t, id, "", "x").want(t, 200)
	other.createAs(t, id, "", "x").want(t, 409)
	other.createAs(t, id, "k", "x").want(t, 409)
	if trips := proxy.ready.Load() - before; trips != 4 {
		t.Errorf("%d round trips for four requests", trips)
	}
}

// TestTaskIDAnotherKey sends one key with two ids: that is another body.
func TestTaskIDAnotherKey(t *testing.T) {
	u := newUser(t)
	u.createAs(t, uuid.NewString(), "k", "x").want(t, 201)
	u.createAs(t, uuid.NewString(), "k", "x").want(t, 422)
}

// TestTaskIDAtOnce creates with one id fifty times at once: as one user, with keys and without, and as two users.
func TestTaskIDAtOnce(t *testing.T) {
	users := []user{newUser(t), newUser(t)}
	for name, c := range map[string]struct {
		users int
		key   func(n int) string
		want  map[int]int
	}{
		"one user":            {1, func(int) string { return "" }, map[int]int{201: 1, 200: 49}},
		"one user, one key":   {1, func(int) string { return "k" }, map[int]int{201: 1, 200: 49}},
		"one user, many keys": {1, func(n int) string { return fmt.Sprint("k", n) }, map[int]int{201: 1, 200: 49}},
		"one user, some keys": {1, func(n int) string { return []string{"", "a", "b"}[n%3] },
			map[int]int{201: 1, 200: 49}},
		"two users": {2, func(int) string { return "" }, map[int]int{201: 1, 200: 24, 409: 25}},
	} {
		t.Run(name, func(t *testing.T) {
			for i := range users {
				users[i] = newUser(t)
			}
			id := uuid.NewString()
			turns := make(chan int, 50)
			for n := range 50 {
				turns <- n
			}
			statuses := concurrently(50, func() int {
				n := <-turns
				return users[n%c.users].createAs(t, id, c.key(n), "x").Status
			})
			for status, n := range c.want {
				if statuses[status] != n {
					t.Errorf("statuses %v, want %v", statuses, c.want)
				}
			}
			owners := queryOne[[]uuid.UUID](t, `select array_agg(user_id) from tasks where id = $1`, id)
			if len(owners) != 1 || !slices.ContainsFunc(users, func(u user) bool { return u.ID == owners[0] }) {
				t.Errorf("owners %v", owners)
			}
		})
	}
}

const (
	idInUse      = "This id cannot be used: send another one"
	trashedID    = "The task with this id is in the trash: restore it, or send another id"
	trashedSince = "The task that this Idempotency-Key created is in the trash: restore it, or send another key"
	deletedID    = "The task with this id has been deleted: to create it again, send another id"
)
