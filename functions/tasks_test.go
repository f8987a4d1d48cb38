package functions_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
)

type taskBody struct {
	ID                string
	UserID            string `json:"user_id"`
	Title             string
	Description       *string
	Completed         bool
	Priority          *string
	Tags              []string
	Category          *string
	DueDate           *string `json:"due_date"`
	IsRecurring       bool    `json:"is_recurring"`
	RecurrencePattern *string `json:"recurrence_pattern"`
	CompletedAt       *string `json:"completed_at"`
	CreatedAt         string  `json:"created_at"`
	UpdatedAt         string  `json:"updated_at"`
}

func (u user) create(t *testing.T, body string) (taskBody, answer) {
	t.Helper()
	var task taskBody
	a := request{method: "POST", path: "/api/tasks", token: u.Token, body: body}.send(t).want(t, 201)
	a.decode(t, &task)
	return task, a
}

func (u user) patch(t *testing.T, id, body string) answer {
	t.Helper()
	return request{method: "PATCH", path: "/api/tasks/" + id, token: u.Token, body: body}.send(t)
}

func TestTaskKeepsWhatItIsGiven(t *testing.T) {
	u := newUser(t)
	created, a := u.create(t, `{"title":"  Käse 🧀 <script>alert(1)</script> '; DROP TABLE tasks; --  ",
		"description":" as\nit is ","priority":"critical","tags":["a"," b ","a"],"category":" Home ",
		"due_date":"2030-06-01T10:00:00.123456+02:00","recurrence_pattern":"weekly"}`)
	if a.Header.Get("Location") != "/api/tasks/"+created.ID || a.Header.Get("ETag") != `"1"` {
		t.Errorf("headers %v", a.Header)
	}
	if id := uuid.MustParse(created.ID); id.Version() != 7 {
		t.Errorf("id %s is of version %d", id, id.Version())
	}
	want := taskBody{Title: "Käse 🧀 <script>alert(1)</script> '; DROP TABLE tasks; --"}
	if created.Title != want.Title || *created.Description != " as\nit is " || fmt.Sprint(created.Tags) != "[a b]" ||
		*created.Category != "Home" ||
		*created.DueDate != "2030-06-01T08:00:00.123Z" || !created.IsRecurring ||
		*created.RecurrencePattern != "weekly" || created.Completed || created.CompletedAt != nil ||
		created.UserID != u.ID.String() {
		t.Errorf("made %+v", created)
	}
	a = request{method: "GET", path: "/api/tasks/" + created.ID, token: u.Token}.send(t).want(t, 200)
	var got taskBody
	a.decode(t, &got)
	if fmt.Sprint(deref(got)) != fmt.Sprint(deref(created)) {
		t.Errorf("got %+v, made %+v", got, created)
	}
	if title := queryOne[string](t, `select title from tasks where id = $1`, created.ID); title != want.Title {
		t.Errorf("the database has %q", title)
	}
}

func deref(b taskBody) []any {
	s := func(p *string) string {
		if p == nil {
			return "null"
		}
		return *p
	}
	return []any{b.ID, b.Title, s(b.Description), b.Completed, s(b.Priority), b.Tags, s(b.Category), s(b.DueDate),
		s(b.RecurrencePattern), s(b.CompletedAt), b.CreatedAt, b.UpdatedAt}
}

