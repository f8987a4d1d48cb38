package wire_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/todo-backend/todo-backend/shared/wire"
)

func TestTime(t *testing.T) {
	for given, want := range map[string]string{
		"2026-01-02T03:04:05Z":                `"2026-01-02T03:04:05.000Z"`,
		"2026-01-02T03:04:05.120Z":            `"2026-01-02T03:04:05.120Z"`,
		"2026-01-02T03:04:05.007Z":            `"2026-01-02T03:04:05.007Z"`,
		"2026-01-02T03:04:05.123456789Z":      `"2026-01-02T03:04:05.123Z"`,
		"2026-01-02T03:04:05.999999999+05:30": `"2026-01-01T21:34:05.999Z"`,
	} {
		parsed, err := time.Parse(time.RFC3339Nano, given)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := json.Marshal(wire.Time{Time: parsed}); err != nil || string(got) != want {
			t.Errorf("%s: %s %v, want %s", given, got, err, want)
		}
	}
}
