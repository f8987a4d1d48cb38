package functions_test

import (
	"fmt"
	"testing"
)

// TestDueOn gives tasks days, and reads the last millisecond of them, also where clocks change at midnight.
func TestDueOn(t *testing.T) {
	u := newUser(t)
	created := u.place(t, "", `{"title":"x"}`).ID
	for _, c := range []struct{ zone, body, want string }{ // start_on, due_on, due_date
		{"UTC", `{"due_on":"2026-12-31","start_on":"2026-12-01"}`, "2026-12-01 2026-12-31 2026-12-31T23:59:59.999Z"},
		{"UTC", `{"due_on":"1900-01-01"}`, "- 1900-01-01 1900-01-01T23:59:59.999Z"},
		{"Europe/Paris", `{"due_on":"2026-07-14"}`, "- 2026-07-14 2026-07-14T21:59:59.999Z"},
		{"Europe/Paris", `{"due_on":"2026-10-25"}`, "- 2026-10-25 2026-10-25T22:59:59.999Z"},
		{"America/Havana", `{"due_on":"2026-10-31"}`, "- 2026-10-31 2026-11-01T03:59:59.999Z"}, // midnight comes twice
		{"Asia/Beirut", `{"due_on":"2026-10-24"}`, "- 2026-10-24 2026-10-24T21:59:59.999Z"},    // the second 23:59
		{"Asia/Beirut", `{"due_on":"2026-03-28"}`, "- 2026-03-28 2026-03-28T21:59:59.999Z"},    // no midnight after it
		{"Pacific/Kiritimati", `{"due_on":"2028-02-29"}`, "- 2028-02-29 2028-02-29T09:59:59.999Z"},
		{"America/Los_Angeles", `{"due_on":"9999-12-31"}`, "- 9999-12-31 9999-12-31T23:59:59.999Z"},
		{"Mars/Olympus", `{"due_on":"2026-12-31"}`, "- 2026-12-31 2026-12-31T23:59:59.999Z"},
		{"UTC", `{"due_date":"2026-12-31T09:00:00Z"}`, "- - 2026-12-31T09:00:00.000Z"},
		{"UTC", `{"due_date":"2026-12-31T09:00:00Z","due_on":null}`, "- - 2026-12-31T09:00:00.000Z"},
		{"UTC", `{"due_on":"2026-12-31","due_date":null}`, "- 2026-12-31 2026-12-31T23:59:59.999Z"},
		{"UTC", `{"due_on":null}`, "- - -"},
		{"UTC", `{"due_date":null}`, "- - -"},
	} {
		exec(t, `update users set timezone = $2 where id = $1`, u.ID, c.zone)
		for _, id := range []string{"", created} {
			body := c.body
			if id == "" {
				body = `{"title":"x",` + c.body[1:]
			} else {
				u.place(t, id, `{"due_on":"2001-01-01","start_on":null}`)
			}
			if got := u.place(t, id, body); got.String() != c.want+" - -" {
				t.Errorf("%s in %s: %s, want %s", body, c.zone, got, c.want)
			}
		}
	}
	if got := u.place(t, created, `{"start_on":"2026-01-01"}`); got.String() != "2026-01-01 - - - -" {
		t.Errorf("a start alone: %s", got)
	}
}

// TestDaysMoveWithTheZone changes the zone in the profile: days stay days, times stay instants, and what recurs goes on
// by the new clocks.
func TestDaysMoveWithTheZone(t *testing.T) {
	u := newUser(t)
	onDay := u.place(t, "", `{"title":"a","due_on":"2031-01-31","recurrence_pattern":"monthly"}`).ID
	atTime := u.place(t, "", `{"title":"b","due_date":"2031-01-30T20:00:00Z","recurrence_pattern":"monthly"}`).ID
	plain := u.place(t, "", `{"title":"c","due_date":"2031-01-30T20:00:00Z"}`).ID
	versions := func() string {
		return queryOne[string](t, `select string_agg(version::text, ' ' order by title)
			from tasks where user_id = $1`, u.ID)
	}
	for _, c := range []struct{ zone, onDay, atTime, versions string }{
		{"UTC", "2031-01-31T23:59:59.999Z monthly FREQ=MONTHLY;BYMONTHDAY=-1",
			"2031-01-30T20:00:00.000Z monthly FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", "1 1 1"},
		{"Pacific/Auckland", "2031-01-31T10:59:59.999Z monthly FREQ=MONTHLY;BYMONTHDAY=-1", // the 31st there
			"2031-01-30T20:00:00.000Z monthly FREQ=MONTHLY;BYMONTHDAY=-1", "2 2 1"},
		{"Pacific/Auckland", "2031-01-31T10:59:59.999Z monthly FREQ=MONTHLY;BYMONTHDAY=-1",
			"2031-01-30T20:00:00.000Z monthly FREQ=MONTHLY;BYMONTHDAY=-1", "2 2 1"},
	} {
		body := fmt.Sprintf(`{"timezone":%q}`, c.zone)
		request{method: "PATCH", path: "/api/auth/profile", token: u.Token, body: body}.send(t).want(t, 200)
		a, b := u.place(t, onDay, `{}`).String(), u.place(t, atTime, `{}`).String()
		if a != "- 2031-01-31 "+c.onDay || b != "- - "+c.atTime || versions() != c.versions {
			t.Errorf("%s: %s, %s, versions %s", c.zone, a, b, versions())
		}
	}
	u.patch(t, onDay, `{"completed":true}`).want(t, 200)
	u.patch(t, atTime, `{"completed":true}`).want(t, 200)
	for id, want := range map[string]string{
		onDay:  "2031-02-28 2031-02-28 10:59:59.999",
		atTime: "2031-02-27 20:00:00", // nine o'clock of the 28th there
	} {
		if got := queryOne[string](t, `select concat_ws(' ', due_on, due_date at time zone 'UTC') from tasks
			where recurrence_of = $1`, id); got != want {
			t.Errorf("next %s, want %s", got, want)
		}
	}
	if got := u.place(t, plain, `{}`).String(); got != "- - 2031-01-30T20:00:00.000Z - -" {
		t.Errorf("another task: %s", got)
	}
	inStep(t)
}
