package task_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/shared/task"
)

// fixture reads a file of testdata, which the web application's tests read too.
func fixture(t *testing.T, name string, into any) {
	t.Helper()
	body, err := os.ReadFile("testdata/" + name)
	if err == nil {
		err = json.Unmarshal(body, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestSearchKey(t *testing.T) {
	var rows []struct {
		Text, Query string
		Tags        []string
		Found       bool
	}
	fixture(t, "search.json", &rows)
	for _, row := range rows {
		keys, words := task.SearchKeys("x", row.Text, row.Tags), strings.Fields(task.SearchKey(row.Query))
		found := !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(keys, word) })
		if found != row.Found {
			t.Errorf("%q in %q: %t, want %t (keys %q, %q)", row.Query, row.Text, found, row.Found, words, keys)
		}
		key := task.SearchKey(row.Text)
		if again := task.SearchKey(key); again != key {
			t.Errorf("%q: the key %q has the key %q", row.Text, key, again)
		}
	}
}

func TestSearchPatterns(t *testing.T) {
	for query, want := range map[string][]string{
		"":                           {},
		" \t\u3000\u0301":            {},
		"Buy MILK":                   {"%milk%", "%buy%"},
		"milk buy  milk il ilk milk": {"%milk%", "%buy%"},
		strings.Repeat("a b ", 50):   {"%a%", "%b%"},
		`100% a_b c:\ %%_\\`:         {`%\%\%\_\\\\%`, `%100\%%`, `%a\_b%`, `%c:\\%`},
		"日本 Straße":                  {"%strasse%", "%日本%"},
	} {
		if got := task.SearchPatterns(query); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", query, got, want)
		}
	}
}
