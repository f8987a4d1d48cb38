package functions_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// TestImportFaults holds that a document which is not what it says is refused whole, with the place, and that nothing
// of it is written.
func TestImportFaults(t *testing.T) {
	u := newUser(t)
	a, b, c := uuid.NewString(), uuid.NewString(), uuid.NewString()
	good := func(id, more string) string {
		return `{"id":"` + id + `","list_id":"inbox","title":"x","position":"a0"` + more + `}`
	}
	const inbox = `{"id":"inbox","name":"Inbox","position":"a0"}`
	list := func(id, more string) string { return `{"id":"` + id + `","name":"x","position":"a1"` + more + `}` }
	document := func(lists string, tasks ...string) string {
		return `{"format":"todo-backend","version":1,"lists":[` + lists + `],"tasks":[` +
			strings.Join(tasks, ",") + `]}`
	}
	one := func(more string) string { return document(inbox, good(a, more)) }
	lists := make([]string, 200)
	for i := range lists {
		lists[i] = list(uuid.NewString(), "")
	}
	const deleted = `,"deleted_at":"2026-01-01T00:00:00Z"`
	for name, c := range map[string]struct {
		body   string
		status int
		place  string // of the first field, or a part of the detail
	}{
		"another version": {strings.Replace(document(inbox), `"version":1`, `"version":2`, 1), 422, "version"},
		"no version":      {strings.Replace(document(inbox), `"version":1,`, ``, 1), 422, "version"},
		"another format":  {strings.Replace(document(inbox), `todo-`, `done-`, 1), 422, "format"},
		"no lists":        {`{"format":"todo-backend","version":1,"tasks":[]}`, 422, "lists"},
		"an unknown member": {strings.Replace(document(inbox), `"version"`, `"users":[],"version"`, 1),
			422, "users"},
		"a profile with a secret": {strings.Replace(document(inbox), `"lists"`, `"profile":{"email":"x"},"lists"`, 1),
			422, "profile.email"},
		"a zone that is none": {strings.Replace(document(inbox), `"lists"`, `"profile":{"timezone":"Mars"},"lists"`, 1),
			422, "profile.timezone"},

		"cut in the middle":    {one("")[:120], 400, "breaks off"},
		"broken in the middle": {strings.Replace(one(""), `"title":`, `"title"`, 1), 400, "at byte 1"},
		"something after it":   {document(inbox) + "{}", 400, "nothing after it"},
		"a member twice":       {one(`,"title":"y"`), 400, `tasks[0]: The body has the field "title" twice`},
		"deep nesting":         {one(`,"tags":` + strings.Repeat("[", 11_000)), 400, "not valid JSON"},
		"less deep nesting": {one(`,"tags":` + strings.Repeat("[", 99) + strings.Repeat("]", 99)),
			422, "tasks[0].tags"},
		"half a surrogate pair": {one(`,"category":"\ud800"`), 400, "surrogate"},
		"NUL":                   {one(`,"category":"a\u0000"`), 422, "tasks[0].category"},
		"no object":             {document(inbox, good(a, ""), `7`), 422, "tasks[1]"},
		"a list of lists":       {`[]`, 400, "must be a JSON object"},

		"201 lists": {document(inbox + "," + strings.Join(lists, ",")), 422, "lists"},
		"a list twice": {document(inbox + "," + list(a, "") + "," + list(strings.ToUpper(a), "")),
			422, "lists[2].id"},
		"two inboxes":        {document(inbox + "," + inbox), 422, "lists[1].id"},
		"an inbox in trash":  {document(inbox[:len(inbox)-1] + deleted + "}"), 422, "lists[0].deleted_at"},
		"a list's name":      {document(list(a, `,"color":"red"`)), 422, "lists[0].color"},
		"an id of its own":   {document(inbox, good("17", "")), 422, "tasks[0].id"},
		"the id of nothing":  {document(inbox, good(uuid.Nil.String(), "")), 422, "tasks[0].id"},
		"a task twice":       {document(inbox, good(a, ""), good(b, ""), good(a, "")), 422, "tasks[2].id"},
		"a list that is out": {document(list(a, ""), good(b, "")), 422, "tasks[0].list_id"},

		"a parent that is out": {one(`,"parent_id":"` + b + `"`), 422, "tasks[0].parent_id"},
		"its own parent":       {one(`,"parent_id":"` + a + `"`), 422, "tasks[0].parent_id"},
		"a subtask of a subtask": {document(inbox, good(a, ""), good(b, `,"parent_id":"`+a+`"`),
			good(c, `,"parent_id":"`+b+`"`)),
			422, "tasks[2].parent_id"},
		"a parent in another": {document(inbox+","+list(c, ""), good(a, ""),
			strings.Replace(good(b, `,"parent_id":"`+a+`"`), "inbox", c, 1)),
			422, "tasks[1].parent_id"},
		"a parent in the trash": {document(inbox, good(a, deleted), good(b, `,"parent_id":"`+a+`"`)),
			422, "tasks[1].deleted_at"},
		"a list in the trash": {document(list(c, deleted), strings.Replace(good(a, ""), "inbox", c, 1)),
			422, "tasks[0].deleted_at"},
		"two next occurrences": {document(inbox, good(a, ""), good(b, `,"recurrence_of":"`+a+`"`),
			good(c, `,"recurrence_of":"`+a+`"`)),
			422, "tasks[2].recurrence_of"},
		"no title": {document(inbox, good(a, ""), `{"id":"`+b+`","list_id":"inbox"}`), 422, "tasks[1].title"},
		"a title of 201": {document(inbox, strings.Replace(good(a, ""), `"x"`, `"`+strings.Repeat("é", 201)+`"`, 1)),
			422, "tasks[0].title"},
		"an owner": {one(`,"user_id":"` + b + `"`), 422, "tasks[0].user_id"},
		"a position of 10 KB": {document(inbox,
			strings.Replace(good(a, ""), `"a0"`, `"`+strings.Repeat("a", 10<<10)+`"`, 1)), // ids may have a0, too
			422, "tasks[0].position"},
		"due twice": {one(`,"due_on":"2026-01-01","due_date":"2026-01-01T00:00:00Z"`),
			422, "tasks[0].due_on"},
		"the year 1":          {one(`,"created_at":"0001-01-01T00:00:00Z"`), 422, "tasks[0].created_at"},
		"29 February of 2026": {one(`,"start_on":"2026-02-29"`), 422, "tasks[0].start_on"},
		"completed, and not":  {one(`,"completed_at":"2026-01-01T00:00:00Z"`), 422, "tasks[0].completed_at"},
		"a rule of seconds":   {one(`,"recurrence_rule":"FREQ=SECONDLY"`), 422, "tasks[0].recurrence_rule"},
		"from nowhere":        {one(`,"recurrence_from":"x"`), 422, "tasks[0].recurrence_from"},
		"a start without an end": {one(`,"recurrence_start":"2026-01-01T00:00:00Z"`),
			422, "tasks[0].recurrence_start"},
		"a version of 0":         {one(`,"version":0`), 422, "tasks[0].version"},
		"a version that is full": {one(`,"version":2147483647`), 422, "tasks[0].version"},
		"a version of 1.5":       {one(`,"version":1.5`), 422, "tasks[0].version"},
		"4 MiB and a byte": {document(inbox) + strings.Repeat(" ", 4<<20+1-len(document(inbox))),
			413, "4194304"},
		"a hundred thousand": {document(inbox, strings.Repeat(good(a, "")+",", 99_999)+good(a, "")),
			413, "4194304"},
		"a million empty ones":    {document(inbox, strings.Repeat("{},", 1_000_000)+"{}"), 422, "tasks"},
		"ten thousand empty ones": {document(inbox, strings.Repeat("{},", 10_000)+"{}"), 422, "tasks[0].id"},
	} {
		t.Run(name, func(t *testing.T) {
			before := fixture{owner: u}.state(t)
			a := u.bringIn(t, "", c.body).want(t, c.status)
			p := a.problem(t)
			if len(p.Errors) == 0 && !strings.Contains(p.Detail, c.place) ||
				len(p.Errors) > 0 && p.Errors[0].Field != c.place {
				t.Errorf("%q %+v, want %s", p.Detail, p.Errors, c.place)
			}
			if (fixture{owner: u}).state(t) != before {
				t.Error("something was written")
			}
		})
	}
	u.bringIn(t, "?dryrun=true", document(inbox)).want(t, 422)
	u.bringIn(t, "?dry_run=yes", document(inbox)).want(t, 400)
	padded := document(inbox) + strings.Repeat(" ", 4<<20-len(document(inbox)))
	u.bringIn(t, "", padded).want(t, 200)
	request{method: "POST", path: "/api/tasks", token: u.Token, body: padded}.send(t).want(t, 413)
}

// TestImportAtTheLimit imports into an account that is nearly full.
func TestImportAtTheLimit(t *testing.T) {
	u := newUser(t)
	exec(t, `update lists set total = 99999 where id = $1`, u.ID) // as the trigger counts
	document := func(n int) string {
		var tasks []string
		for range n {
			tasks = append(tasks, fmt.Sprintf(`{"id":%q,"list_id":"inbox","title":"x"}`, uuid.NewString()))
		}
		return `{"format":"todo-backend","version":1,"lists":[{"id":"inbox","name":"Inbox"}],"tasks":[` +
			strings.Join(tasks, ",") + `]}`
	}
	u.bringIn(t, "", document(2)).want(t, 422)
	if n := queryOne[int](t, `select count(*) from tasks where user_id = $1`, u.ID); n != 0 {
		t.Errorf("%d tasks", n)
	}
	u.bringIn(t, "", document(1)).want(t, 200)
	exec(t, `delete from users where id = $1`, u.ID)
}
