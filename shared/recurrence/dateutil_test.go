package recurrence_test

import (
	"bufio"
	"compress/gzip"
	"encoding/base64"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/todo-backend/todo-backend/shared/recurrence"
)

// TestDateutil holds the occurrences of random rules, starts, zones and nows against what python-dateutil says of them.
// The file's generator, testdata/record.py, describes its lines.
func TestDateutil(t *testing.T) {
	file, err := os.Open("testdata/dateutil.txt.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	seconds := func(text string) time.Time {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		return time.Unix(n, 0)
	}
	var zones []*time.Location
	cases := 0
	lines := bufio.NewScanner(unzipped)
	for lines.Scan() {
		fields := strings.Split(lines.Text(), "\t")
		if fields[0] == "zone" {
			data, err := base64.StdEncoding.DecodeString(fields[2])
			if err != nil {
				t.Fatal(err)
			}
			zone, err := time.LoadLocationFromTZData(fields[1], data)
			if err != nil {
				t.Fatal(err)
			}
			zones = append(zones, zone)
			continue
		}
		cases++
		number, _ := strconv.Atoi(fields[0])
		zone := zones[number]
		start := seconds(fields[1])
		rule, err := recurrence.Parse(fields[2])
		if err != nil {
			t.Fatalf("%s: %v", fields[2], err)
		}
		after := seconds(fields[3])
		var found []time.Time
		for at := range rule.Occurrences(start, after, zone) {
			if found = append(found, at); len(found) == 5 {
				break
			}
		}
		// The text of an occurrence that is nothing, or so many seconds after another.
		say := func(n int, base time.Time) string {
			if n < len(found) {
				return strconv.FormatInt(found[n].Unix()-base.Unix(), 36)
			}
			return "-"
		}
		next, later := say(0, after), "-"
		if len(found) > 0 {
			later = say(4, found[0])
		}
		far := func(n int) bool { // whether sixty years pass without an occurrence
			previous := after
			for i := range min(n+1, len(found)) {
				if found[i].UTC().Year()-previous.UTC().Year() >= 60 {
					return true
				}
				previous = found[i]
			}
			return n >= len(found)
		}
		if next != fields[4] && !(fields[4] == "~" && far(0)) || later != fields[5] && !(fields[5] == "~" && far(4)) {
			t.Errorf("%s: after %s %s, later %s: %v", lines.Text(), after.In(zone), next, later, found)
		}
	}
	if lines.Err() != nil || cases != 100_000 {
		t.Errorf("%d cases, %v", cases, lines.Err())
	}
}
