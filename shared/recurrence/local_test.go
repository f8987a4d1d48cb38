package recurrence_test

import (
	"strings"
	"testing"
	"time"

	"github.com/todo-backend/todo-backend/shared/recurrence"
)

// TestLocalTime has rules in zones whose clocks change.
func TestLocalTime(t *testing.T) {
	for _, c := range []struct{ zone, start, rule, after, next string }{
		{"Europe/Paris", "2026-03-28T09:00:00+01:00", "FREQ=DAILY", "2026-03-28T09:00:00+01:00",
			"2026-03-29T09:00:00+02:00"},
		// A gap: with the offset before it, half past two is half past three. The day after it is half past two again.
		{"Europe/Paris", "2026-03-28T02:30:00+01:00", "FREQ=DAILY", "2026-03-28T02:30:00+01:00",
			"2026-03-29T03:30:00+02:00"},
		{"Europe/Paris", "2026-03-28T02:30:00+01:00", "FREQ=DAILY", "2026-03-29T03:30:00+02:00",
			"2026-03-30T02:30:00+02:00"},
		// An hour that comes twice: the first.
		{"Europe/Paris", "2026-10-24T02:30:00+02:00", "FREQ=DAILY", "2026-10-24T02:30:00+02:00",
			"2026-10-25T02:30:00+02:00"},
		{"Europe/Paris", "2026-10-24T02:30:00+02:00", "FREQ=DAILY", "2026-10-25T02:30:00+02:00",
			"2026-10-26T02:30:00+01:00"},
		// A start in the second hour is itself.
		{"Europe/Paris", "2026-10-25T02:30:00+01:00", "FREQ=DAILY", "2026-10-25T02:00:00+02:00",
			"2026-10-25T02:30:00+01:00"},
		// A gap of half an hour.
		{"Australia/Lord_Howe", "2026-10-03T02:15:00+10:30", "FREQ=DAILY", "2026-10-03T02:15:00+10:30",
			"2026-10-04T02:45:00+11:00"},
		// Midnight does not exist.
		{"America/Santiago", "2026-09-05T00:00:00-04:00", "FREQ=DAILY", "2026-09-05T00:00:00-04:00",
			"2026-09-06T01:00:00-03:00"},
		// 30 December 2011 did not exist: it falls on the next day, once.
		{"Pacific/Apia", "2011-12-29T09:00:00-10:00", "FREQ=DAILY", "2011-12-29T09:00:00-10:00",
			"2011-12-31T09:00:00+14:00"},
		{"Pacific/Apia", "2011-12-29T09:00:00-10:00", "FREQ=DAILY", "2011-12-31T09:00:00+14:00",
			"2012-01-01T09:00:00+14:00"},
		{"Pacific/Apia", "2011-11-30T09:00:00-10:00", "FREQ=MONTHLY", "2011-12-31T08:00:00+14:00",
			"2011-12-31T09:00:00+14:00"},
		// The day is that of the zone; what is less than a second stays.
		{"Pacific/Auckland", "2027-01-30T20:00:00.123Z", "FREQ=MONTHLY", "2027-01-31T00:00:00Z",
			"2027-03-31T09:00:00.123+13:00"},
		{"Asia/Kathmandu", "2026-01-31T23:59:59.999+05:45", "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-02-01T00:00:00Z",
			"2026-02-28T23:59:59.999+05:45"},
		// UNTIL is a day of the zone, or an instant.
		{"Asia/Tokyo", "2026-01-01T08:00:00+09:00", "FREQ=DAILY;UNTIL=20260103", "2026-01-02T08:00:00+09:00",
			"2026-01-03T08:00:00+09:00"},
		{"Asia/Tokyo", "2026-01-01T08:00:00+09:00", "FREQ=DAILY;UNTIL=20260103", "2026-01-03T08:00:00+09:00", ""},
		{"Asia/Tokyo", "2026-01-31T08:00:00+09:00", "FREQ=DAILY;UNTIL=20260131T230000Z", "2026-01-31T08:00:00+09:00",
			"2026-02-01T08:00:00+09:00"},
		{"Asia/Tokyo", "2025-01-01T08:00:00+09:00", "FREQ=YEARLY;UNTIL=20251231T230000Z", "2025-01-01T08:00:00+09:00",
			"2026-01-01T08:00:00+09:00"},
		// The year 10000 begins earlier in UTC than in New York.
		{"America/New_York", "9999-12-29T20:00:00-05:00", "FREQ=DAILY", "9999-12-29T20:00:00-05:00",
			"9999-12-30T20:00:00-05:00"},
		{"America/New_York", "9999-12-29T20:00:00-05:00", "FREQ=DAILY", "9999-12-30T20:00:00-05:00", ""},
	} {
		next := ""
		if at, ok := parse(t, c.rule).After(instant(t, c.start), instant(t, c.after), zone(t, c.zone)); ok {
			next = at.Format(time.RFC3339Nano)
		}
		if next != c.next {
			t.Errorf("%s in %s from %s: after %s %s, want %s", c.rule, c.zone, c.start, c.after, next, c.next)
		}
	}
}

