package task_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/task"
)

func TestCursor(t *testing.T) {
	c := task.Cursor{Key: "éclair\x01", ID: uuid.New()}
	text := c.Encode("secret", "ann title asc")
	if got, ok := task.DecodeCursor("secret", "ann title asc", text); !ok || got != c {
		t.Errorf("%v %v, want %v", got, ok, c)
	}
	for name, args := range map[string][3]string{
		"another secret": {"other", "ann title asc", text}, "another user": {"secret", "bob title asc", text},
		"another order": {"secret", "ann title desc", text}, "padded": {"secret", "ann title asc", text + "="}, "cut": {"secret", "ann title asc", text[:len(text)-1]},
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
