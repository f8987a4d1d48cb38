package position

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

func TestValid(t *testing.T) {
	for text, want := range map[string]bool{
		"a0": true, "a1V": true, "b10": true, "Zz": true, "Y00": true, "a0000000000000000000000000001": true,
		"i0000000001": true, "i000000000": true, "zzzzzzzzzzzzzzzzzzzzzzzzzzz": true,
		"": false, "a": false, "b1": false, "0": false, "a0V0": false, "a10": false, "-1": false, "a 1": false,
		"aé": false, "a1\x00": false, "A" + strings.Repeat("0", 26): false, "A" + strings.Repeat("0", 25) + "1": true,
		"a1" + strings.Repeat("V", 254): true, "a1" + strings.Repeat("V", 255): false,
		strings.Repeat("z", 10_240): false,
	} {
		if got := Valid(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// TestEnd holds that a later creation stands later, and that each position can be built upon.
func TestEnd(t *testing.T) {
	last := ""
	for _, at := range []string{"1969-12-31T23:59:59Z", "1970-01-01T00:00:00.000001Z", "2026-11-27T03:00:00.123456Z",
		"2026-11-27T03:00:00.123457Z", "2026-11-27T03:00:01Z", "2397-01-01T00:00:00Z"} {
		instant, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		position := End(instant, uuid.New())
		if !Valid(position) || position <= last {
			t.Errorf("%s: %q after %q", at, position, last)
		}
		last = position
	}
}
