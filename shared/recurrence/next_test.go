package recurrence_test

import (
	"strings"
	"testing"
	"time"
)

// TestNext has the occurrences that are asked for, five at most, and whether the rule ends with the last of them; of
// instants, and of days.
func TestNext(t *testing.T) {
	for _, c := range []struct{ zone, start, after, rule, next string }{
		{"Europe/Paris", "2026-03-27T08:00:00Z", "2026-03-27T08:00:00Z", "FREQ=DAILY",
			"2026-03-28T08:00:00Z 2026-03-29T07:00:00Z 2026-03-30T07:00:00Z 2026-03-31T07:00:00Z " +
				"2026-04-01T07:00:00Z ..."},
		{"Europe/Paris", "2026-03-27T08:00:00Z", "2026-03-26T08:00:00Z", "FREQ=DAILY;COUNT=2",
			"2026-03-27T08:00:00Z 2026-03-28T08:00:00Z"},
		{"UTC", "2026-01-31", "2026-01-31", "FREQ=MONTHLY",
			"2026-03-31 2026-05-31 2026-07-31 2026-08-31 2026-10-31 ..."},
		{"UTC", "2026-01-31", "2026-01-31", "FREQ=DAILY;COUNT=6",
			"2026-02-01 2026-02-02 2026-02-03 2026-02-04 2026-02-05"},
		{"UTC", "2026-01-31", "2026-01-31", "FREQ=DAILY;COUNT=7",
			"2026-02-01 2026-02-02 2026-02-03 2026-02-04 2026-02-05 ..."},
		{"UTC", "2026-01-31", "2026-02-05", "FREQ=DAILY;UNTIL=20260207", "2026-02-06 2026-02-07"},
		{"UTC", "2026-01-31", "2026-02-07", "FREQ=DAILY;UNTIL=20260207", ""},
		{"UTC", "2026-01-31", "2026-01-31", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", ""},
		{"UTC", "1900-01-31", "2026-11-27", "FREQ=YEARLY",
			"2027-01-31 2028-01-31 2029-01-31 2030-01-31 2031-01-31 ..."},
	} {
		at := func(text string) time.Time {
			if len(text) == len(time.DateOnly) {
				text += "T00:00:00Z"
			}
			return instant(t, text)
		}
		times, ended := parse(t, c.rule).Next(at(c.start), at(c.after), zone(t, c.zone), 5)
		var next []string
		for _, found := range times {
			next = append(next, strings.TrimSuffix(found.UTC().Format(time.RFC3339), "T00:00:00Z"))
		}
		if !ended {
			next = append(next, "...")
		}
		if got := strings.Join(next, " "); got != c.next {
			t.Errorf("%s from %s after %s: %s, want %s", c.rule, c.start, c.after, got, c.next)
		}
	}
}
