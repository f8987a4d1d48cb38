package functions_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

var update = flag.Bool("update", false, "write the fixtures of calendars anew")

// exportedCalendars has tasks by the zone of their user, each with how often it is completed before the export.
var exportedCalendars = map[string][]struct {
	fields    string
	completed int
}{
	"America/New_York": {
		{`"title":"Plain"`, 0},
		{`"title":"Back\\slash; semicolon, comma: \"quotes\" 'n <b>&</b>"` +
			`,"description":"BEGIN:VTODO\nEND:VTODO\n\n\tx\n"`, 0},
		{`"title":"😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀"` +
			`,"description":"{long}"`, 0},
		{`"title":"{short}é👩‍💻é👩‍💻é👩‍💻é👩‍💻"` +
			`,"tags":["a, b","c;d","RSVP=TRUE:x","\\"],"category":"Réunion, etc."`, 0},
		{`"title":"In a list","list_id":"{list}","tags":["Work, \"home\"; x","red"],"priority":"critical"`, 0},
		{`"title":"A step","list_id":"{list}","parent_id":"{previous}","priority":"high","completed":true`, 0},
		{`"title":"Starts","start_on":"2031-03-01","priority":"medium"`, 0},
		{`"title":"On a day","start_on":"2031-03-01","due_on":"2031-03-09","priority":"low"`, 0},
		{`"title":"Within a day","start_on":"2031-03-09","due_on":"2031-03-09"`, 0},
		{`"title":"At a time","start_on":"2031-03-09","due_date":"2031-03-09T16:00:00.123Z"`, 0},
		{`"title":"Before its start","start_on":"2031-03-10","due_date":"2031-03-09T16:00:00Z"`, 0},
		{`"title":"Daily at 9","due_date":"2031-03-08T14:00:00Z","recurrence_pattern":"daily"` +
			`,"start_on":"2031-03-07"`, 0},
		{`"title":"Daily in the gap","due_date":"2031-03-08T07:30:00Z","recurrence_pattern":"daily"`, 0},
		{`"title":"Daily, due in the gap","due_date":"2031-03-08T07:30:00Z","recurrence_pattern":"daily"`, 1},
		{`"title":"Daily in the overlap","due_date":"2031-11-01T05:30:00Z","recurrence_pattern":"daily"`, 0},
		{`"title":"Daily at midnight","due_date":"2031-11-01T04:00:00Z","recurrence_rule":"FREQ=DAILY;INTERVAL=2"`, 0},
		{`"title":"The last of a month","due_date":"2031-01-31T23:00:00Z","recurrence_pattern":"monthly"`, 1},
		{`"title":"Two left of four","due_date":"2031-03-03T14:00:00Z"` +
			`,"recurrence_rule":"FREQ=WEEKLY;COUNT=4;BYDAY=MO,TH"`, 2},
		{`"title":"Up to a day","due_date":"2031-03-08T14:00:00Z","recurrence_rule":"FREQ=DAILY;UNTIL=20310310"`, 0},
		{`"title":"Up to a time","due_date":"2031-03-08T14:00:00Z"` +
			`,"recurrence_rule":"FREQ=DAILY;UNTIL=20310311T125959Z"`, 0},
		{`"title":"Every day","due_on":"2031-03-08","recurrence_pattern":"daily","start_on":"2031-03-07"`, 1},
		{`"title":"Second Mondays","due_on":"2031-03-10","recurrence_rule":"FREQ=MONTHLY;BYDAY=2MO"`, 0},
		{`"title":"Days up to a day","due_on":"2031-03-07"` +
			`,"recurrence_rule":"FREQ=WEEKLY;UNTIL=20310320T120000Z;BYDAY=FR,TH"`, 0},
		{`"title":"From completion","due_on":"2031-03-10","recurrence_rule":"FREQ=WEEKLY;INTERVAL=2"` +
			`,"recurrence_from":"completion"`, 0},
		{`"title":"Never due","recurrence_pattern":"daily"`, 0},
	},
	"Australia/Lord_Howe": {
		{`"title":"Daily in the gap","due_date":"2031-10-03T15:45:00Z","recurrence_pattern":"daily"`, 0},
		{`"title":"Every other week","due_on":"2031-03-31","recurrence_rule":"FREQ=WEEKLY;INTERVAL=2"`, 0},
		{`"title":"The 31st","due_on":"2031-01-31","recurrence_rule":"FREQ=MONTHLY"`, 0},
		{`"title":"29 February","due_on":"2032-02-29","recurrence_rule":"FREQ=YEARLY"`, 0},
	},
	"UTC": {
		{`"title":"Daily at 9","due_date":"2031-03-08T09:00:00Z","recurrence_pattern":"daily"`, 0},
	},
}

