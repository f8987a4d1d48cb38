package functions_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
)

type changesBody struct {
	Tasks []struct {
		ID, Title string
		Completed bool
		Version   int
		ListID    string  `json:"list_id"`
		DeletedAt *string `json:"deleted_at"`
	}
	Removed []string
	Cursor  string
	More    bool
}

// said returns the titles of the tasks, in brackets those in the trash, and the titles of those removed, crossed out.
func (c changesBody) said(titles map[string]string) string {
	words := []string{}
	for _, task := range c.Tasks {
		if task.DeletedAt != nil {
			task.Title = "(" + task.Title + ")"
		}
		words = append(words, task.Title)
	}
	for _, id := range c.Removed {
		words = append(words, "-"+titles[id])
	}
	return strings.Join(words, " ")
}

func changesOf(u user, list uuid.UUID, cursor, more string) request {
	path := "/api/lists/" + list.String() + "/changes?" + more
	if cursor != "" {
		path += "&cursor=" + url.QueryEscape(cursor)
	}
	return request{method: "GET", path: path, token: u.Token}
}

// changes reads one page.
func (u user) changes(t *testing.T, list uuid.UUID, cursor, more string) (page changesBody) {
	t.Helper()
	changesOf(u, list, cursor, more).send(t).want(t, 200).decode(t, &page)
	return page
}

// newListOf makes a list beside the inbox.
func newListOf(t testing.TB, u user) uuid.UUID {
	t.Helper()
	id := uuid.Must(uuid.NewV7())
	exec(t, `insert into lists (id, user_id, name, position) values ($1, $2, 'List', 'a1')`, id, u.ID)
	return id
}

// TestChanges changes a list step by step, and reads after each step what has changed, in pages of each size.
func TestChanges(t *testing.T) {
	u := newUser(t)
	list, other := newListOf(t, u), newListOf(t, u)
	titles := map[string]string{}
	add := func(list uuid.UUID, title string) string {
		id := uuid.Must(uuid.NewV7()).String()
		exec(t, `insert into tasks (id, user_id, list_id, title) values ($1, $2, $3, $4)`, id, u.ID, list, title)
		titles[id] = title
		return id
	}
	a, b, c := add(list, "a"), add(list, "b"), add(list, "c")
	add(other, "x")
	exec(t, `delete from tasks where id = $1`, add(list, "before")) // nobody has heard of it

	cursors := map[int]string{} // by the size of pages
	for _, step := range []struct{ sql, said string }{
		{`select`, "a b c"},
		{`select`, ""},
		{`update tasks set title = 'B' where id = '` + b + `'`, "B"},
		{`update tasks set deleted_at = now() where id = '` + a + `'`, "(a)"},
		{`update tasks set deleted_at = null where id = '` + a + `'`, "a"},
		{`update tasks set list_id = '` + other.String() + `' where id = '` + c + `'`, "-c"},
		{`update tasks set title = 'C' where id = '` + c + `'`, ""},
		{`update tasks set list_id = '` + list.String() + `' where id = '` + c + `'`, "C"},
		{`delete from tasks where id = '` + b + `'`, "-b"},
		{`update tasks set title = title where list_id = '` + list.String() + `'`, "a C"},
		{`begin; update tasks set title = 'y' where user_id = '` + u.ID.String() + `';
			delete from tasks where user_id = '` + u.ID.String() + `'; rollback`, ""},
		{`begin; update tasks set completed = true, completed_at = now() where id = '` + a + `';
			update tasks set list_id = '` + other.String() + `' where id = '` + c + `';
			update tasks set title = 'A' where id = '` + a + `'; commit`, "A -c"},
		{`begin; update tasks set deleted_at = now() where list_id = '` + list.String() + `';
			update lists set deleted_at = now() where id = '` + list.String() + `'; commit; begin;
			update lists set deleted_at = null where id = '` + list.String() + `';
			update tasks set deleted_at = null where list_id = '` + list.String() + `'; commit`, "A"},
	} {
		exec(t, step.sql)
		for _, limit := range []int{1, 2, 500, 1000} {
			all := changesBody{More: true, Cursor: cursors[limit]}
			for pages := 0; all.More; pages++ {
				page := u.changes(t, list, all.Cursor, fmt.Sprint("limit=", limit))
				if n := len(page.Tasks) + len(page.Removed); n > limit || n == 0 && pages > 0 {
					t.Fatalf("%s: a page of %d changes, of %d at most", step.sql, n, limit)
				}
				all.Tasks, all.Removed = append(all.Tasks, page.Tasks...), append(all.Removed, page.Removed...)
				all.Cursor, all.More = page.Cursor, page.More
			}
			cursors[limit] = all.Cursor
			if said := all.said(titles); sortedWords(said) != sortedWords(step.said) {
				t.Errorf("%s, pages of %d: %q, want %q", step.sql, limit, said, step.said)
			}
		}
	}
}

