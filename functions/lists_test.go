package functions_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
)

type listBody struct {
	ID        string
	Name      string
	Color     *string
	Position  string
	IsInbox   bool `json:"is_inbox"`
	Total     int
	Completed int
	ChangeSeq int    `json:"change_seq"`
	CreatedAt string `json:"created_at"`
	UpdatedAt string `json:"updated_at"`
}

// line is what a test compares: name, color, position, kind and counts.
func (l listBody) line() string {
	color, kind := "null", "list"
	if l.Color != nil {
		color = *l.Color
	}
	if l.IsInbox {
		kind = "inbox"
	}
	return fmt.Sprintf("%s %s %s %s %d/%d", l.Name, color, l.Position, kind, l.Completed, l.Total)
}

// lists answers the lists that a page would see, and the ETag.
func (u user) lists(t *testing.T) (lists []listBody, tag string) {
	t.Helper()
	a := request{method: "GET", path: "/api/lists", token: u.Token}.send(t).want(t, 200)
	var body struct{ Lists []listBody }
	a.decode(t, &body)
	return body.Lists, a.Header.Get("ETag")
}

func (u user) createList(t *testing.T, body string) answer {
	t.Helper()
	return request{method: "POST", path: "/api/lists", token: u.Token, body: body}.send(t)
}

func (u user) patchList(t *testing.T, id, body string) answer {
	t.Helper()
	return request{method: "PATCH", path: "/api/lists/" + id, token: u.Token, body: body}.send(t)
}

func (a answer) list(t *testing.T) (l listBody) {
	t.Helper()
	a.decode(t, &l)
	return l
}

func TestListKeepsWhatItIsGiven(t *testing.T) {
	u := newUser(t)
	id := uuid.NewString()
	created := u.createList(t, `{"id":"`+strings.ToUpper(id)+`","name":" Käse 🧀 <b> ","color":"#1E90FF",
		"position":"a1V"}`).want(t, 201).list(t)
	if created.ID != id || created.line() != "Käse 🧀 <b> #1e90ff a1V list 0/0" || created.ChangeSeq == 0 {
		t.Errorf("created %+v", created)
	}
	first := u.createList(t, `{"name":"first","color":null}`).want(t, 201).list(t)
	second := u.createList(t, `{"name":"second"}`).want(t, 201).list(t)
	if v := uuid.MustParse(first.ID).Version(); v != 7 {
		t.Errorf("an id of version %d", v)
	}
	lists, _ := u.lists(t)
	var names []string
	for _, l := range lists {
		names = append(names, l.Name)
	}
	if fmt.Sprint(names) != "[Inbox Käse 🧀 <b> first second]" || lists[1].line() != created.line() ||
		lists[3].Position != second.Position {
		t.Errorf("listed %+v", lists)
	}
	if inbox := lists[0]; inbox.line() != "Inbox null a0 inbox 0/0" || inbox.ID != u.ID.String() {
		t.Errorf("inbox %+v", inbox)
	}
}

func TestPatchList(t *testing.T) {
	u := newUser(t)
	for _, c := range []struct{ body, want string }{
		{`{}`, "x #00ff00 a1 list 0/0"},
		{`{"name":" y "}`, "y #00ff00 a1 list 0/0"},
		{`{"color":"#ABCDEF"}`, "x #abcdef a1 list 0/0"},
		{`{"color":null}`, "x null a1 list 0/0"},
		{`{"position":"Zz"}`, "x #00ff00 Zz list 0/0"},
		{`{"name":"y","color":null,"position":"a2"}`, "y null a2 list 0/0"},
	} {
		created := u.createList(t, `{"name":"x","color":"#00FF00","position":"a1"}`).want(t, 201).list(t)
		changed := u.patchList(t, created.ID, c.body).want(t, 200).list(t)
		if changed.line() != c.want || changed.ID != created.ID {
			t.Errorf("%s: %s, want %s", c.body, changed.line(), c.want)
		}
		if same := changed.UpdatedAt == created.UpdatedAt; c.body == `{}` && !same {
			t.Error("an empty object has changed updated_at")
		}
	}
	inbox := u.patchList(t, u.ID.String(), `{"name":"Eingang","color":"#000000","position":"b00"}`).want(t, 200).list(t)
	if inbox.line() != "Eingang #000000 b00 inbox 0/0" {
		t.Errorf("the inbox became %s", inbox.line())
	}
	exec(t, `update lists set deleted_at = now() where user_id = $1 and id <> user_id`, u.ID)
	trashed := queryOne[uuid.UUID](t, `select id from lists where user_id = $1 and id <> user_id limit 1`, u.ID)
	for _, body := range []string{`{}`, `{"name":"y"}`} {
		for _, id := range []uuid.UUID{trashed, uuid.New(), newFixture(t).list, newUser(t).ID} {
			if p := u.patchList(t, id.String(), body).want(t, 404).problem(t); p.Detail != "List not found" {
				t.Errorf("%s: %q", body, p.Detail)
			}
		}
	}
	u.patchList(t, "inbox", `{}`).want(t, 400)
}

