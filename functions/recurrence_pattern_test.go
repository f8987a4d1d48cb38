package functions_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/todo-backend/todo-backend/shared/recurrence"
)

// TestPatternsAreRules completes tasks with each pattern, and has the next due date that the pattern's rule has.
//
// They differ in an hour that comes twice, when clocks go back: the database takes the second, RFC 5545, 3.3.5, the
// first. No due date here lies in one.
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
