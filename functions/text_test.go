package functions_test

import (
	"encoding/json"
	"math/rand/v2"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
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
