package functions_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestRecurrence completes tasks and looks at the next occurrence (threats: a recurrence from the year 1900).
func TestRecurrence(t *testing.T) {
	year := time.Now().UTC().Year() + 2
	for ; year%4 == 0; year++ { // a February of 28 days
	}
	date := func(s string) string { return strings.ReplaceAll(s, "YYYY", fmt.Sprint(year)) }
	for _, c := range []struct{ pattern, zone, due, next string }{
		{"daily", "UTC", "YYYY-03-10T09:00:00Z", "YYYY-03-11T09:00:00Z"},
		{"weekly", "UTC", "YYYY-12-28T09:00:00.5Z", date(fmt.Sprint(year+1)) + "-01-04T09:00:00.5Z"},
		{"monthly", "UTC", "YYYY-01-31T09:00:00Z", "YYYY-02-28T09:00:00Z"},
		{"monthly", "UTC", "YYYY-03-31T09:00:00Z", "YYYY-04-30T09:00:00Z"},
		{"monthly", "UTC", "YYYY-04-30T09:00:00Z", "YYYY-05-30T09:00:00Z"},
		{"monthly", "Pacific/Auckland", "YYYY-01-30T20:00:00Z", "YYYY-02-27T20:00:00Z"}, // 31 January there
		{"daily", "Europe/Paris", "YYYY-07-14T07:00:00Z", "YYYY-07-15T07:00:00Z"},
		// nine o'clock there, in winter and summer
		{"monthly", "Europe/Paris", "YYYY-03-01T08:00:00Z", "YYYY-04-01T07:00:00Z"},
		{"monthly", "UTC", "9999-12-31T09:00:00Z", ""}, // there is no next month
	} {
		u := newUser(t)
		exec(t, `update users set timezone = $2 where id = $1`, u.ID, c.zone)
		created, _ := u.create(t, fmt.Sprintf(`{"title":"x","description":"d","priority":"high","tags":["a"],`+
			`"category":"c","recurrence_pattern":%q,"due_date":%q}`, c.pattern, date(c.due)))
		u.patch(t, created.ID, `{"completed":true}`).want(t, 200)
		if n := queryOne[int](t, `select count(*) from tasks where user_id = $1 and recurrence_of = $2`,
			u.ID, created.ID); c.next == "" {
			if n != 0 {
				t.Errorf("%v: %d next occurrences", c, n)
			}
			continue
		} else if n != 1 {
			t.Errorf("%v: %d next occurrences", c, n)
			continue
		}
		due := queryOne[time.Time](t, `select due_date from tasks
			where recurrence_of = $1 and not completed and title = 'x' and description = 'd'
			and priority = 'high' and tags = '{a}' and category = 'c' and recurrence_pattern = $2`,
			created.ID, c.pattern)
		if got := due.UTC().Format(time.RFC3339Nano); got != date(c.next) {
			t.Errorf("%v: next %s, want %s", c, got, date(c.next))
		}
	}
}

func TestRecurrenceComesBackToTheLastDay(t *testing.T) {
	u := newUser(t)
	created, _ := u.create(t, `{"title":"x","recurrence_pattern":"monthly","due_date":"2031-01-31T09:00:00Z"}`)
	id := created.ID
	for _, want := range []string{"2031-02-28", "2031-03-31", "2031-04-30"} {
		u.patch(t, id, `{"completed":true}`).want(t, 200)
		previous := id
		id = queryOne[string](t, `select id::text from tasks where recurrence_of = $1`, previous)
		if due := queryOne[string](t, `select to_char(due_date at time zone 'UTC', 'YYYY-MM-DD')
			from tasks where id = $1`, id); due != want {
			t.Errorf("due %s, want %s", due, want)
		}
	}
	// A new date from a person is the one to come back to.
	u.patch(t, id, `{"due_date":"2031-04-15T09:00:00Z"}`).want(t, 200)
	u.patch(t, id, `{"completed":true}`).want(t, 200)
	if due := queryOne[string](t, `select to_char(due_date at time zone 'UTC', 'YYYY-MM-DD')
		from tasks where recurrence_of = $1`, id); due != "2031-05-15" {
		t.Errorf("due %s", due)
	}
}

func TestRecurrenceCatchesUp(t *testing.T) {
	u := newUser(t)
	for pattern, most := range map[string]time.Duration{
		"daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour, "monthly": 31 * 24 * time.Hour,
	} {
		created, _ := u.create(t,
			fmt.Sprintf(`{"title":"x","recurrence_pattern":%q,"due_date":"1900-01-31T09:00:00Z"}`, pattern))
		u.patch(t, created.ID, `{"completed":true}`).want(t, 200)
		due := queryOne[time.Time](t, `select due_date from tasks where recurrence_of = $1`, created.ID)
		if wait := time.Until(due); wait <= 0 || wait > most {
			t.Errorf("%s from 1900: due at %s", pattern, due)
		}
	}
}

