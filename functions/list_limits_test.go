package functions_test

import (
	"testing"

	"github.com/google/uuid"
)

const (
	listInTrash  = "The list with this id is in the trash: restore it, or send another id"
	tooManyLists = "You have 200 lists, as many as an account can hold: delete one first"
	tooManyInAll = "You have 1,000 lists with those in the trash, as many as an account can hold: empty the trash first"
	fillListsSQL = `insert into lists (id, user_id, name, position)
		select gen_random_uuid(), $1, 'x', 'a1' from generate_series(1, $2)`
	trashListsSQL = `update lists set deleted_at = now() where user_id = $1 and id <> user_id`
)

// TestListID sends an id again: of a list, of the inbox, of a list in the trash, of another user's list and inbox.
func TestListID(t *testing.T) {
	u, other := newUser(t), newFixture(t)
	id, trashed := uuid.NewString(), uuid.NewString()
	u.createList(t, `{"id":"`+trashed+`","name":"x"}`).want(t, 201)
	exec(t, trashListsSQL, u.ID)
	u.createList(t, `{"id":"`+id+`","name":"x"}`).want(t, 201)
	u.patchList(t, id, `{"name":"changed"}`).want(t, 200)
	before := other.state(t)
	for full := range 2 {
		for _, c := range []struct {
			id     string
			status int
			says   string // the name of the list, or the detail
		}{
			{id, 200, "changed"},
			{u.ID.String(), 200, "Inbox"},
			{trashed, 409, listInTrash},
			{other.list.String(), 409, idInUse},
			{other.owner.ID.String(), 409, idInUse},
		} {
			if full == 1 && c.says == idInUse { // nobody learns more
				c.status, c.says = 422, tooManyLists
			}
			a := u.createList(t, `{"id":"`+c.id+`","name":"x"}`).want(t, c.status)
			said := a.list(t).Name
			if c.status != 200 {
				said = a.problem(t).Detail
			}
			if said != c.says {
				t.Errorf("%s: %q, want %q", c.id, said, c.says)
			}
		}
		exec(t, fillListsSQL, u.ID, 198)
	}
	if other.state(t) != before {
		t.Error("what is another user's has changed")
	}
}

// TestListLimit holds that a user has 200 lists at most, and 1,000 with those in the trash.
func TestListLimit(t *testing.T) {
	u := newUser(t)
	refused := func(detail string) {
		t.Helper()
		wantProblem(t, "one too many", u.createList(t, `{"name":"x"}`).want(t, 422), "lists", detail)
	}
	exec(t, fillListsSQL, u.ID, 198)
	last := u.createList(t, `{"name":"x"}`).want(t, 201).list(t)
	refused(tooManyLists)
	u.patchList(t, last.ID, `{"name":"y"}`).want(t, 200)
	exec(t, trashListsSQL, u.ID)
	u.createList(t, `{"name":"x"}`).want(t, 201)
	exec(t, fillListsSQL, u.ID, 798)
	exec(t, trashListsSQL, u.ID)
	u.createList(t, `{"name":"x"}`).want(t, 201)
	refused(tooManyInAll)
}

// TestListsAtOnce creates fifty lists at once: where there is room for five, with one id, and as two users.
func TestListsAtOnce(t *testing.T) {
	u, other := newUser(t), newUser(t)
	exec(t, fillListsSQL, u.ID, 194)
	statuses := concurrently(50, func() int { return u.createList(t, `{"name":"x"}`).Status })
	if statuses[201] != 5 || statuses[422] != 45 {
		t.Errorf("room for five: %v", statuses)
	}
	if n := queryOne[int](t, `select count(*) from lists where user_id = $1`, u.ID); n != 200 {
		t.Errorf("%d lists", n)
	}
	body := `{"id":"` + uuid.NewString() + `","name":"x"}`
	u = newUser(t)
	statuses = concurrently(50, func() int { return u.createList(t, body).Status })
	if statuses[201] != 1 || statuses[200] != 49 {
		t.Errorf("one id: %v", statuses)
	}
	body = `{"id":"` + uuid.NewString() + `","name":"x"}`
	turns := make(chan user, 50)
	for range 25 {
		turns <- u
		turns <- other
	}
	statuses = concurrently(50, func() int { return (<-turns).createList(t, body).Status })
	if statuses[201] != 1 || statuses[200] != 24 || statuses[409] != 25 {
		t.Errorf("two users: %v", statuses)
	}
}

// TestListsTag holds that the ETag of all lists changes with what they say, and with nothing else.
func TestListsTag(t *testing.T) {
	u, other := newUser(t), newFixture(t)
	get := func(ifNoneMatch string) answer {
		return request{method: "GET", path: "/api/lists", token: u.Token,
			header: map[string]string{"If-None-Match": ifNoneMatch}}.send(t)
	}
	_, tag := u.lists(t)
	for ifNoneMatch, status := range map[string]int{tag: 304, "W/" + tag: 304, "*": 304, `"x", ` + tag: 304,
		`"x"`: 200, tag[1:]: 200, tag[:len(tag)-1]: 200, tag + ", x": 200, `"x", *`: 200} {
		a := get(ifNoneMatch)
		if a.Status != status || a.Header.Get("ETag") != tag || status == 304 && len(a.Body) > 0 {
			t.Errorf("If-None-Match %s: %d, want %d, %v %s", ifNoneMatch, a.Status, status, a.Header, a.Body)
		}
	}
	var created listBody
	var task taskBody
	for _, change := range []struct {
		name string
		do   func()
		same bool
	}{
		{"nothing", func() {}, true},
		{"another user's task", func() { other.owner.create(t, `{"title":"x"}`) }, true},
		{"another user's list", func() { other.owner.createList(t, `{"name":"x"}`).want(t, 201) }, true},
		{"a list", func() { created = u.createList(t, `{"name":"x"}`).want(t, 201).list(t) }, false},
		{"a name", func() { u.patchList(t, created.ID, `{"name":"y"}`).want(t, 200) }, false},
		{"an empty change", func() { u.patchList(t, created.ID, `{}`).want(t, 200) }, true},
		{"a color", func() { u.patchList(t, created.ID, `{"color":"#000000"}`).want(t, 200) }, false},
		{"a position", func() { u.patchList(t, created.ID, `{"position":"Zz"}`).want(t, 200) }, false},
		{"a task", func() { task, _ = u.create(t, `{"title":"x"}`) }, false},
		{"its title", func() { u.patch(t, task.ID, `{"title":"y"}`).want(t, 200) }, false},
		{"its completion", func() { u.patch(t, task.ID, `{"completed":true}`).want(t, 200) }, false},
		{"its deletion", func() {
			request{method: "DELETE", path: "/api/tasks/" + task.ID, token: u.Token}.send(t).want(t, 204)
		}, false},
		{"the list in the trash", func() { exec(t, trashListsSQL, u.ID) }, false},
	} {
		change.do()
		a := get(tag)
		if same := a.Status == 304; same != change.same {
			t.Errorf("after %s: %d", change.name, a.Status)
		}
		tag = a.Header.Get("ETag")
	}
}
