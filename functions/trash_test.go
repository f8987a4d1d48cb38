package functions_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// trash answers the names and titles in a user's trash, the lists of each page first.
func (u user) trash(t *testing.T, query string) (names []string) {
	t.Helper()
	for cursor := ""; ; {
		var page struct {
			Lists []struct {
				Name  string
				Total int
			}
			Tasks      []struct{ Title string }
			NextCursor *string `json:"next_cursor"`
		}
		a := request{method: "GET", path: "/api/trash?" + query + cursor, token: u.Token}.send(t).want(t, 200)
		a.decode(t, &page)
		for _, l := range page.Lists {
			names = append(names, fmt.Sprintf("%s(%d)", l.Name, l.Total))
		}
		for _, task := range page.Tasks {
			names = append(names, task.Title)
		}
		if page.NextCursor == nil {
			return names
		}
		cursor = "&cursor=" + url.QueryEscape(*page.NextCursor)
	}
}

// family is a list of a user's with a task, its subtasks, and another task.
type family struct{ list, parent, subtask, early, other string }

func (u user) family(t *testing.T) family {
	t.Helper()
	f := family{uuid.NewString(), uuid.NewString(), uuid.NewString(), uuid.NewString(), uuid.NewString()}
	exec(t, `insert into lists (id, user_id, name, position) values ($1, $2, 'list', 'a1')`, f.list, u.ID)
	exec(t, `insert into tasks (id, user_id, list_id, parent_id, title, tags) values
		($1, $6, $5, null, 'parent', '{a}'), ($2, $6, $5, $1, 'subtask', '{a}'), ($3, $6, $5, $1, 'early', '{b}'),
		($4, $6, $5, null, 'other', '{b}')`, f.parent, f.subtask, f.early, f.other, f.list, u.ID)
	return f
}

// do sends a request such as "POST /api/tasks/{parent}/restore" and answers with its status and the problem's detail.
func (u user) do(t *testing.T, f family, line string) string {
	t.Helper()
	method, path, _ := strings.Cut(line, " ")
	path = strings.NewReplacer("{list}", f.list, "{parent}", f.parent, "{subtask}", f.subtask, "{early}", f.early,
		"{other}", f.other, "{inbox}", u.ID.String()).Replace(path)
	a := request{method: method, path: path, token: u.Token}.send(t)
	if a.Status < 400 {
		return fmt.Sprint(a.Status)
	}
	return fmt.Sprint(a.Status, " ", a.problem(t).Detail)
}

const (
	deleteParent, restoreParent   = "DELETE /api/tasks/{parent}", "POST /api/tasks/{parent}/restore"
	deleteSubtask, restoreSubtask = "DELETE /api/tasks/{subtask}", "POST /api/tasks/{subtask}/restore"
	deleteEarly, restoreEarly     = "DELETE /api/tasks/{early}", "POST /api/tasks/{early}/restore"
	removeList, restoreTheList    = "DELETE /api/lists/{list}", "POST /api/lists/{list}/restore"
	emptyTrash                    = "DELETE /api/trash"
)