func TestRecurrenceHappensOnce(t *testing.T) {
	u := newUser(t)
	created, _ := u.create(t, `{"title":"x","recurrence_pattern":"daily","due_date":"2031-01-31T09:00:00Z"}`)
	statuses := concurrently(20, func() int { return u.patch(t, created.ID, `{"completed":true}`).Status })
	u.patch(t, created.ID, `{"completed":false}`).want(t, 200)
	u.patch(t, created.ID, `{"completed":true}`).want(t, 200)
	if n := queryOne[int](t, `select count(*) from tasks where user_id = $1`, u.ID); n != 2 || statuses[200] != 20 {
		t.Errorf("%d tasks, statuses %v", n, statuses)
	}
	done, _ := u.create(t,
		`{"title":"done","completed":true,"recurrence_pattern":"daily","due_date":"2031-01-31T09:00:00Z"}`)
	u.patch(t, done.ID, `{"title":"still done"}`).want(t, 200) // no completion
	u.patch(t, done.ID, `{"completed":true}`).want(t, 200)
	if n := queryOne[int](t, `select count(*) from tasks where recurrence_of = $1`, done.ID); n != 0 {
		t.Errorf("%d next occurrences of a task that was not completed now", n)
	}
	exec(t, `delete from tasks where id = $1`, done.ID)
	without, _ := u.create(t, `{"title":"no date","recurrence_pattern":"daily"}`)
	u.patch(t, without.ID, `{"completed":true}`).want(t, 200)
	if n := queryOne[int](t, `select count(*) from tasks where user_id = $1`, u.ID); n != 3 {
		t.Errorf("%d tasks", n)
	}
}

// TestCompletionTakenBack unchecks a recurring task: the occurrence that nobody has touched goes again, another stays.
func TestCompletionTakenBack(t *testing.T) {
	for _, c := range []struct {
		name   string
		touch  string // what is sent to the next occurrence
		undo   string // and to the completed task
		copies int    // of the task, afterwards
	}{
		{"unchecked", "", `{"completed":false}`, 1},
		{"unchecked and changed at once", "", `{"completed":false,"title":"y"}`, 1},
		{"unchecked and no longer recurring", "", `{"completed":false,"recurrence_pattern":null}`, 1},
		{"still completed", "", `{"title":"y"}`, 2},
		{"completed again", "", `{"completed":true}`, 2},
		{"nothing", "", `{}`, 2},
		{"the next was looked at", `{}`, `{"completed":false}`, 1},
		{"the next has a new title", `{"title":"mine"}`, `{"completed":false}`, 2},
		{"the next is completed", `{"completed":true}`, `{"completed":false}`, 3},
		{"the next was completed and unchecked", `{"completed":true}*`, `{"completed":false}`, 2},
	} {
		u := newUser(t)
		created, _ := u.create(t, `{"title":"x","recurrence_pattern":"daily","due_date":"2031-01-31T09:00:00Z"}`)
		before := queryOne[int](t, `select count(*) from tasks where user_id = $1`, u.ID)
		u.patch(t, created.ID, `{"completed":false}`).want(t, 200) // was not completed: nothing to take back
		u.patch(t, created.ID, `{"completed":true}`).want(t, 200)
		next := queryOne[string](t, `select id::text from tasks where recurrence_of = $1`, created.ID)
		if touch, back := strings.CutSuffix(c.touch, "*"); touch != "" {
			u.patch(t, next, touch).want(t, 200)
			if back {
				u.patch(t, next, `{"completed":false}`).want(t, 200)
			}
		}
		u.patch(t, created.ID, c.undo).want(t, 200)
		if n := queryOne[int](t, `select count(*) from tasks where user_id = $1`, u.ID); n != c.copies || before != 1 {
			t.Errorf("%s: %d copies, want %d", c.name, n, c.copies)
		}
		if strings.Contains(c.undo, `{"completed":false}`) { // and completing it once more makes no third
			u.patch(t, created.ID, `{"completed":true}`).want(t, 200)
			if n := queryOne[int](t, `select count(*) from tasks where recurrence_of = $1`, created.ID); n != 1 {
				t.Errorf("%s: %d next occurrences after another completion", c.name, n)
			}
		}
	}
}
