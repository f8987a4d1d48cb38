package wire

import (
	"encoding/json"
	"testing"
)

func TestDate(t *testing.T) {
	for _, c := range []struct {
		text  string
		valid bool
	}{
		{"2026-12-31", true},
		{"2028-02-29", true},
		{"1900-01-01", true},
		{"2027-02-29", false},
		{"2026-02-31", false},
		{"2026-1-1", false},
		{"2026-12-31T00:00:00Z", false},
		{"20261231", false},
		{"+2026-12-31", false},
		{" 2026-12-31", false},
		{"", false},
	} {
		var d Date
		err := json.Unmarshal([]byte(`"`+c.text+`"`), &d)
		if (err == nil) != c.valid {
			t.Errorf("%q: %v", c.text, err)
		}
		if b, _ := json.Marshal(d); err == nil && string(b) != `"`+c.text+`"` {
			t.Errorf("%q is written as %s", c.text, b)
		}
	}
	if err := json.Unmarshal([]byte("20261231"), new(Date)); err == nil {
		t.Error("a number is taken for a date")
	}
}
