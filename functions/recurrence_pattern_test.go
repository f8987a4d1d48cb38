package functions_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/todo-backend/todo-backend/shared/recurrence"
)

// TestPatternsAreRules completes tasks with each pattern, and has the next due date that the pattern's rule has.
func TestPatternsAreRules(t *testing.T) {
	for _, name := range []string{"UTC", "Europe/Paris", "Pacific/Auckland", "America/New_York", "Asia/Kathmandu"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		u := newUser(t)
		exec(t, `update users set timezone = $2 where id = $1`, u.ID, name)
		for _, pattern := range []string{"daily", "weekly", "monthly"} {
			for _, text := range []string{"1900-01-31T09:00:00Z", "1999-12-29T00:30:00.25Z", "2031-01-27T12:00:00Z",
				"2031-01-28T20:00:00Z", "2031-01-29T20:00:00Z", "2031-01-30T20:00:00Z", "2031-01-31T20:00:00.001Z",
				"2032-01-31T09:00:00Z", "2031-03-29T01:30:00Z", "2031-03-08T07:30:00Z", "2031-03-23T01:30:00Z",
				"2031-12-31T23:59:59.999Z"} {
				due, err := time.Parse(time.RFC3339Nano, text)
				if err != nil {
					t.Fatal(err)
				}
				created, _ := u.create(t,
					fmt.Sprintf(`{"title":"x","recurrence_pattern":%q,"due_date":%q}`, pattern, text))
				before := time.Now()
				u.patch(t, created.ID, `{"completed":true}`).want(t, 200)
				got := queryOne[time.Time](t, `select due_date from tasks where recurrence_of = $1`, created.ID)
				rule, _ := recurrence.Pattern(pattern, due, zone)
				after := func(now time.Time) time.Time { // one of both, should it fall due meanwhile
					if now.Before(due) {
						now = due
					}
					next, _ := rule.After(due, now, zone)
					return next
				}
				if first, second := after(before), after(time.Now()); !got.Equal(first) && !got.Equal(second) {
					t.Errorf("%s from %s in %s: %s, want %s by %s", pattern, text, name, got.In(zone), first, rule)
				}
			}
		}
	}
}

// TestPatternsInSQL holds the rules that SQL writes for patterns against Go's: from every day of two years, and from
// the instants around midnight, in several zones.
func TestPatternsInSQL(t *testing.T) {
	var patterns, zones, want []string
	var anchors []time.Time
	for _, name := range []string{"UTC", "Europe/Paris", "Pacific/Auckland", "America/New_York", "Asia/Kathmandu",
		"Pacific/Apia", "America/St_Johns", "Pacific/Kiritimati"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for day := range 731 {
			midnight := time.Date(2027, 1, 1+day, 0, 0, 0, 0, zone)
			for _, after := range []time.Duration{-time.Millisecond, 0, 13 * time.Hour} {
				anchor := midnight.Add(after)
				pattern := []string{"daily", "weekly", "monthly", "monthly"}[len(want)%4]
				rule, _ := recurrence.Pattern(pattern, anchor, zone)
				patterns, zones = append(patterns, pattern), append(zones, name)
				anchors, want = append(anchors, anchor), append(want, rule.String())
			}
		}
	}
	got := queryOne[[]string](t, `
		select array_agg(pattern_rule(pattern, anchor, zone_of(zone), 'due') order by n)
		from unnest($1::text[], $2::timestamptz[], $3::text[]) with ordinality as tasks(pattern, anchor, zone, n)`,
		patterns, anchors, zones)
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%s from %s in %s: %s, want %s", patterns[i], anchors[i], zones[i], got[i], want[i])
		}
	}
	if rule := queryOne[string](t, `select pattern_rule('monthly', null, 'UTC', 'due')`); rule != "FREQ=MONTHLY" {
		t.Errorf("monthly without a due date: %s", rule)
	}
}