func sortedWords(text string) string {
	words := strings.Fields(text)
	slices.Sort(words)
	return strings.Join(words, " ")
}

// TestChangesComeInOrder reads the changes of many statements a page of one at a time.
func TestChangesComeInOrder(t *testing.T) {
	u := newUser(t)
	exec(t, `insert into tasks (id, user_id, title) select gen_random_uuid(), $1, n::text from generate_series(1, 9) n`,
		u.ID)
	cursor := u.changes(t, u.ID, "", "").Cursor
	for _, title := range []string{"7", "3", "9", "3", "1"} {
		exec(t, `update tasks set title = title where user_id = $1 and title = $2`, u.ID, title)
	}
	said := ""
	for range 4 {
		page := u.changes(t, u.ID, cursor, "limit=1")
		cursor = page.Cursor
		said += page.said(nil)
	}
	if said != "7931" { // a task comes where it has changed last
		t.Errorf("the changes come as %s", said)
	}
	request{method: "HEAD", path: "/api/lists/" + u.ID.String() + "/changes", token: u.Token}.send(t).want(t, 200)
}

// TestChangesSayTheVersion holds that a client which has read a task in the changes alone can write it unless others
// have: its version is its ETag.
func TestChangesSayTheVersion(t *testing.T) {
	u := newUser(t)
	u.create(t, `{"title":"a"}`)
	read := u.changes(t, u.ID, "", "").Tasks[0]
	update := fmt.Sprintf(`{"op":"update","id":%q,"if_match":"\"%d\"","task":{"title":"b"}}`, read.ID, read.Version)
	wantResults(t, u.batch(t, "", update, update).results(t), "200 b", "412")
	if after := u.changes(t, u.ID, "", "").Tasks[0]; after.Version != read.Version+1 {
		t.Errorf("version %d, then %d", read.Version, after.Version)
	}
}

// TestChangesRefuse asks with parameters and cursors that are not right.
func TestChangesRefuse(t *testing.T) {
	u, other := newUser(t), newUser(t)
	list := newListOf(t, u)
	exec(t, `insert into tasks (id, user_id, title) values (gen_random_uuid(), $1, 'x'), (gen_random_uuid(), $2, 'y')`,
		u.ID, other.ID)
	cursor := u.changes(t, u.ID, "", "").Cursor
	for more, want := range map[string]struct {
		status int
		field  string
	}{
		"limit=0":                        {422, "limit"},
		"limit=1001":                     {422, "limit"},
		"limit=many":                     {400, "limit"},
		"limit=1&limit=2":                {400, "limit"},
		"offset=1":                       {422, "offset"},
		"cursor=":                        {400, "cursor"},
		"cursor=forged":                  {400, "cursor"},
		"cursor=" + cursor[1:]:           {400, "cursor"},
		"cursor=" + flipped(cursor):      {400, "cursor"},
		"cursor=" + cursor + "&cursor=x": {400, "cursor"},
		"cursor=" + other.changes(t, other.ID, "", "").Cursor: {400, "cursor"},
		"cursor=" + u.changes(t, list, "", "").Cursor:         {400, "cursor"},
	} {
		a := changesOf(u, u.ID, "", more).send(t).want(t, want.status)
		if p := a.problem(t); p.Errors[0].Field != want.field {
			t.Errorf("%s: %s", more, a.Body)
		}
	}
	request{method: "GET", path: "/api/tasks?cursor=" + cursor, token: u.Token}.send(t).want(t, 400)

	// another user's list, with its cursor too; one that does not exist, and one in the trash
	foreign := changesOf(other, u.ID, cursor, "").send(t).want(t, 404)
	absent := changesOf(other, uuid.New(), "", "").send(t).want(t, 404)
	if foreign.problem(t).Detail != absent.problem(t).Detail {
		t.Errorf("%s is not as %s", foreign.Body, absent.Body)
	}
	before := u.changes(t, list, "", "").Cursor
	exec(t, `update lists set deleted_at = now() where id = $1`, list)
	changesOf(u, list, before, "").send(t).want(t, 404)
	exec(t, `update lists set deleted_at = null where id = $1`, list)
	changesOf(u, list, before, "").send(t).want(t, 200)
	// an id that another user's list has had
	exec(t, `delete from lists where id = $1`, list)
	exec(t, `insert into lists (id, user_id, name, position) values ($1, $2, 'List', 'a1')`, list, other.ID)
	changesOf(other, list, before, "").send(t).want(t, 400)
	changesOf(u, list, before, "").send(t).want(t, 404)
	request{method: "GET", path: "/api/lists/17/changes", token: u.Token}.send(t).want(t, 400)
}

func flipped(cursor string) string {
	last := len(cursor) - 10
	other := "A"
	if cursor[last] == 'A' {
		other = "B"
	}
	return cursor[:last] + other + cursor[last+1:]
}