func TestPatch(t *testing.T) {
	u := newUser(t)
	full := `{"title":"x","description":"d","priority":"low","tags":["a"],"category":"c",
		"due_date":"2030-01-01T00:00:00Z","recurrence_pattern":"daily"}`
	for _, c := range []struct {
		body string
		want string
	}{
		{`{}`, "x d false low [a] c 2030-01-01T00:00:00.000Z daily"},
		{`{"title":"y"}`, "y d false low [a] c 2030-01-01T00:00:00.000Z daily"},
		{`{"description":null}`, "x null false low [a] c 2030-01-01T00:00:00.000Z daily"},
		{`{"completed":true}`, "x d true low [a] c 2030-01-01T00:00:00.000Z daily"},
		{`{"completed":false}`, "x d false low [a] c 2030-01-01T00:00:00.000Z daily"},
		{`{"priority":null}`, "x d false null [a] c 2030-01-01T00:00:00.000Z daily"},
		{`{"tags":[]}`, "x d false low [] c 2030-01-01T00:00:00.000Z daily"},
		{`{"category":null}`, "x d false low [a] null 2030-01-01T00:00:00.000Z daily"},
		{`{"due_date":null}`, "x d false low [a] c null daily"},
		{`{"recurrence_pattern":null}`, "x d false low [a] c 2030-01-01T00:00:00.000Z null"},
		{`{"is_recurring":false}`, "x d false low [a] c 2030-01-01T00:00:00.000Z null"},
		{`{"is_recurring":true}`, "x d false low [a] c 2030-01-01T00:00:00.000Z daily"},
		{`{"recurrence_pattern":"monthly","priority":"high"}`, "x d false high [a] c 2030-01-01T00:00:00.000Z monthly"},
	} {
		created, _ := u.create(t, full)
		var got taskBody
		u.patch(t, created.ID, c.body).want(t, 200).decode(t, &got)
		v := deref(got)
		if s := strings.TrimSpace(fmt.Sprintln(v[1:9]...)); s != c.want {
			t.Errorf("%s: %s, want %s", c.body, s, c.want)
		}
		if same := got.UpdatedAt == created.UpdatedAt; c.body == `{}` && !same {
			t.Error("an empty object has changed updated_at")
		}
	}
}

func TestCompletedAt(t *testing.T) {
	u := newUser(t)
	created, _ := u.create(t, `{"title":"x","completed":true}`)
	if !created.Completed || created.CompletedAt == nil {
		t.Fatalf("made %+v", created)
	}
	var again, undone taskBody
	u.patch(t, created.ID, `{"completed":true}`).want(t, 200).decode(t, &again)
	if *again.CompletedAt != *created.CompletedAt {
		t.Error("completing a completed task has changed completed_at")
	}
	u.patch(t, created.ID, `{"completed":false}`).want(t, 200).decode(t, &undone)
	if undone.Completed || undone.CompletedAt != nil {
		t.Errorf("undone %+v", undone)
	}
}

func TestRecurrenceFlag(t *testing.T) {
	u := newUser(t)
	created, _ := u.create(t, `{"title":"x"}`)
	wantProblem(t, "true without a pattern", u.patch(t, created.ID, `{"is_recurring":true}`).want(t, 422),
		"recurrence_pattern", needsPattern)
	u.patch(t, created.ID, `{"recurrence_pattern":"weekly"}`).want(t, 200)
	u.patch(t, created.ID, `{"is_recurring":true}`).want(t, 200)
}

func TestTaskIDsInPaths(t *testing.T) {
	f := newFixture(t)
	for id, status := range map[string]int{
		f.task.String(): 200, strings.ToUpper(f.task.String()): 200, uuid.NewString(): 404,
		"7": 400, "urn:uuid:" + f.task.String(): 400, "{" + f.task.String() + "}": 400,
		strings.ReplaceAll(f.task.String(), "-", ""): 400, f.task.String() + "%00": 400, "%ff": 400,
		"%27%3B%20drop%20table%20tasks": 400, "..%2f..%2fhealth": 400, strings.Repeat("x", 3000): 400,
		f.task.String() + "?id=" + uuid.NewString(): 200, // the path counts, never the query
		f.task.String() + "/":                       404,
		"":                                          404,
	} {
		for _, function := range []string{"", "getTask"} {
			q := request{function: function, method: "GET", path: "/api/tasks/" + id, token: f.owner.Token}
			if a := q.send(t); a.Status != status {
				t.Errorf("%q: %d %s, want %d", id, a.Status, a.Body, status)
			}
		}
	}
}
