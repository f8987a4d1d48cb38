package task_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/task"
)

func TestCursor(t *testing.T) {
	c := task.Cursor{UserID: uuid.New(), Key: "éclair\x01", ID: uuid.New()}
	text := c.Encode("secret", "title asc")
	if got, ok := task.DecodeCursor("secret", "title asc", text); !ok || got != c {
		t.Errorf("%v %v, want %v", got, ok, c)
	}
	for name, args := range map[string][3]string{
		"another secret": {"other", "title asc", text}, "another key": {"secret", "due_date asc", text},
		"another order": {"secret", "title desc", text}, "padded": {"secret", "title asc", text + "="}, "cut": {"secret", "title asc", text[:len(text)-1]},
	} {
		if _, ok := task.DecodeCursor(args[0], args[1], args[2]); ok {
			t.Errorf("%s was accepted", name)
		}
	}
}

func FuzzDecodeCursor(f *testing.F) {
	f.Add(task.Cursor{Key: "x"}.Encode("other", "scope"))
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		if _, ok := task.DecodeCursor("secret", "scope", text); ok {
			t.Errorf("%q was accepted", text)
		}
	})
}
