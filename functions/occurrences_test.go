package functions_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

// trips returns how many round trips f makes.
func trips(f func()) int {
	before := proxy.ready.Load()
	f()
	return int(proxy.ready.Load() - before)
}

// TestOccurrencesAreStored counts the round trips: a rule may take two when it is written, completing takes one. Where
// the occurrences are not known, or used up, it takes two, and then one again.
func TestOccurrencesAreStored(t *testing.T) {
	u := newUser(t)
	warm := u.place(t, "", `{"title":"x","due_on":"2031-01-01","recurrence_pattern":"daily"}`).ID
	u.place(t, warm, `{"recurrence_rule":"FREQ=WEEKLY"}`) // lets the connection learn the statements
	u.place(t, warm, `{"completed":true}`)
	stored := func(id string) string {
		return queryOne[string](t, `select concat(cardinality(occurrences), ' ', occurrences[1] at time zone 'UTC')
			from tasks where id = $1`, id)
	}
	id := ""
	write := func(what, body string, most int, want string) {
		t.Helper()
		if n := trips(func() { id = u.place(t, id, body).ID }); n > most {
			t.Errorf("%s: %d round trips, want %d", what, n, most)
		}
		if got := stored(id); got != want {
			t.Errorf("%s: stored are %s, want %s", what, got, want)
		}
	}
	complete := func(what string, most int, want string) {
		t.Helper()
		if n := trips(func() { u.patch(t, id, `{"completed":true}`).want(t, 200) }); n > most {
			t.Errorf("%s: %d round trips, want %d", what, n, most)
		}
		id = queryOne[string](t, `select id::text from tasks where recurrence_of = $1`, id)
		if got := stored(id); got != want {
			t.Errorf("%s: stored are %s, want %s", what, got, want)
		}
	}
	write("created", `{"title":"x","due_date":"2031-01-01T09:00:00Z","recurrence_rule":"FREQ=DAILY"}`, 2,
		"64 2031-01-02 09:00:00")
	complete("completed", 1, "63 2031-01-03 09:00:00")
	write("another title", `{"title":"y"}`, 1, "63 2031-01-03 09:00:00")
	write("another time", `{"due_date":"2031-01-01T10:00:00Z"}`, 1, " ")
	complete("completed, not known", 2, "63 2031-01-03 10:00:00")
	complete("completed again", 1, "62 2031-01-04 10:00:00")
	write("another rule", `{"recurrence_rule":"FREQ=WEEKLY;COUNT=3"}`, 2, "3 2031-01-10 10:00:00")
	write("a pattern", `{"recurrence_pattern":"monthly"}`, 2, "64 2031-02-03 10:00:00")
	exec(t, `update tasks set occurrences = '{}' where id = $1`, id)
	complete("used up", 2, "63 2031-03-03 10:00:00")
	exec(t, `update tasks set recurrence_rule = null, occurrences = null where id = $1`, id) // as an older program
	complete("without a rule", 2, "63 2031-04-03 10:00:00")
	write("no rule", `{"recurrence_rule":null}`, 1, " ")
	write("a rule later", `{"recurrence_rule":"FREQ=DAILY"}`, 2, "64 2031-03-04 10:00:00")
	write("on a day", `{"due_on":"2031-03-05","recurrence_rule":"FREQ=DAILY"}`, 2, "64 2031-03-06 23:59:59.999")

	exec(t, `update tasks set occurrences = null where id = $1`, id)
	statuses := concurrently(20, func() int { return u.patch(t, id, `{"completed":true}`).Status })
	if statuses[200] != 20 {
		t.Errorf("completed at once: %v", statuses)
	}
	if n := queryOne[int](t, `select count(*) from tasks where recurrence_of = $1`, id); n != 1 {
		t.Errorf("%d next occurrences", n)
	}
}

// TestNextFromCompletion completes tasks early and late: the next occurrence is an interval after today.
func TestNextFromCompletion(t *testing.T) {
	zone, err := time.LoadLocation("Pacific/Auckland")
	if err != nil {
		t.Fatal(err)
	}
	u := newUser(t)
	exec(t, `update users set timezone = 'Pacific/Auckland' where id = $1`, u.ID)
	monthLater := func(day time.Time, months int) time.Time { // on the last day of a month that is shorter
		first := time.Date(day.Year(), day.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
		return first.AddDate(0, 0, min(day.Day(), first.AddDate(0, 1, -1).Day())-1)
	}
	days := func(n int) func(time.Time) time.Time {
		return func(day time.Time) time.Time { return day.AddDate(0, 0, n) }
	}
	for _, c := range []struct {
		rule string
		next func(day time.Time) time.Time // nil: none
		then string
	}{
		{"FREQ=DAILY", days(1), "FREQ=DAILY"},
		{"FREQ=DAILY;COUNT=2;INTERVAL=3", days(3), "FREQ=DAILY;COUNT=1;INTERVAL=3"},
		{"FREQ=DAILY;COUNT=1", nil, ""},
		{"FREQ=WEEKLY;INTERVAL=2", days(14), "FREQ=WEEKLY;INTERVAL=2"},
		{"FREQ=MONTHLY", func(day time.Time) time.Time { return monthLater(day, 1) }, "FREQ=MONTHLY"},
		{"FREQ=YEARLY;INTERVAL=2;UNTIL=99991231", func(day time.Time) time.Time { return monthLater(day, 24) },
			"FREQ=YEARLY;UNTIL=99991231;INTERVAL=2"},
		{"FREQ=DAILY;UNTIL=20200101", nil, ""},
		{"FREQ=DAILY;UNTIL=20200101T000000Z", nil, ""},
		{"FREQ=DAILY;UNTIL=99991231T000000Z", days(1), "FREQ=DAILY;UNTIL=99991231T000000Z"},
		{"FREQ=YEARLY;INTERVAL=1000;COUNT=9999", func(day time.Time) time.Time { return monthLater(day, 12_000) },
			"FREQ=YEARLY;COUNT=9998;INTERVAL=1000"},
	} {
		for due, clock := range map[string]string{
			`"due_date":"2031-01-31T20:15:00Z"`: "DAY 09:15:00.000", // summer there
			`"due_date":"2001-06-30T20:15:00Z"`: "DAY 08:15:00.000",
			`"due_on":"2031-01-31"`:             "DAY DAY 23:59:59.999",
		} {
			id := u.place(t, "", fmt.Sprintf(`{"title":"x","recurrence_from":"completion","recurrence_rule":%q,%s}`,
				c.rule, due)).ID
			before := time.Now()
			if n := trips(func() { u.patch(t, id, `{"completed":true}`).want(t, 200) }); n != 1 {
				t.Errorf("%s: %d round trips", c.rule, n)
			}
			got := queryOne[string](t, `select coalesce(max(concat_ws(' ', due_on,
				to_char(due_date at time zone 'Pacific/Auckland', 'YYYY-MM-DD HH24:MI:SS.MS'), recurrence_rule,
				recurrence_from)), '') from tasks where recurrence_of = $1 and occurrences is null`, uuid.MustParse(id))
			want := func(now time.Time) string {
				if c.next == nil {
					return ""
				}
				y, m, d := now.In(zone).Date()
				day := c.next(time.Date(y, m, d, 0, 0, 0, 0, time.UTC)).Format(time.DateOnly)
				return strings.ReplaceAll(clock, "DAY", day) + " " + c.then + " completion"
			}
			if got != want(before) && got != want(time.Now()) {
				t.Errorf("%s, %s: %q, want %q", c.rule, due, got, want(before))
			}
		}
	}
	inStep(t)
}
