package recurrence_test

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestFrom goes on with rules at a later due date, from its midnight.
func TestFrom(t *testing.T) {
	for _, c := range []struct{ zone, start, rule, due, want string }{
		{"UTC", "2026-01-01T09:00:00Z", "FREQ=DAILY", "2026-01-05T09:00:00Z", "FREQ=DAILY"},
		{"UTC", "2026-01-01T09:00:00Z", "FREQ=DAILY;COUNT=5", "2026-01-01T09:00:00Z", "FREQ=DAILY;COUNT=5"},
		{"UTC", "2026-01-01T09:00:00Z", "FREQ=DAILY;COUNT=5", "2026-01-04T09:00:00Z", "FREQ=DAILY;COUNT=2"},
		{"UTC", "2026-01-01T09:00:00Z", "FREQ=DAILY;COUNT=5", "2026-01-05T09:00:00Z", "FREQ=DAILY;COUNT=1"},
		{"UTC", "2026-01-01T09:00:00Z", "FREQ=DAILY;COUNT=5", "2030-01-05T09:00:00Z", "FREQ=DAILY;COUNT=1"},
		// A due date that the rule does not match is counted, as RFC 5545 counts DTSTART: it, and two Mondays.
		{"UTC", "2026-01-01T09:00:00Z", "FREQ=WEEKLY;COUNT=2;BYDAY=MO", "2026-01-01T09:00:00Z",
			"FREQ=WEEKLY;COUNT=3;BYDAY=MO"},
		{"UTC", "2026-01-01T09:00:00Z", "FREQ=WEEKLY;COUNT=2;BYDAY=MO", "2026-01-05T09:00:00Z",
			"FREQ=WEEKLY;COUNT=2;BYDAY=MO"},
		// UNTIL is a day of the zone, or an instant, before which the last occurrence is.
		{"Europe/Paris", "2026-01-01T09:00:00+01:00", "FREQ=DAILY;UNTIL=20260131", "2026-01-05T09:00:00+01:00",
			"FREQ=DAILY;UNTIL=20260131T225959Z"},
		{"Europe/Paris", "2026-01-01T09:00:00+01:00", "FREQ=DAILY;UNTIL=20260131T080000Z", "2026-01-05T09:00:00+01:00",
			"FREQ=DAILY;UNTIL=20260131T225959Z"},
		{"Europe/Paris", "2026-01-01T09:00:00+01:00", "FREQ=DAILY;UNTIL=20260131T075959Z", "2026-01-05T09:00:00+01:00",
			"FREQ=DAILY;UNTIL=20260130T225959Z"},
		{"Asia/Tokyo", "2026-01-01T08:00:00+09:00", "FREQ=DAILY;UNTIL=20260131T230000Z", "2026-01-05T08:00:00+09:00",
			"FREQ=DAILY;UNTIL=20260201T145959Z"},
		// The day of the start is named where a month may not have it.
		{"UTC", "2024-02-28T09:00:00Z", "FREQ=YEARLY", "2025-02-28T09:00:00Z", "FREQ=YEARLY"},
		{"UTC", "2024-02-29T09:00:00Z", "FREQ=YEARLY", "2028-02-29T09:00:00Z", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"},
		{"Asia/Tokyo", "2026-01-30T20:00:00Z", "FREQ=MONTHLY", "2026-03-30T20:00:00Z", "FREQ=MONTHLY;BYMONTHDAY=31"},
		{"UTC", "2026-01-31T09:00:00Z", "FREQ=MONTHLY;BYDAY=-1SA", "2026-02-28T09:00:00Z", "FREQ=MONTHLY;BYDAY=-1SA"},
		// UNTIL is not before the due date, and not after the year 9999.
		{"UTC", "2026-01-01T09:00:00Z", "FREQ=DAILY;UNTIL=20260131", "2026-02-02T09:00:00Z",
			"FREQ=DAILY;UNTIL=20260202T235959Z"},
		{"America/New_York", "2026-01-01T09:00:00Z", "FREQ=DAILY;UNTIL=99991231", "2026-02-02T09:00:00Z",
			"FREQ=DAILY;UNTIL=99991231T235959Z"},
	} {
		rule := parse(t, c.rule).From(instant(t, c.start), instant(t, c.due), zone(t, c.zone), zone(t, c.zone))
		if got := rule.String(); got != c.want {
			t.Errorf("%s from %s at %s: %s, want %s", c.rule, c.start, c.due, got, c.want)
		}
	}
}

// TestFromRecorded goes on with recorded rules at their third occurrence, or at a start that they do not match: the
// days after it are those of the rule.
func TestFromRecorded(t *testing.T) {
	n := 0
	for c := range recorded(t) {
		if n++; n%29 != 0 {
			continue
		}
		rule := parse(t, c.rule)
		due := c.start
		if times, _ := rule.Next(c.start, c.start, c.zone, 3); len(times) == 3 && n%2 == 0 {
			due = times[2]
		} else if first, _ := rule.After(c.start, c.start.Add(-1), c.zone); strings.Contains(c.rule, "COUNT") &&
			!first.Equal(c.start) {
			continue // see TestFrom
		}
		y, m, d := due.In(c.zone).Date()
		midnight := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
		days := func(times []time.Time, _ bool) (days []string) {
			for _, at := range times {
				days = append(days, at.Format(time.DateOnly))
			}
			return days
		}
		want := days(rule.Next(c.start, due, c.zone, 5))
		rest := rule.From(c.start, due, c.zone, time.UTC)
		if got := days(rest.Next(midnight, midnight, time.UTC, 5)); !slices.Equal(got, want) {
			t.Errorf("%s from %s in %s, at %s: %s has %v, want %v", c.rule, c.start, c.zone, due, rest, got, want)
		}
	}
	if n < 90_000 {
		t.Errorf("%d cases", n)
	}
}