func TestListRules(t *testing.T) {
	u := newUser(t)
	colorRule := "color must be # and six hexadecimal digits, such as #1e90ff, or null"
	positionRule := "position must be a fractional index, such as a0, of at most 256 characters"
	for _, c := range []struct{ field, value, detail string }{
		{"name", `""`, "Name is required"}, {"name", `" \u200b "`, "Name is required"},
		{"name", `null`, "Name is required"}, {"name", `7`, "name must be a string"},
		{"name", `"` + strings.Repeat("x", 101) + `"`, "Name must be 100 characters or less"},
		{"name", `"a\nb"`, "Name must not contain control characters"},
		{"name", `"a\u0000b"`, "name must not contain the character NUL"},
		{"color", `""`, colorRule}, {"color", `"red"`, colorRule}, {"color", `"#fff"`, colorRule},
		{"color", `"#12345g"`, colorRule}, {"color", `"#1234567"`, colorRule}, {"color", `" #123456"`, colorRule},
		{"color", `"#123456\n"`, colorRule},
		{"color", `1`, "color must be a color such as #1e90ff, or null"},
		{"position", `""`, positionRule}, {"position", `"a10"`, positionRule}, {"position", `null`, positionRule},
		{"position", `"a1` + strings.Repeat("V", 10_000) + `"`, positionRule},
		{"position", `1`, "position must be a string"},
		{"id", `"` + uuid.Nil.String() + `"`, "id must be a UUID that identifies something: not all zeros or ones"},
		{"id", `null`, "id must be a UUID"}, {"id", `"7"`, "id must be a UUID"},
		{"user_id", `"` + u.ID.String() + `"`, `"user_id" is not a field that can be set here`},
		{"is_inbox", `true`, `"is_inbox" is not a field that can be set here`},
		{"total", `1`, `"total" is not a field that can be set here`},
		{"change_seq", `1`, `"change_seq" is not a field that can be set here`},
		{"deleted_at", `null`, `"deleted_at" is not a field that can be set here`},
	} {
		body := `{"name":"x","` + c.field + `":` + c.value + `}`
		if c.field == "name" {
			body = `{"name":` + c.value + `}`
		}
		wantProblem(t, body[:min(len(body), 80)], u.createList(t, body).want(t, 422), c.field, c.detail)
		if c.field == "id" {
			c.detail = `"id" is not a field that can be set here`
		}
		wantProblem(t, "in a change", u.patchList(t, u.ID.String(), `{"`+c.field+`":`+c.value+`}`).want(t, 422),
			c.field, c.detail)
	}
	wantProblem(t, "nothing", u.createList(t, `{}`).want(t, 422), "name", "Name is required")
	u.createList(t, `[]`).want(t, 400)
	longest := u.createList(t, `{"name":"`+strings.Repeat("é", 100)+`"}`).want(t, 201).list(t)
	if longest.Name != strings.Repeat("é", 100) {
		t.Errorf("kept %q", longest.Name)
	}
	if n := queryOne[int](t, `select count(*) from lists where user_id = $1`, u.ID); n != 2 {
		t.Errorf("%d lists, want 2", n)
	}
}

// TestListCounts follows what the inbox says of its tasks, and its number, which each change raises.
func TestListCounts(t *testing.T) {
	u := newUser(t)
	var first, second taskBody
	before, _ := u.lists(t)
	last := before[0].ChangeSeq
	for _, change := range []struct {
		name, want string // counts: completed/total
		do         func()
	}{
		{"a task", "0/1", func() { first, _ = u.create(t, `{"title":"x"}`) }},
		{"another", "0/2", func() { second, _ = u.create(t, `{"title":"y"}`) }},
		{"a title", "0/2", func() { u.patch(t, first.ID, `{"title":"z"}`).want(t, 200) }},
		{"a completion", "1/2", func() { u.patch(t, first.ID, `{"completed":true}`).want(t, 200) }},
		{"a deletion", "0/1", func() {
			request{method: "DELETE", path: "/api/tasks/" + first.ID, token: u.Token}.send(t).want(t, 204)
		}},
		{"the other's completion", "1/1", func() { u.patch(t, second.ID, `{"completed":true}`).want(t, 200) }},
	} {
		change.do()
		lists, _ := u.lists(t)
		if inbox := lists[0]; !strings.HasSuffix(inbox.line(), " inbox "+change.want) || inbox.ChangeSeq <= last {
			t.Errorf("after %s: %s and change %d after %d", change.name, inbox.line(), inbox.ChangeSeq, last)
		}
		last = lists[0].ChangeSeq
	}
}
