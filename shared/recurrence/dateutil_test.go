package recurrence_test

import (
	"strconv"
	"testing"
	"time"
)

// TestDateutil holds the occurrences of random rules, starts, zones and nows against what python-dateutil says of them.
func TestDateutil(t *testing.T) {
	cases := 0
	for c := range recorded(t) {
		cases++
		found, _ := parse(t, c.rule).Next(c.start, c.after, c.zone, 5)
		// The text of an occurrence that is nothing, or so many seconds after another.
		say := func(n int, base time.Time) string {
			if n < len(found) {
				return strconv.FormatInt(found[n].Unix()-base.Unix(), 36)
			}
			return "-"
		}
		next, later := say(0, c.after), "-"
		if len(found) > 0 {
			later = say(4, found[0])
		}
		far := func(n int) bool { // whether sixty years pass without an occurrence
			previous := c.after
			for i := range min(n+1, len(found)) {
				if found[i].UTC().Year()-previous.UTC().Year() >= 60 {
					return true
				}
				previous = found[i]
			}
			return n >= len(found)
		}
		if next != c.next && !(c.next == "~" && far(0)) || later != c.later && !(c.later == "~" && far(4)) {
			t.Errorf("%s: after %s %s, later %s: %v", c.line, c.after.In(c.zone), next, later, found)
		}
	}
	if cases != 100_000 {
		t.Errorf("%d cases", cases)
	}
}
