package recurrence_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/todo-backend/todo-backend/shared/recurrence"
)

var update = flag.Bool("update", false, "write testdata/preview.json anew")

// TestPreview holds testdata/preview.json, by which the web application tests its preview of a rule's dates, to be
// what Next returns: for some of the recorded cases, in zones that have not changed their rules for long, and for
// patterns.
//
// A line has the zone, the start, the rule, and up to five occurrences after the start and within a hundred years, each
// as the seconds since the one before it in base 36. There are few rules without any, which take the page longest.
func TestPreview(t *testing.T) {
	zones := []string{"America/Los_Angeles", "America/New_York", "America/St_Johns", "Asia/Kathmandu", "Asia/Tokyo",
		"Australia/Lord_Howe", "Europe/Berlin", "Europe/London", "Pacific/Apia", "UTC"}
	var lines [][]byte
	without := 0
	add := func(location *time.Location, start time.Time, rule recurrence.Rule) {
		times, _ := rule.Next(start, start, location, 5)
		previous := start
		fields := []string{location.String(), start.UTC().Format(time.RFC3339), rule.String()}
		for _, at := range times {
			if at.Sub(start) > 36525*24*time.Hour {
				break
			}
			fields = append(fields, strconv.FormatInt(at.Unix()-previous.Unix(), 36))
			previous = at
		}
		if len(fields) == 3 {
			if without++; without%6 != 0 {
				return
			}
		}
		line, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	for _, name := range zones {
		for _, day := range []int{1, 28, 29, 30, 31} {
			for _, pattern := range []string{"daily", "weekly", "monthly"} {
				due := time.Date(2027, 1, day, 2, 30, 0, 0, zone(t, name))
				rule, _ := recurrence.Pattern(pattern, due, zone(t, name))
				add(zone(t, name), due, rule)
			}
		}
	}
	n := 0
	for c := range recorded(t) {
		if year := c.start.UTC().Year(); year < 2000 || year > 2040 || !slices.Contains(zones, c.zone.String()) {
			continue
		}
		if n++; n%13 == 0 {
			add(c.zone, c.start, parse(t, c.rule))
		}
	}
	text := slices.Concat([]byte("[\n"), bytes.Join(lines, []byte(",\n")), []byte("\n]\n"))
	const file = "testdata/preview.json"
	if *update {
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if found, err := os.ReadFile(file); err != nil || !bytes.Equal(found, text) {
		t.Errorf("%s is not what Next returns: go test ./shared/recurrence -run=TestPreview -update (%v)", file, err)
	}
}
