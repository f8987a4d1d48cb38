package functions_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// newList makes a list in the database itself.
func (u user) newList(t *testing.T) string {
	t.Helper()
	id := uuid.Must(uuid.NewV7())
	exec(t, `insert into lists (id, user_id, name, position) values ($1, $2, 'List', 'a1')`, id, u.ID)
	return id.String()
}

// placed is what an answer says of where a task is and when.
type placed struct {
	ID, Position string
	ListID       string  `json:"list_id"`
	ParentID     *string `json:"parent_id"`
	StartOn      *string `json:"start_on"`
	DueOn        *string `json:"due_on"`
	DueDate      *string `json:"due_date"`
	IsRecurring  bool    `json:"is_recurring"`
	Pattern      *string `json:"recurrence_pattern"`
	Rule         *string `json:"recurrence_rule"`
	From         string  `json:"recurrence_from"`
	Subtasks     struct{ Total, Completed int }
}

// String returns what a row of a test compares, null as -.
func (p placed) String() string {
	text := func(s *string) string {
		if s == nil {
			return "-"
		}
		return *s
	}
	return strings.Join([]string{text(p.StartOn), text(p.DueOn), text(p.DueDate), text(p.Pattern), text(p.Rule)}, " ")
}

// place creates a task, or changes it if body is for one that exists, and returns it.
func (u user) place(t *testing.T, id, body string) placed {
	t.Helper()
	a := request{method: "POST", path: "/api/tasks", token: u.Token, body: body}
	if id != "" {
		a = request{method: "PATCH", path: "/api/tasks/" + id, token: u.Token, body: body}
	}
	var p placed
	answer := a.send(t)
	if answer.Status != 200 && answer.Status != 201 {
		t.Fatalf("%s: %d %s", body, answer.Status, answer.Body)
	}
	answer.decode(t, &p)
	return p
}

const (
	notMyList = "list_id must be one of your lists"
	noParent  = "parent_id must be another task in the same list, and no subtask itself"

	hasSubtasks  = "A task that has subtasks, in the trash too, cannot become a subtask"
	positionRule = "position must be a fractional index, such as a0, of at most 256 characters"
)

// TestPlacesRefused names lists, parents and positions that a task cannot have (threats: access by id, nested ids).
func TestPlacesRefused(t *testing.T) {
	u, other := newUser(t), newUser(t)
	list, trashed, foreign := u.newList(t), u.newList(t), other.newList(t)
	exec(t, `update lists set deleted_at = now() where id = $1`, trashed)
	parent := u.place(t, "", `{"title":"parent"}`).ID
	subtask := u.place(t, "", fmt.Sprintf(`{"title":"subtask","parent_id":%q}`, parent)).ID
	elsewhere := u.place(t, "", fmt.Sprintf(`{"title":"elsewhere","list_id":%q}`, list)).ID
	inTrash := u.place(t, "", `{"title":"in the trash"}`).ID
	exec(t, `update tasks set deleted_at = now() where id = $1`, inTrash)
	theirs := other.place(t, "", `{"title":"theirs"}`).ID
	changed := u.place(t, "", `{"title":"to change"}`).ID
	for _, c := range []struct{ name, field, value, detail string }{
		{"somebody else's list", "list_id", foreign, notMyList},
		{"no list", "list_id", uuid.NewString(), notMyList},
		{"somebody else's inbox", "list_id", other.ID.String(), notMyList},
		{"a list in the trash", "list_id", trashed, notMyList},
		{"no UUID", "list_id", "x", "list_id must be a UUID"},
		{"somebody else's task", "parent_id", theirs, noParent},
		{"no task", "parent_id", uuid.NewString(), noParent},
		{"a task in the trash", "parent_id", inTrash, noParent},
		{"a subtask", "parent_id", subtask, noParent},
		{"a task in another list", "list_id", list + `","parent_id":"` + parent, noParent},
		{"no number", "position", "-1", positionRule},
		{"10 KB", "position", strings.Repeat("z", 10<<10), positionRule},
		{"nothing", "position", "", positionRule},
		{"not UTF-8 alone", "position", "aé", positionRule},
	} {
		field := c.field
		if strings.Contains(c.value, "parent_id") {
			field = "parent_id"
		}
		body := fmt.Sprintf(`{"title":"x","%s":"%s"}`, c.field, c.value)
		before := queryOne[string](t, `select to_jsonb(t)::text from tasks t where id = $1`, changed)
		wantProblem(t, c.name, request{method: "POST", path: "/api/tasks", token: u.Token, body: body}.send(t).
			want(t, 422), field, c.detail)
		wantProblem(t, c.name, request{method: "POST", path: "/api/tasks", token: u.Token, body: body,
			header: map[string]string{"Idempotency-Key": c.name}}.send(t).want(t, 422), field, c.detail)
		wantProblem(t, c.name, u.patch(t, changed, body).want(t, 422), field, c.detail)
		after := queryOne[string](t, `select to_jsonb(t)::text from tasks t where id = $1`, changed)
		if after != before {
			t.Errorf("%s: the refused change made %s of %s", c.name, after, before)
		}
	}
	for body, detail := range map[string]string{
		fmt.Sprintf(`{"parent_id":%q}`, parent):                  noParent, // itself
		fmt.Sprintf(`{"parent_id":%q}`, elsewhere):               noParent,
		fmt.Sprintf(`{"list_id":%q,"parent_id":null}`, foreign):  notMyList,
		fmt.Sprintf(`{"parent_id":%q,"completed":true}`, theirs): noParent,
		fmt.Sprintf(`{"parent_id":%q}`, changed):                 hasSubtasks,
	} {
		field := "parent_id"
		if detail == notMyList {
			field = "list_id"
		}
		wantProblem(t, body, u.patch(t, parent, body).want(t, 422), field, detail)
	}
	wantProblem(t, "a subtask leaves its parent", u.patch(t, subtask, fmt.Sprintf(`{"list_id":%q}`, list)).
		want(t, 422), "parent_id", noParent)
	taken := fmt.Sprintf(`{"title":"x","id":%q}`, theirs)
	request{method: "POST", path: "/api/tasks", token: u.Token, body: taken}.send(t).want(t, 409)
	if n := queryOne[int](t, `select count(*) from tasks where user_id = $1`, u.ID); n != 5 {
		t.Errorf("%d tasks", n)
	}
	if n := queryOne[int](t, `select count(*) from idempotency_keys where user_id = $1`, u.ID); n != 0 {
		t.Errorf("%d keys are remembered of what was refused", n)
	}
	request{method: "PATCH", path: "/api/tasks/" + changed, token: u.Token, body: `{"list_id":"` + foreign + `"}`,
		header: map[string]string{"If-Match": `"7"`}}.send(t).want(t, 412)
	inStep(t)
}