// TestTrash tells stories of deletions and restorations: what each request is answered, and what is outside the trash
// and in it at the end.
func TestTrash(t *testing.T) {
	const taskHeld = "409 Its task is in the trash: restore that"
	const listHeld = "409 Its list is in the trash: restore that"
	const noTask, noList = "404 Task not found", "404 List not found"
	for name, c := range map[string]struct {
		requests, answers []string
		outside, inside   string
	}{
		"nothing": {nil, nil, "early other parent subtask", ""},
		"a task takes its subtasks along": {[]string{deleteParent,
			"GET /api/tasks/{parent}", "GET /api/tasks/{subtask}",
			deleteParent, deleteSubtask}, []string{"204", noTask, noTask, noTask, noTask}, "other", "parent"},
		"and brings them back": {[]string{deleteParent, restoreParent, restoreParent},
			[]string{"204", "200", "200"}, "early other parent subtask", ""},
		"but not what was deleted before it": {[]string{deleteEarly, deleteParent, restoreParent},
			[]string{"204", "204", "200"}, "other parent subtask", "early"},
		"a subtask alone": {[]string{deleteSubtask, restoreSubtask}, []string{"204", "200"},
			"early other parent subtask", ""},
		"a subtask needs its task": {[]string{deleteEarly, deleteParent,
			restoreEarly, restoreSubtask, restoreParent,
			restoreEarly}, []string{"204", "204", taskHeld, taskHeld, "200", "200"}, "early other parent subtask", ""},
		"a list takes its tasks along": {[]string{removeList, "GET /api/tasks/{other}", restoreParent, restoreEarly,
			removeList, "GET /api/tasks?tag=a"},
			[]string{"204", noTask, listHeld, listHeld, noList, "200"}, "", "list(4)"},
		"and brings them back, but not what was deleted before it": {[]string{deleteEarly, removeList, restoreTheList,
			restoreTheList}, []string{"204", "204", "200", "200"}, "other parent subtask", "early"},
		"what was deleted before its list": {[]string{deleteParent, removeList, restoreParent, restoreTheList,
			restoreParent}, []string{"204", "204", listHeld, "200", "200"}, "early other parent subtask", ""},
		"the inbox stays": {[]string{"DELETE /api/lists/{inbox}", "POST /api/lists/{inbox}/restore"},
			[]string{"409 The inbox cannot be deleted", "200"}, "early other parent subtask", ""},
		"emptied": {[]string{deleteEarly, deleteParent, emptyTrash, restoreParent, restoreEarly, emptyTrash},
			[]string{"204", "204", "204", noTask, noTask, "204"}, "other", ""},
		"emptied of a list": {[]string{deleteEarly, removeList, emptyTrash, restoreTheList, restoreEarly},
			[]string{"204", "204", "204", noList, noTask}, "", ""},
	} {
		u := newUser(t)
		f := u.family(t)
		for i, line := range c.requests {
			if got := u.do(t, f, line); got != c.answers[i] {
				t.Errorf("%s: %s: %s, want %s", name, line, got, c.answers[i])
			}
		}
		page := u.list(t, "sort_by=title&order=asc")
		var titles []string
		for _, task := range page.Tasks {
			titles = append(titles, task.Title)
		}
		if got := strings.Join(titles, " "); got != c.outside || page.Total != len(titles) {
			t.Errorf("%s: outside the trash are %q, and %d by the count; want %q", name, got, page.Total, c.outside)
		}
		if got := strings.Join(u.trash(t, ""), " "); got != c.inside {
			t.Errorf("%s: in the trash are %q, want %q", name, got, c.inside)
		}
	}
	inStep(t)
}

// TestRestoredAsItWas holds a restored task to all that it was, but the version, which grows with each change.
func TestRestoredAsItWas(t *testing.T) {
	u := newUser(t)
	f := u.family(t)
	get := request{method: "GET", path: "/api/tasks/" + f.parent, token: u.Token}
	before := get.send(t).want(t, 200)
	u.do(t, f, deleteParent)
	if at := queryOne[bool](t, `select bool_and(deleted_at = p.at) and count(*) = 3
		from tasks, (select deleted_at as at from tasks where id = $1) as p where id = $1 or parent_id = $1`,
		f.parent); !at {
		t.Error("the subtasks are not in the trash since the same time")
	}
	restored := request{method: "POST", path: "/api/tasks/" + f.parent + "/restore",
		token: u.Token}.send(t).want(t, 200)
	after := get.send(t).want(t, 200)
	if string(restored.Body) != string(after.Body) || restored.Header.Get("ETag") != after.Header.Get("ETag") {
		t.Errorf("restored:\n%s\nread:\n%s", restored.Body, after.Body)
	}
	if before.Header.Get("ETag") == after.Header.Get("ETag") {
		t.Error("the version has not grown")
	}
	var was, is map[string]any
	for body, into := range map[*answer]*map[string]any{&before: &was, &after: &is} {
		if err := json.Unmarshal(body.Body, into); err != nil {
			t.Fatal(err)
		}
		delete(*into, "updated_at")
		delete(*into, "version") // the ETag's
	}
	if fmt.Sprint(was) != fmt.Sprint(is) {
		t.Errorf("%v, and was %v", is, was)
	}
	tag := after.Header.Get("ETag")
	u.do(t, f, removeList)
	u.do(t, f, restoreTheList)
	if a := get.send(t).want(t, 200); a.Header.Get("ETag") != tag {
		t.Errorf("the deletion and restoration of its list have changed a task from %s to %s", tag,
			a.Header.Get("ETag"))
	}
}

