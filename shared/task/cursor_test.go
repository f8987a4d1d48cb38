package task_test

import (
	"encoding/base64"
	"testing"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/secret"
	"github.com/todo-backend/todo-backend/shared/task"
)

func TestCursor(t *testing.T) {
	c := task.Cursor{UserID: uuid.New(), Key: "éclair\x01", ID: uuid.New()}
	text := c.Encode(secret.Keys{"secret"}, "title asc")
	if got, ok := task.DecodeCursor(secret.Keys{"secret"}, "title asc", text); !ok || got != c {
		t.Errorf("%v %v, want %v", got, ok, c)
	}
	for name, args := range map[string][3]string{
		"another secret": {"other", "title asc", text}, "another key": {"secret", "due_date asc", text},
		"another order": {"secret", "title desc", text},
		"padded":        {"secret", "title asc", text + "="}, "cut": {"secret", "title asc", text[:len(text)-1]},
	} {
		if _, ok := task.DecodeCursor(secret.Keys{args[0]}, args[1], args[2]); ok {
			t.Errorf("%s was accepted", name)
		}
	}
}

// FuzzCursor wants back what was encoded, and refuses it with a bit changed. A text that nobody encoded is refused too;
// since it would have to forge an HMAC to pass, that looks for a panic alone.
func FuzzCursor(f *testing.F) {
	// the first byte of the signature, of the user's id, of the id, of the key
	for _, b := range []uint{0, 16, 32, 48} {
		f.Add([]byte("a user's id, 16b"), "2026-01-02 03:04:05+00", []byte("an id"), 8*b, "")
	}
	f.Add([]byte{}, "", []byte{0xff}, uint(0), task.Cursor{Key: "x"}.Encode(secret.Keys{"other"}, "scope"))
	f.Fuzz(func(t *testing.T, user []byte, key string, id []byte, bit uint, text string) {
		c := task.Cursor{Key: key}
		copy(c.UserID[:], user)
		copy(c.ID[:], id)
		encoded := c.Encode(secret.Keys{"secret"}, "scope")
		if got, ok := task.DecodeCursor(secret.Keys{"secret"}, "scope", encoded); !ok || got != c {
			t.Errorf("%v %v, want %v", got, ok, c)
		}
		raw, err := base64.RawURLEncoding.DecodeString(encoded)
		if err != nil {
			t.Fatal(err)
		}
		raw[bit/8%uint(len(raw))] ^= 1 << (bit % 8)
		if _, ok := task.DecodeCursor(secret.Keys{"secret"}, "scope", base64.RawURLEncoding.EncodeToString(raw)); ok {
			t.Errorf("%v was accepted with bit %d changed", c, bit)
		}
		if _, ok := task.DecodeCursor(secret.Keys{"secret"}, "scope", text); ok && text != encoded {
			t.Errorf("%q was accepted", text)
		}
	})
}