// TestNoRule has what has no occurrence: the zero Rule, and starts outside the years that there are.
func TestNoRule(t *testing.T) {
	now := instant(t, "2026-01-01T00:00:00Z")
	for _, c := range []struct {
		rule  recurrence.Rule
		start time.Time
	}{
		{recurrence.Rule{}, now},
		{parse(t, "FREQ=DAILY"), now.AddDate(-3000, 0, 0)},
		{parse(t, "FREQ=DAILY"), now.AddDate(8000, 0, 0)},
	} {
		if next, ok := c.rule.After(c.start, now, time.UTC); ok {
			t.Errorf("%s from %s: %s", c.rule, c.start, next)
		}
	}
}

// TestPattern has the due dates of the patterns, one after another, and the way back.
func TestPattern(t *testing.T) {
	for _, c := range []struct{ pattern, due, rule, next string }{
		{"daily", "2027-02-28", "FREQ=DAILY", "2027-03-01 2027-03-02"},
		{"weekly", "2027-12-28", "FREQ=WEEKLY", "2028-01-04 2028-01-11"},
		{"monthly", "2027-01-28", "FREQ=MONTHLY", "2027-02-28 2027-03-28"},
		{"monthly", "2027-01-29", "FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1", "2027-02-28 2027-03-29"},
		{"monthly", "2028-01-29", "FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1", "2028-02-29 2028-03-29"},
		{"monthly", "2028-01-30", "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", "2028-02-29 2028-03-30"},
		{"monthly", "2027-01-30", "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", "2027-02-28 2027-03-30"},
		{"monthly", "2027-01-31", "FREQ=MONTHLY;BYMONTHDAY=-1", "2027-02-28 2027-03-31"},
		{"yearly", "2027-01-31", "", ""},
	} {
		due := instant(t, c.due+"T00:00:00Z")
		rule, ok := recurrence.Pattern(c.pattern, due, time.UTC)
		if ok != (c.rule != "") || rule.String() != c.rule {
			t.Errorf("%s from %s: %s, %t, want %s", c.pattern, c.due, rule, ok, c.rule)
		}
		if name := rule.Pattern(); ok && name != c.pattern || !ok && name != "" {
			t.Errorf("%s is the pattern %q, want %q", rule, name, c.pattern)
		}
		var next []string
		for at := range rule.Occurrences(due, due, time.UTC) {
			if next = append(next, at.Format(time.DateOnly)); len(next) == 2 {
				break
			}
		}
		if got := strings.Join(next, " "); got != c.next {
			t.Errorf("%s from %s: %s, want %s", c.pattern, c.due, got, c.next)
		}
	}
}

// TestNoPattern has rules that are not of a pattern.
func TestNoPattern(t *testing.T) {
	for _, text := range []string{"FREQ=DAILY;INTERVAL=2", "FREQ=WEEKLY;BYDAY=MO", "FREQ=MONTHLY;COUNT=3",
		"FREQ=MONTHLY;BYMONTHDAY=28", "FREQ=MONTHLY;BYMONTHDAY=28,29", "FREQ=MONTHLY;BYMONTHDAY=-1;WKST=SU",
		"FREQ=YEARLY"} {
		if name := parse(t, text).Pattern(); name != "" {
			t.Errorf("%s is the pattern %s", text, name)
		}
	}
}

func instant(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