// TestTrashPages reads a trash of lists and tasks in pages of every size: the newest deletion first, each once.
func TestTrashPages(t *testing.T) {
	u := newUser(t)
	var want []string
	for i := range 12 {
		at := fmt.Sprintf("now() - interval '1 minute' * %d", i/2) // pairs at the same time
		id := fmt.Sprintf("%08x-%s", 100-i, uuid.NewString()[9:])
		if i%3 == 0 {
			exec(t, `insert into lists (id, user_id, name, position, deleted_at)
				values ($1, $2, $3, 'a1', date_trunc('minute', `+at+`))`, id, u.ID, fmt.Sprint("l", i))
			want = append(want, fmt.Sprintf("l%d(0)", i))
		} else {
			exec(t, `insert into tasks (id, user_id, title, deleted_at)
				values ($1, $2, $3, date_trunc('minute', `+at+`))`, id, u.ID, fmt.Sprint("t", i))
			want = append(want, fmt.Sprint("t", i))
		}
	}
	if got := u.trash(t, "limit=1"); !slices.Equal(got, want) {
		t.Errorf("one a page: %v, want %v", got, want)
	}
	slices.Sort(want)
	for limit := 2; limit <= 13; limit++ {
		got := u.trash(t, fmt.Sprint("limit=", limit))
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%d a page: %v", limit, got)
		}
	}
	var page struct {
		NextCursor string `json:"next_cursor"`
	}
	request{method: "GET", path: "/api/trash?limit=1", token: u.Token}.send(t).want(t, 200).decode(t, &page)
	for path, status := range map[string]int{"limit=0": 422, "limit=1001": 422, "limit=x": 400, "cursor=": 400,
		"cursor=x": 400, "sort_by=title": 422, "limit=1&limit=2": 400} {
		request{method: "GET", path: "/api/trash?" + path, token: u.Token}.send(t).want(t, status)
	}
	request{method: "GET", path: "/api/trash?cursor=" + page.NextCursor, token: newUser(t).Token}.send(t).want(t, 400)
	request{method: "GET", path: "/api/tasks?cursor=" + page.NextCursor, token: u.Token}.send(t).want(t, 400)
}

// TestRestoreIDs tries paths that name nothing.
func TestRestoreIDs(t *testing.T) {
	u := newUser(t)
	for path, status := range map[string]int{"/api/tasks/x/restore": 400, "/api/lists/x/restore": 400,
		"/api/tasks/" + uuid.NewString() + "/restore": 404, "/api/lists/" + uuid.NewString() + "/restore": 404,
		"/api/tasks/" + uuid.Nil.String() + "/restore": 404, "/api/tasks//restore": 404} {
		request{method: "POST", path: path, token: u.Token}.send(t).want(t, status)
	}
	request{method: "DELETE", path: "/api/lists/" + uuid.NewString(), token: u.Token}.send(t).want(t, 404)
	request{method: "DELETE", path: "/api/lists/x", token: u.Token}.send(t).want(t, 400)
}
