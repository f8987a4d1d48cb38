package functions_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestRulesRefused names rules that a task cannot have (threats: unbounded work).
func TestRulesRefused(t *testing.T) {
	u := newUser(t)
	changed := u.place(t, "", `{"title":"to change"}`).ID
	for _, c := range []struct{ body, field, detail string }{
		{`"recurrence_rule":"FREQ=DAILY;COUNT=0"`, "recurrence_rule", "COUNT must be a number from 1 to 9999"},
		{`"recurrence_rule":"FREQ=DAILY;INTERVAL=0"`, "recurrence_rule", "INTERVAL must be a number from 1 to 1000"},
		{`"recurrence_rule":"FREQ=SECONDLY"`, "recurrence_rule", "FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY"},
		{`"recurrence_rule":"FREQ=MONTHLY;BYDAY=54MO"`, "recurrence_rule", "BYDAY must be days"},
		{`"recurrence_rule":"FREQ=MONTHLY;BYMONTHDAY=1` + strings.Repeat(",1", 2500) + `"`, "recurrence_rule",
			"500 characters"},
		{`"recurrence_rule":""`, "recurrence_rule", "A rule must be parts such as FREQ=DAILY"},
		{`"recurrence_rule":7`, "recurrence_rule", "recurrence_rule must be a string or null"},
		{`"recurrence_rule":"RRULE:FREQ=DAILY"`, "recurrence_rule", "is not supported"},
		{`"recurrence_rule":"FREQ=WEEKLY","recurrence_pattern":"daily"`, "recurrence_rule", "contradict each other"},
		{`"recurrence_rule":"FREQ=MONTHLY;BYDAY=1MO","recurrence_pattern":"monthly"`, "recurrence_rule",
			"contradict each other"},
		{`"recurrence_rule":"FREQ=DAILY","is_recurring":false`, "recurrence_rule",
			"A task with is_recurring false has no recurrence_rule"},
		{`"recurrence_rule":null,"is_recurring":true`, "recurrence_pattern", needsPattern},
		{`"recurrence_from":"completed"`, "recurrence_from", "recurrence_from must be due or completion"},
		{`"recurrence_from":null`, "recurrence_from", "recurrence_from must be due or completion"},
		{`"recurrence_from":"completion","recurrence_rule":"FREQ=WEEKLY;BYDAY=MO"`, "recurrence_rule",
			"no parts but FREQ, INTERVAL, COUNT and UNTIL"},
		{`"due_on":"2031-01-01","due_date":"2031-01-01T00:00:00Z"`, "due_on", "must not both be given"},
		{`"due_on":"2031-02-29"`, "due_on", "due_on must be a day such as 2026-12-31, or null"},
		{`"due_on":"1899-12-31"`, "due_on", "due_on must be between the years 1900 and 9999"},
		{`"start_on":"10000-01-01"`, "start_on", "start_on must be a day such as 2026-12-31, or null"},
		{`"start_on":"0001-01-01"`, "start_on", "start_on must be between the years 1900 and 9999"},
	} {
		body := `{"title":"x",` + c.body + `}`
		creation := request{method: "POST", path: "/api/tasks", token: u.Token, body: body}.send(t).want(t, 422)
		for what, a := range map[string]answer{"creation": creation, "change": u.patch(t, changed, body).want(t, 422)} {
			p := a.problem(t)
			if len(p.Errors) != 1 || p.Errors[0].Field != c.field || !strings.Contains(p.Errors[0].Detail, c.detail) {
				t.Errorf("%s %.100s: %v, want %s: %s", what, body, p.Errors, c.field, c.detail)
			}
		}
	}
	days := u.place(t, "", `{"title":"x","recurrence_rule":"FREQ=WEEKLY;BYDAY=MO"}`).ID
	wantProblem(t, "from completion later", u.patch(t, days, `{"recurrence_from":"completion"}`).want(t, 422),
		"recurrence_rule",
		"With recurrence_from completion, recurrence_rule must have no parts but FREQ, INTERVAL, COUNT and UNTIL")
	fromCompletion := u.place(t, "", `{"title":"x","recurrence_from":"completion"}`).ID
	u.patch(t, fromCompletion, `{"recurrence_rule":"FREQ=WEEKLY;BYDAY=MO"}`).want(t, 422)
	u.patch(t, fromCompletion, `{"recurrence_rule":"FREQ=WEEKLY;BYDAY=MO","recurrence_from":"due"}`).want(t, 200)
}

