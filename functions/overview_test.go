package functions_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

type overviewBody struct {
	Timezone        string
	Overdue         int
	DueToday        int `json:"due_today"`
	DueThisWeek     int `json:"due_this_week"`
	CompletedPerDay []struct {
		Date  string
		Count int
	} `json:"completed_per_day"`
	Tags, Categories []struct {
		Name  string
		Count int
	}
}

func (u user) overview(t *testing.T) overviewBody {
	t.Helper()
	var o overviewBody
	request{method: "GET", path: "/api/overview", token: u.Token}.send(t).want(t, 200).decode(t, &o)
	return o
}

// TestOverview compares the whole answer; another user's tasks are in none of it.
func TestOverview(t *testing.T) {
	u, other := newUser(t), newUser(t)
	today := time.Now().UTC()
	days := make([]string, 14)
	for i := range days {
		days[i] = fmt.Sprintf(`{"date":%q,"count":0}`, today.AddDate(0, 0, i-13).Format(time.DateOnly))
	}
	want := func(due, completed, labels string) {
		t.Helper()
		last := strings.Replace(days[13], `:0}`, `:`+completed+`}`, 1)
		want := `{"timezone":"UTC",` + due + `,"completed_per_day":[` +
			strings.Join(append(days[:13:13], last), ",") + `],` + labels + "}\n"
		a := request{method: "GET", path: "/api/overview?of=nothing", token: u.Token}.send(t).want(t, 200)
		if today.Day() == time.Now().UTC().Day() && string(a.Body) != want {
			t.Errorf("overview %s, want %s", a.Body, want)
		}
	}
	for _, owner := range []user{other, u} {
		want(`"overdue":0,"due_today":0,"due_this_week":0`, "0", `"tags":[],"categories":[]`)
		for _, body := range []string{
			`{"title":"a","due_date":"2001-01-01T00:00:00Z","tags":["red","<&>"],"category":"Work"}`,
			`{"title":"b","due_date":"2002-01-01T00:00:00Z","tags":["blue","red"],"category":"Home"}`,
			`{"title":"c","due_date":"2003-01-01T00:00:00Z","tags":["Zebra","red","blue"],"category":"Work",` +
				`"completed":true}`,
			`{"title":"d","due_date":"9999-12-31T23:59:59Z","category":"Garden"}`,
			`{"title":"e"}`,
		} {
			owner.create(t, body)
		}
	}
	want(`"overdue":2,"due_today":0,"due_this_week":0`, "1",
		`"tags":[{"name":"red","count":3},{"name":"blue","count":2},{"name":"<&>","count":1},`+
			`{"name":"Zebra","count":1}],`+
			`"categories":[{"name":"Work","count":2},{"name":"Garden","count":1},{"name":"Home","count":1}]`)
}

// TestOverviewIsBounded has more tags and categories than one would show: the most used stay.
func TestOverviewIsBounded(t *testing.T) {
	u := newUser(t)
	exec(t, `
		insert into tasks (id, user_id, title, category, tags)
		select gen_random_uuid(), $1, 'x', to_char(n % 201, 'FM000'),
			array(select to_char((10 * n + i) % 210, 'FM000') from generate_series(0, 9) as i)
		from generate_series(200, 401) as n`, u.ID)
	// Category 200 comes twice, the tags 030 to 109 nine times, the others ten.
	o := u.overview(t)
	if len(o.Tags) != 200 || o.Tags[0].Name != "000" || o.Tags[30].Name != "110" || o.Tags[130].Name != "030" ||
		o.Tags[199].Name != "099" {
		t.Errorf("%d tags: %v", len(o.Tags), o.Tags)
	}
	if len(o.Categories) != 200 || o.Categories[0].Name != "200" || o.Categories[1].Name != "000" ||
		o.Categories[199].Name != "198" {
		t.Errorf("%d categories: %v", len(o.Categories), o.Categories)
	}
}

// calendar is a time zone, its date, and when a day begins there: today is 0, tomorrow 1.
type calendar struct {
	zone   string
	today  time.Time
	begins func(day int) time.Time
}

