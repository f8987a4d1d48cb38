package functions_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the same zones on every machine

	"github.com/todo-backend/todo-backend/functions"
)

// TestEveryZone sets each zone that there is in the profile, and holds the database's clock there against Go's.
func TestEveryZone(t *testing.T) {
	u := newUser(t)
	names, err := os.ReadFile("../shared/zone/names.txt")
	if err != nil {
		t.Fatal(err)
	}
	for name := range strings.FieldsSeq(string(names)) {
		location, err := time.LoadLocation(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		body := fmt.Sprintf(`{"timezone":%q}`, strings.ToLower(name))
		a := request{method: "PATCH", path: "/api/auth/profile", token: u.Token, body: body}.send(t)
		if a.Status != 200 || !strings.Contains(string(a.Body), fmt.Sprintf(`"timezone":%q`, name)) {
			t.Errorf("%s: %d %s", name, a.Status, a.Body)
			continue
		}
		for _, month := range []time.Month{time.January, time.July} {
			at := time.Date(2025, month, 2, 12, 0, 0, 0, time.UTC)
			clock := queryOne[string](t, `
				select to_char($2::timestamptz at time zone zone_of(timezone), 'YYYY-MM-DD HH24:MI:SS')
				from users where id = $1`, u.ID, at)
			if want := at.In(location).Format(time.DateTime); clock != want {
				t.Errorf("%s in %s: %s in the database, want %s", name, month, clock, want)
			}
		}
	}
}

func TestNoZone(t *testing.T) {
	u := newUser(t)
	for _, text := range []string{"UTC+2", "UTC+12", "CEST", "IST", "posixrules", "posix/Europe/Paris", "Local",
		"localtime", "Factory", "Etc/Unknown", "+02:00", "Mars/Olympus", " Europe/Paris", "WIN4SUM,1,2", ""} {
		body, _ := json.Marshal(map[string]string{"timezone": text})
		a := request{method: "PATCH", path: "/api/auth/profile", token: u.Token,
			body: string(body)}.send(t).want(t, 422)
		wantProblem(t, text, a, "timezone", "timezone must be the IANA name of a time zone, such as Europe/Paris")
	}
}

// TestZoneThatTheDatabaseLacks has a zone in the profile that this database does not know: nothing fails.
func TestZoneThatTheDatabaseLacks(t *testing.T) {
	for _, function := range functions.All {
		f := newFixture(t)
		exec(t, `update users set timezone = 'Mars/Olympus' where id = $1`, f.owner.ID)
		if a := f.request(function, f.owner.Token).send(t); a.Status != rowOf(function).owner {
			t.Errorf("%s: %d %s, want %d", function.Name, a.Status, a.Body, rowOf(function).owner)
		}
	}
	u := newUser(t)
	exec(t, `update users set timezone = 'Mars/Olympus' where id = $1`, u.ID)
	created, _ := u.create(t, `{"title":"x","recurrence_pattern":"daily","due_date":"2031-01-31T09:00:00Z"}`)
	u.patch(t, created.ID, `{"completed":true}`).want(t, 200)
	due := queryOne[time.Time](t, `select due_date from tasks where recurrence_of = $1`, created.ID)
	if want := "2031-02-01T09:00:00Z"; due.UTC().Format(time.RFC3339) != want {
		t.Errorf("due %s, want %s, as in UTC", due, want)
	}
	if o := u.overview(t); o.Timezone != "Mars/Olympus" {
		t.Errorf("overview in %s", o.Timezone)
	}
}

// TestZoneByAnotherName runs the database's function as where the table of zones has no names in the file backward, and
// where it is older than a name.
func TestZoneByAnotherName(t *testing.T) {
	exec(t, `
		create function lacking(name text) returns void language plpgsql as $$
		begin
		  if name in ('Asia/Calcutta', 'Europe/Kyiv', 'Asia/Katmandu', 'US/Pacific', 'GB', 'Egypt') then
		    raise invalid_parameter_value;
		  end if;
		  perform now() at time zone name;
		end $$`)
	defer exec(t, `drop function lacking`)
	definition := queryOne[string](t, `select pg_get_functiondef('zone_of'::regproc)`)
	definition = strings.Replace(definition, "public.zone_of", "public.zone_of_lacking", 1)
	for _, name := range []string{"name", "candidate"} {
		definition = strings.Replace(definition, "perform now() at time zone "+name, "perform lacking("+name+")", 1)
	}
	exec(t, definition)
	defer exec(t, `drop function zone_of_lacking`)
	for name, want := range map[string]string{
		"Asia/Calcutta": "Asia/Kolkata", "Europe/Kyiv": "Europe/Uzhgorod", "Asia/Katmandu": "Asia/Kathmandu",
		"US/Pacific": "America/Los_Angeles", "GB": "Europe/London", "Egypt": "Africa/Cairo",
		"CET": "Europe/Brussels", "WET": "Europe/Lisbon", "Europe/Paris": "Europe/Paris",
		"Asia/Kolkata": "Asia/Kolkata", "Mars/Olympus": "UTC", "": "UTC",
	} {
		if got := queryOne[string](t, `select zone_of_lacking($1)`, name); got != want {
			t.Errorf("%q is %s, want %s", name, got, want)
		}
	}
}

// TestZonesDifferByQuarters holds what the overview's counts rest on: a day begins with a quarter of an hour of UTC in
// every zone that the database has, in the days that the overview shows.
func TestZonesDifferByQuarters(t *testing.T) {
	if zones := queryOne[string](t, `
		select coalesce(string_agg(distinct name, ' '), '')
		from pg_timezone_names
		cross join generate_series(now() - interval '15 days', now() + interval '9 days', '1 day') as at
		where extract(epoch from at at time zone name - at at time zone 'UTC') % 900 <> 0`); zones != "" {
		t.Errorf("zones at other distances from UTC: %s", zones)
	}
}