// TestRulesAndPatterns writes patterns and rules: each is answered as what it is, and the last one counts.
func TestRulesAndPatterns(t *testing.T) {
	u := newUser(t)
	id := ""
	for _, c := range []struct{ body, want string }{ // pattern and rule
		{`{"title":"x","due_on":"2031-01-31","recurrence_pattern":"monthly"}`, "monthly FREQ=MONTHLY;BYMONTHDAY=-1"},
		{`{"due_on":"2031-01-30"}`, "monthly FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"},
		{`{"recurrence_from":"completion"}`, "monthly FREQ=MONTHLY"},
		{`{"recurrence_from":"due","due_date":"2031-01-29T09:00:00Z"}`,
			"monthly FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1"},
		{`{"recurrence_rule":"FREQ=MONTHLY"}`, "- FREQ=MONTHLY"}, // which leaves out the Februaries of 28 days
		{`{"due_date":"2031-01-28T09:00:00Z","recurrence_rule":"freq=monthly;interval=1"}`, "monthly FREQ=MONTHLY"},
		{`{"recurrence_rule":"FREQ=WEEKLY"}`, "weekly FREQ=WEEKLY"},
		{`{"recurrence_rule":"BYDAY=TU,MO;FREQ=WEEKLY;BYDAY=MO"}`, ""},
		{`{"recurrence_rule":"BYDAY=TU,MO;FREQ=WEEKLY"}`, "- FREQ=WEEKLY;BYDAY=MO,TU"},
		{`{"is_recurring":true}`, "- FREQ=WEEKLY;BYDAY=MO,TU"},
		{`{"recurrence_pattern":null,"recurrence_rule":"FREQ=YEARLY"}`, "- FREQ=YEARLY"},
		{`{"recurrence_pattern":"daily","recurrence_rule":null}`, "daily FREQ=DAILY"},
		{`{"recurrence_pattern":"monthly","recurrence_rule":"FREQ=MONTHLY;BYMONTHDAY=-1"}`, "monthly FREQ=MONTHLY"},
		{`{"due_date":null}`, "monthly FREQ=MONTHLY"},
		{`{"recurrence_rule":null}`, "- -"},
		{`{"recurrence_rule":"FREQ=DAILY;COUNT=3"}`, "- FREQ=DAILY;COUNT=3"},
		{`{"is_recurring":false}`, "- -"},
		{`{"recurrence_pattern":"daily"}`, "daily FREQ=DAILY"},
		{`{"recurrence_pattern":null}`, "- -"},
	} {
		if c.want == "" {
			u.patch(t, id, c.body).want(t, 422)
			continue
		}
		p := u.place(t, id, c.body)
		id = p.ID
		if got := strings.Join(strings.Fields(p.String())[3:], " "); got != c.want ||
			p.IsRecurring != (c.want != "- -") {
			t.Errorf("%s: %s, want %s", c.body, got, c.want)
		}
	}
}

