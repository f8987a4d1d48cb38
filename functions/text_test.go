package functions_test

import (
	"encoding/json"
	"math/rand/v2"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/shared/task"
)

// fixtureFile reads a file that the web application's tests read too.
func fixtureFile(t *testing.T, name string, decode any) {
	t.Helper()
	body, err := os.ReadFile("../shared/task/testdata/" + name)
	if err == nil {
		err = json.Unmarshal(body, decode)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func encode(t *testing.T, body any) string {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestSearch asks for each text of the fixture in a title and in a description, made so and changed to it, and, where a
// program that knew no keys wrote it, in lower case.
func TestSearch(t *testing.T) {
	var rows []struct {
		Text, Query string
		Found       bool
	}
	fixtureFile(t, "search.json", &rows)
	u := newUser(t)
	created, _ := u.create(t, `{"title":"x"}`)
	for _, row := range rows {
		query := "search=" + url.QueryEscape(row.Query)
		for _, body := range []map[string]any{
			{"title": "a title", "description": row.Text}, {"title": "another", "description": nil},
			{"description": row.Text}, {"priority": "low"},
		} {
			u.patch(t, created.ID, encode(t, body)).want(t, 200)
			want := row.Found && body["title"] != "another"
			if found := len(u.list(t, query).Tasks) == 1; found != want {
				t.Errorf("%q in %v: %t, want %t", row.Query, body, found, want)
			}
		}
		u.patch(t, created.ID, `{"title":"a","description":null}`).want(t, 200)
		created, _ := u.create(t, encode(t, map[string]any{"title": "b", "description": row.Text}))
		want := 0
		if row.Found {
			want = 1
		}
		if row.Text == "a" { // "a" is the title of the other task too
			want = 0
		}
		if found := len(u.list(t, query).Tasks); found != want && row.Query != "a" {
			t.Errorf("%q in the created %q: %d, want %d", row.Query, row.Text, found, want)
		}
		exec(t, `delete from tasks where id = $1`, created.ID)
	}
	exec(t, `insert into tasks (id, user_id, title) values (gen_random_uuid(), $1, 'Written by SQL')`, u.ID)
	if p := u.list(t, "search=BY+sql"); p.titles() != "Written by SQL" {
		t.Errorf("found %q", p.titles())
	}
}

// TestSearchKeyIsKept looks at what each way of writing a task leaves to be searched by.
func TestSearchKeyIsKept(t *testing.T) {
	u := newUser(t)
	created, _ := u.create(t,
		`{"title":"Straße","description":"ÄRGER","recurrence_pattern":"daily","due_date":"2031-01-31T09:00:00Z"}`)
	for _, body := range []string{`{}`, `{"title":"ΟΔΟΣ"}`, `{"description":"İ"}`, `{"description":null}`,
		`{"title":"É","description":"é"}`, `{"priority":"low"}`, `{"completed":true}`} {
		u.patch(t, created.ID, body).want(t, 200)
		rows, err := admin.Query(t.Context(),
			`select title, coalesce(description, ''), search_key from tasks where user_id = $1`, u.ID)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var title, description string
			var key *string
			if err := rows.Scan(&title, &description, &key); err != nil {
				t.Fatal(err)
			}
			if want := task.SearchKeys(title, description); key == nil || *key != want {
				t.Errorf("after %s: %q %q has the key %v, want %q", body, title, description, key, want)
			}
		}
	}
}

// TestOrderByTitle walks the titles of the fixture in both orders, in pages.
func TestOrderByTitle(t *testing.T) {
	var want []string
	fixtureFile(t, "titles.json", &want)
	u := newUser(t)
	for _, i := range rand.Perm(len(want)) {
		u.create(t, encode(t, map[string]string{"title": want[i]}))
	}
	for _, order := range []string{"asc", "desc"} {
		var got []string
		cursor := ""
		for {
			p := u.list(t, "sort_by=title&limit=7&order="+order+cursor)
			for _, task := range p.Tasks {
				got = append(got, task.Title)
			}
			if p.NextCursor == nil {
				break
			}
			cursor = "&cursor=" + url.QueryEscape(*p.NextCursor)
		}
		if order == "desc" {
			slices.Reverse(got)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", order, got, want)
		}
	}
}

// TestTextIsKept writes each text in a form that nobody can tell from the one that is kept.
func TestTextIsKept(t *testing.T) {
	u := newUser(t)
	created, _ := u.create(t, encode(t, map[string]any{
		"title": "A\u0308rger \u202ex", "description": "e\u0301\r\n\u2067x", "category": "o\u0302",
		"tags": []string{"u\u0308", "\u00fc", "b\u200b", "b"}}))
	kept := func(title string) {
		t.Helper()
		if created.Title != title || *created.Description != "\u00e9\n\u2067x\u2069" || *created.Category != "\u00f4" ||
			!slices.Equal(created.Tags, []string{"\u00fc", "b"}) {
			t.Errorf("kept %+q %+q %+q %+q", created.Title, *created.Description, *created.Category, created.Tags)
		}
	}
	kept("\u00c4rger \u202ex\u202c")
	u.patch(t, created.ID, `{"title":"A\u030arger"}`).want(t, 200).decode(t, &created)
	kept("\u00c5rger")
	for _, query := range []string{"tag=u\u0308", "tag=\u00fc", "category=o\u0302", "search=a\u030arger"} {
		name, value, _ := strings.Cut(query, "=")
		if p := u.list(t, name+"="+url.QueryEscape(value)); len(p.Tasks) != 1 {
			t.Errorf("%+q finds %d tasks", query, len(p.Tasks))
		}
	}
	for path, body := range map[string]string{
		"PATCH /api/auth/profile":    `{"full_name":" Zoe\u0308 "}`,
		"POST /api/auth/update-user": `{"name":"Zoe\u0308\u200b"}`,
	} {
		method, path, _ := strings.Cut(path, " ")
		request{method: method, path: path, token: u.Token, body: body}.send(t).want(t, 200)
		if name := queryOne[string](t, `select full_name from users where id = $1`, u.ID); name != "Zo\u00eb" {
			t.Errorf("%s: the name is %+q", path, name)
		}
	}
}
