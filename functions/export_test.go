package functions_test

import (
	_ "embed"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// export returns what u is given to take along.
func (u user) export(t *testing.T) string {
	t.Helper()
	a := request{method: "GET", path: "/api/export", token: u.Token,
		header: map[string]string{"Accept-Encoding": "identity"}}.send(t).want(t, 200)
	if got := a.Header.Get("Content-Disposition"); got != `attachment; filename="todo.json"` {
		t.Errorf("Content-Disposition %q", got)
	}
	return string(a.Body)
}

// fill gives u two filters, a list, a list in the trash, and tasks with everything that a task can have; it returns
// their export.
func (u user) fill(t *testing.T) (document string) {
	t.Helper()
	ids := make([]any, 7)
	for i := range ids {
		ids[i] = uuid.Must(uuid.NewV7()).String()
	}
	home, old, plain, full, sub, next, trashed := ids[0], ids[1], ids[2], ids[3], ids[4], ids[5], ids[6]
	exec(t, `update users set timezone = 'Europe/Paris', language = 'fr' where id = $1`, u.ID)
	u.replaceFilters(t, "", `{"filters":[{"name":"Calls \"x\"","search":"#a p1 due:week"},
		{"name":"\\ 😀","search":"é"}]}`).want(t, 200)
	exec(t, `update lists set name = 'Réception', color = '#aabbcc', position = 'Zz' where id = $1`, u.ID)
	exec(t, `insert into lists (id, user_id, name, color, position, created_at, updated_at, deleted_at) values
		($2, $1, 'Home "sweet" home', '#1e90ff', 'a0', '2026-01-02T03:04:05.006Z', '2026-01-03T03:04:05Z', null),
		($3, $1, 'Old', null, 'a1', '2025-01-02T03:04:05Z', '2025-01-02T03:04:05Z', '2026-05-01T00:00:00.100Z')`,
		u.ID, home, old)
	exec(t, `insert into tasks (id, user_id, title, position, created_at, updated_at)
		values ($2, $1, 'Plain', 'a0', '2026-01-01Z', '2026-01-01Z')`, u.ID, plain)
	exec(t, `insert into tasks (id, user_id, list_id, position, title, description, completed, completed_at, priority,
		  tags, category, start_on, due_date, recurrence_anchor, recurrence_pattern, recurrence_rule, created_at,
		  updated_at, version)
		values ($2, $1, $3, 'a1', 'Ganz 😀 <b>&</b> \ "voll"', E'two\n\tlines', true, '2026-03-02T10:00:00.123Z',
		  'high', '{red,"a, b"}', 'Work', '2026-02-28', '2026-03-01T09:00:00Z', '2026-01-31T09:00:00Z', 'monthly',
		  'FREQ=MONTHLY;BYMONTHDAY=-1', 		  '2026-01-02Z', '2026-03-02T10:00:00.123Z', 7)`, u.ID, full, home)
	exec(t, `insert into tasks (id, user_id, list_id, parent_id, position, title, completed, completed_at, created_at,
		  updated_at) values ($2, $1, $3, $4, 'a2', 'A step', true, '2026-02-01Z', '2026-01-03Z', '2026-02-01Z')`,
		u.ID, sub, home, full)
	exec(t, `update tasks set version = 9, updated_at = '2026-03-02T10:00:00.124Z' where id = $1`, full)
	exec(t, `insert into tasks (id, user_id, list_id, position, title, due_on, due_date, recurrence_anchor,
		  recurrence_rule, recurrence_from, recurrence_of, created_at, updated_at)
		values ($2, $1, $3, 'a3', 'Next', '2026-04-30', '2026-04-30T21:59:59.999Z', '2026-01-31T00:00:00Z',
		  'FREQ=MONTHLY;INTERVAL=2', 'completion', $4, '2026-03-02T10:00:00.123Z', '2026-03-02T10:00:00.123Z')`,
		u.ID, next, home, full)
	exec(t, `insert into tasks (id, user_id, list_id, position, title, created_at, updated_at, deleted_at)
		values ($2, $1, $3, 'a4', 'Thrown away', '2025-02-01Z', '2025-02-01Z', '2026-05-01T00:00:00.100Z')`,
		u.ID, trashed, old)
	return strings.NewReplacer("{home}", ids[0].(string), "{old}", ids[1].(string), "{plain}", ids[2].(string),
		"{full}", ids[3].(string), "{sub}", ids[4].(string), "{next}", ids[5].(string),
		"{trashed}", ids[6].(string)).Replace(filledDocument)
}

//go:embed testdata/export.json
var filledDocument string

// TestExport holds the document to the byte: what a person and the API can set, and nothing of the account.
func TestExport(t *testing.T) {
	u := newUser(t)
	want := u.fill(t)
	got := u.export(t)
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if strings.Contains(got, u.ID.String()) {
		t.Error("the document has the user's id")
	}
}