// calendars are the zones at both ends of the earth's day and some between, and zones whose clocks are changed these
// days.
func calendars(t *testing.T) []calendar {
	t.Helper()
	now := time.Now().UTC()
	var all []calendar
	for _, zone := range []string{"UTC", "Europe/Paris", "Asia/Kathmandu", "Pacific/Kiritimati", "America/Los_Angeles",
		"Pacific/Pago_Pago"} {
		location, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		year, month, today := now.In(location).Date()
		begins := func(day int) time.Time { return time.Date(year, month, today+day, 0, 0, 0, 0, location) }
		all = append(all, calendar{zone, begins(0), begins})
	}

	// A zone of a test's own is a rule of POSIX: hours east of Greenwich, negated, and the days of the year, from 0, on
	// which summer time begins and ends, with the hour. It is noon there: the hours around are far from a day's end.
	east := 12 - now.Hour()
	year, month, today := now.Date()
	rule := func(day, hour int) string { return fmt.Sprintf("%d/%d", now.AddDate(0, 0, day).YearDay()-1, hour) }
	for _, c := range []struct {
		spring, autumn         int // the days, from today
		springHour, autumnHour int
		summer                 func(day int) bool // whether the day begins in summer time
	}{
		// today has 23 hours
		{spring: 0, autumn: 150, springHour: 2, autumnHour: 3, summer: func(day int) bool { return day > 0 }},
		// today has 25 hours
		{spring: -150, autumn: 0, springHour: 2, autumnHour: 3, summer: func(day int) bool { return day <= 0 }},
		// within the week
		{spring: 3, autumn: 150, springHour: 2, autumnHour: 3, summer: func(day int) bool { return day > 3 }},
		{spring: -150, autumn: 3, springHour: 2, autumnHour: 3, summer: func(day int) bool { return day <= 3 }},
		// tomorrow has no 00:00
		{spring: 1, autumn: 150, springHour: 0, autumnHour: 3, summer: func(day int) bool { return day > 1 }},
		// tomorrow has it twice
		{spring: -150, autumn: 1, springHour: 2, autumnHour: 1, summer: func(day int) bool { return day <= 1 }},
		// within the days shown
		{spring: -13, autumn: 150, springHour: 2, autumnHour: 3, summer: func(day int) bool { return day > -13 }},
		{spring: -150, autumn: -5, springHour: 2, autumnHour: 1, summer: func(day int) bool { return day <= -5 }},
	} {
		zone := fmt.Sprintf("WIN%dSUM,%s,%s", -east, rule(c.spring, c.springHour), rule(c.autumn, c.autumnHour))
		all = append(all, calendar{zone, now, func(day int) time.Time {
			begins := time.Date(year, month, today+day, -east, 0, 0, 0, time.UTC)
			if c.summer(day) {
				begins = begins.Add(-time.Hour)
			}
			return begins
		}})
	}
	return all
}

func TestOverviewDays(t *testing.T) {
	const instant = time.Millisecond // the smallest difference that is kept
	type counts struct{ overdue, today, week int }
	for _, c := range calendars(t) {
		t.Run(c.zone, func(t *testing.T) {
			u := newUser(t)
			exec(t, `update users set timezone = $2 where id = $1`, u.ID, c.zone)
			begun := time.Now()

			for name, due := range map[string]struct {
				at   time.Time
				want counts
			}{
				"long ago":                     {begun.AddDate(-10, 0, 0), counts{1, 0, 0}},
				"the end of yesterday":         {c.begins(0).Add(-instant), counts{1, 0, 0}},
				"the beginning of today":       {c.begins(0), counts{1, 0, 0}},
				"just now":                     {begun.Add(-instant), counts{1, 0, 0}},
				"the end of today":             {c.begins(1).Add(-instant), counts{0, 1, 1}},
				"the beginning of tomorrow":    {c.begins(1), counts{0, 0, 1}},
				"an hour later":                {c.begins(1).Add(time.Hour), counts{0, 0, 1}},
				"the end of the week":          {c.begins(7).Add(-instant), counts{0, 0, 1}},
				"the beginning of the seventh": {c.begins(7), counts{0, 0, 0}},
				"in ten years":                 {begun.AddDate(10, 0, 0), counts{0, 0, 0}},
			} {
				exec(t, `delete from tasks where user_id = $1`, u.ID)
				insert := `insert into tasks (id, user_id, title, due_date, recurrence_anchor, completed, completed_at)
					values (gen_random_uuid(), $1, 'x', $2, $2, $3, $4)`
				exec(t, insert, u.ID, due.at, false, nil)
				exec(t, insert, u.ID, due.at, true, begun) // is never due
				o := u.overview(t)
				got := counts{o.Overdue, o.DueToday, o.DueThisWeek}
				if got != due.want && time.Now().Before(c.begins(1)) {
					t.Errorf("due at %s, %s: %+v, want %+v", name, due.at, got, due.want)
				}
			}

			exec(t, `delete from tasks where user_id = $1`, u.ID)
			want := make([]string, 14)
			for i := range want {
				want[i] = c.today.AddDate(0, 0, i-13).Format(time.DateOnly) + " 0"
			}
			for day, completions := range map[int][]time.Time{
				-14: {c.begins(-13).Add(-instant), c.begins(-14), begun.AddDate(-1, 0, 0)}, // shown no more
				-13: {c.begins(-13)},
				-5:  {c.begins(-5), c.begins(-4).Add(-instant)},
				-1:  {c.begins(-1), c.begins(-1).Add(time.Hour), c.begins(0).Add(-instant)},
				0:   {c.begins(0), c.begins(0).Add(instant), c.begins(0).Add(time.Hour), begun},
			} {
				for _, at := range completions {
					exec(t, `insert into tasks (id, user_id, title, completed, completed_at)
						values (gen_random_uuid(), $1, 'x', true, $2)`, u.ID, at)
				}
				if day > -14 {
					want[13+day] = strings.Replace(want[13+day], " 0", fmt.Sprint(" ", len(completions)), 1)
				}
			}
			o := u.overview(t)
			var got []string
			for _, day := range o.CompletedPerDay {
				got = append(got, fmt.Sprint(day.Date, " ", day.Count))
			}
			if time.Now().Before(c.begins(1)) && (!slices.Equal(got, want) || o.Timezone != c.zone) {
				t.Errorf("completed in %s: %v, want %v", o.Timezone, got, want)
			}
		})
	}
}