// TestTasksMove moves tasks between lists and parents.
func TestTasksMove(t *testing.T) {
	u := newUser(t)
	list := u.newList(t)
	first := u.place(t, "", `{"title":"first"}`)
	parent := u.place(t, "", `{"title":"parent","position":"a0"}`)
	subtask := u.place(t, "", fmt.Sprintf(`{"title":"subtask","parent_id":%q,"completed":true}`, parent.ID))
	if first.ListID != u.ID.String() || parent.Position != "a0" || subtask.Position <= first.Position ||
		subtask.ParentID == nil || *subtask.ParentID != parent.ID {
		t.Fatalf("created %+v, %+v and %+v", first, parent, subtask)
	}
	now := func(id string) (p placed) {
		request{method: "GET", path: "/api/tasks/" + id, token: u.Token}.send(t).want(t, 200).decode(t, &p)
		return p
	}
	if p := now(parent.ID); p.Subtasks.Total != 1 || p.Subtasks.Completed != 1 {
		t.Errorf("the parent has %+v", p.Subtasks)
	}
	if p := u.place(t, parent.ID, fmt.Sprintf(`{"list_id":%q}`, u.ID)); p.Position != "a0" {
		t.Errorf("a task that stays in its list moves to %s", p.Position)
	}
	moved := u.place(t, parent.ID, fmt.Sprintf(`{"list_id":%q,"title":"moved"}`, list))
	if s := now(subtask.ID); moved.ListID != list || moved.Position <= subtask.Position || s.ListID != list ||
		s.Position != subtask.Position {
		t.Errorf("moved %+v with %+v", moved, s)
	}
	inThere := u.place(t, "", fmt.Sprintf(`{"title":"in the parent's list","parent_id":%q}`, parent.ID))
	if inThere.ListID != list {
		t.Errorf("a new subtask is in the list %s", inThere.ListID)
	}
	top := u.place(t, inThere.ID, `{"parent_id":null,"position":"Zz"}`)
	if top.ParentID != nil || top.ListID != list || top.Position != "Zz" {
		t.Errorf("without its parent %+v", top)
	}
	back := u.place(t, first.ID, fmt.Sprintf(`{"list_id":%q,"parent_id":%q}`, list, parent.ID))
	if p := now(parent.ID); back.ListID != list || p.Subtasks.Total != 2 || p.Subtasks.Completed != 1 {
		t.Errorf("with a parent %+v, which has %+v", back, p.Subtasks)
	}
	both := u.place(t, back.ID, fmt.Sprintf(`{"list_id":%q,"parent_id":null}`, u.ID))
	if p := now(parent.ID); both.ParentID != nil || both.ListID != u.ID.String() || p.Subtasks.Total != 1 {
		t.Errorf("out of it %+v, which has %+v", both, p.Subtasks)
	}
	inStep(t)
}

// TestSubtasksRace creates fifty subtasks at once while their parent moves to and fro and is completed.
func TestSubtasksRace(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	lists := []string{u.newList(t), u.ID.String()}
	parent := u.place(t, "", `{"title":"parent","due_date":"2031-01-01T00:00:00Z","recurrence_pattern":"daily"}`).ID
	numbers := make(chan int, 60)
	for i := range 60 {
		numbers <- i
	}
	statuses := concurrently(60, func() int {
		switch i := <-numbers; {
		case i%12 == 0:
			return u.patch(t, parent, fmt.Sprintf(`{"completed":%v}`, i%24 == 0)).Status
		case i%6 == 0:
			return u.patch(t, parent, fmt.Sprintf(`{"list_id":%q}`, lists[i/12%2])).Status
		}
		body, _ := json.Marshal(map[string]any{"title": "x", "parent_id": parent})
		return request{method: "POST", path: "/api/tasks", token: u.Token, body: string(body)}.send(t).Status
	})
	if statuses[201] != 50 || statuses[200] != 10 {
		t.Errorf("statuses %v", statuses)
	}
	if n := queryOne[int](t, `select count(*) from tasks s join tasks p on p.id = s.parent_id
		where p.id = $1 and s.list_id = p.list_id and p.subtasks = 50`, parent); n != 50 {
		t.Errorf("%d of 50 subtasks are where their parent is", n)
	}
	inStep(t)
}