// calendarTask is what the backend says about a to-do, for the web application's test, which reads the calendar with
// ical.js, of Thunderbird and Nextcloud.
type calendarTask struct {
	UID         string   `json:"uid"`
	Summary     string   `json:"summary"`
	Description *string  `json:"description"`
	Tags        []string `json:"tags"`
	StartOn     *string  `json:"start_on"`
	DueOn       *string  `json:"due_on"`
	DueDate     *string  `json:"due_date"`
	Next        []string `json:"next"` // when it is due after that, five times at most
}

// TestExportCalendar holds calendars to the byte, and the occurrences of their tasks, in testdata/calendars.
func TestExportCalendar(t *testing.T) {
	for zone, tasks := range exportedCalendars {
		t.Run(zone, func(t *testing.T) {
			u := newUser(t)
			exec(t, `update users set timezone = $2 where id = $1`, u.ID, zone)
			id := func(n int) string { return fmt.Sprintf("%08x-0000-7000-8000-%012x", len(zone), n) }
			exec(t, `insert into lists (id, user_id, name, position) values ($1, $2, 'Work, "home"; x', 'a1')`, id(0),
				u.ID)
			var chosen []string // ids in place of those of next occurrences
			for i, row := range tasks {
				n := i + 1
				fields := strings.NewReplacer("{list}", id(0), "{previous}", id(n-1),
					"{short}", strings.Repeat("é😀", 12),
					"{long}", strings.Repeat("𝒴", 999)+"é").Replace(row.fields)
				task := u.place(t, "", fmt.Sprintf(`{"id":%q,"position":"b%02d",%s}`, id(n), n, fields)).ID
				for of := range row.completed {
					u.place(t, task, `{"completed":true}`)
					next := queryOne[string](t,
						`select coalesce(max(id::text), '') from tasks where recurrence_of = $1`, task)
					task, chosen = next, append(chosen, next, id(100*n+of))
				}
			}
			fixed := strings.NewReplacer(chosen...)
			exec(t, `update tasks set created_at = '2026-01-02T03:04:05Z', updated_at = '2026-02-03T04:05:06.789Z',
				completed_at = case when completed then timestamptz '2026-02-03T04:05:06.789Z' end
				where user_id = $1`, u.ID)
			holdFixture(t, zone, ".ics", []byte(fixed.Replace(u.exportAs(t, "ics"))))
			holdFixture(t, zone, ".json", []byte(fixed.Replace(u.calendarTasks(t))))
		})
	}
}

// calendarTasks returns what the backend says about u's tasks, a line each.
func (u user) calendarTasks(t *testing.T) string {
	t.Helper()
	rows, err := admin.Query(t.Context(), `
		select id::text, title, description, tags, start_on::text, due_on::text,
		  to_char(due_date at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
		  case when completed then '{}' else array(
		    select to_char(each at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
		    from unnest(occurrences[1:5]) as each where each < 'infinity' order by each) end
		from tasks where user_id = $1 order by position collate "C", id`, u.ID)
	if err != nil {
		t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[calendarTask])
	if err != nil {
		t.Fatal(err)
	}
	lines := make([]string, len(all))
	for i, task := range all {
		line, err := json.Marshal(task)
		if err != nil {
			t.Fatal(err)
		}
		lines[i] = string(line)
	}
	return "[\n" + strings.Join(lines, ",\n") + "\n]\n"
}

// holdFixture holds a text to be that of a file.
func holdFixture(t *testing.T, zone, extension string, text []byte) {
	t.Helper()
	file := "testdata/calendars/" + strings.ReplaceAll(zone, "/", "-") + extension
	if *update {
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if found, err := os.ReadFile(file); err != nil || !bytes.Equal(found, text) {
		t.Errorf("%s is not what is exported: go test ./functions -run=TestExportCalendar -update (%v)", file, err)
	}
}
