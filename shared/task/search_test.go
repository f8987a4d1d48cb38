package task_test

import (
	"encoding/json"
	"os"
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
		Found       bool
	}
	fixture(t, "search.json", &rows)
	for _, row := range rows {
		text, query := task.SearchKey(row.Text), task.SearchKey(row.Query)
		if found := strings.Contains(text, query); found != row.Found {
			t.Errorf("%q in %q: %t, want %t (keys %q, %q)", row.Query, row.Text, found, row.Found, query, text)
		}
		if again := task.SearchKey(text); again != text {
			t.Errorf("%q: the key %q has the key %q", row.Text, text, again)
		}
	}
}