// TestNextByRule completes tasks with rules, and reads the next occurrences until one has none.
func TestNextByRule(t *testing.T) {
	for _, c := range []struct {
		zone, body string
		next       []string // start_on, due_on, due_date; the last one has no next unless it is ...
	}{
		{"UTC", `"due_date":"2031-01-31T09:00:00Z","recurrence_rule":"FREQ=MONTHLY;BYDAY=-1FR"`,
			[]string{"- - 2031-02-28T09:00:00.000Z", "- - 2031-03-28T09:00:00.000Z", "..."}},
		{"UTC", `"due_date":"2032-02-29T09:00:00Z","recurrence_rule":"FREQ=MONTHLY"`,
			[]string{"- - 2032-03-29T09:00:00.000Z", "..."}},
		{"UTC", `"due_date":"2032-02-29T09:00:00Z","recurrence_rule":"FREQ=YEARLY"`,
			[]string{"- - 2036-02-29T09:00:00.000Z", "- - 2040-02-29T09:00:00.000Z", "..."}},
		{"UTC", `"due_on":"2031-01-30","start_on":"2031-01-25","recurrence_rule":"FREQ=WEEKLY;BYDAY=TH,SA"`,
			[]string{"2031-01-27 2031-02-01 2031-02-01T23:59:59.999Z", "2031-02-01 2031-02-06 2031-02-06T23:59:59.999Z",
				"..."}},
		{"Pacific/Auckland", `"due_on":"2031-01-31","recurrence_pattern":"monthly"`,
			[]string{"- 2031-02-28 2031-02-28T10:59:59.999Z", "- 2031-03-31 2031-03-31T10:59:59.999Z",
				"- 2031-04-30 2031-04-30T11:59:59.999Z", "..."}},
		{"UTC", `"due_date":"2031-01-01T09:00:00Z","recurrence_rule":"FREQ=DAILY;COUNT=3"`,
			[]string{"- - 2031-01-02T09:00:00.000Z", "- - 2031-01-03T09:00:00.000Z"}},
		{"UTC", `"due_on":"2031-01-01","recurrence_rule":"FREQ=DAILY;UNTIL=20310102"`,
			[]string{"- 2031-01-02 2031-01-02T23:59:59.999Z"}},
		{"UTC", `"due_date":"2031-01-01T09:00:00Z","recurrence_rule":"FREQ=DAILY;UNTIL=20310102T085959Z"`, nil},
		{"UTC", `"due_date":"2031-01-01T09:00:00Z","recurrence_rule":"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"`, nil},
		{"UTC", `"due_on":"9999-12-30","recurrence_rule":"FREQ=DAILY"`,
			[]string{"- 9999-12-31 9999-12-31T23:59:59.999Z"}},
		{"Europe/Paris", `"due_date":"2031-03-29T01:30:00Z","recurrence_rule":"FREQ=DAILY"`, // half past two is skipped
			[]string{"- - 2031-03-30T01:30:00.000Z", "- - 2031-03-31T00:30:00.000Z", "..."}},
		{"Europe/Paris", `"due_date":"2031-10-25T00:30:00Z","recurrence_rule":"FREQ=DAILY"`, // and comes twice
			[]string{"- - 2031-10-26T00:30:00.000Z", "- - 2031-10-27T01:30:00.000Z", "..."}},
		{"America/Havana", `"due_on":"2031-11-01","recurrence_rule":"FREQ=DAILY"`, // midnight comes twice
			[]string{"- 2031-11-02 2031-11-03T04:59:59.999Z", "..."}},
		{"UTC", `"recurrence_rule":"FREQ=DAILY"`, nil},
	} {
		u := newUser(t)
		exec(t, `update users set timezone = $2 where id = $1`, u.ID, c.zone)
		list := u.newList(t)
		parent := u.place(t, "", fmt.Sprintf(`{"title":"parent","list_id":%q}`, list)).ID
		id := u.place(t, "", fmt.Sprintf(`{"title":"x","parent_id":%q,"position":"a5",%s}`, parent, c.body)).ID
		for _, want := range append(c.next, "") {
			u.patch(t, id, `{"completed":true}`).want(t, 200)
			next := queryOne[string](t, `select coalesce(max(id::text), '') from tasks where recurrence_of = $1
				and list_id = $2 and parent_id = $3 and position = 'a5' and not completed`, id, list, parent)
			if want == "" && next == "" || want == "..." && next != "" {
				break
			} else if next == "" || want == "" {
				t.Errorf("%s in %s: %q, want %q", c.body, c.zone, next, want)
				break
			}
			if got := u.place(t, next, `{}`).String(); !strings.HasPrefix(got, want+" ") {
				t.Errorf("%s in %s: next %s, want %s", c.body, c.zone, got, want)
			}
			id = next
		}
	}
	inStep(t)
}
