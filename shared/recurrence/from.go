package recurrence

import (
	"math/bits"
	"time"
)

// From returns the rule as it goes on at a due date, for programs that count from there. Of a start at the midnight of
// that day in the zone of written, its occurrences are that day, whether or not r matches it, and the days of r after
// it: COUNT is what is left with that day, and UNTIL the last second of the last day in that zone. A day that not every
// month has is named, since ical.js has 1 March for 29 February. Start and zone are those of Occurrences.
func (r Rule) From(start, due time.Time, zone, written *time.Location) Rule {
	start, due = start.In(zone), due.In(zone)
	if r.count > 0 {
		x, left, next := expand(r, start), r.count+1, dayOf(due)+1
		for first, set := range x.monthsFrom(x.start) {
			if first >= next || left <= 1 {
				break
			}
			left -= bits.OnesCount32(set & before(next-first))
		}
		r.count = max(left, 1)
	}
	_, month, day := start.Date()
	if day > 28 && r.freq >= monthly && r.days|r.lastDays == 0 && r.weekdays == 0 && len(r.ordinals) == 0 {
		r.days = 1 << (day - 1)
		if r.freq == yearly && r.months == 0 {
			r.months = 1 << month
		}
	}
	if !r.until.IsZero() {
		last := dayOf(r.until)
		if !r.untilDate {
			until := r.until.In(zone)
			if last = dayOf(until); clockOf(until) < clockOf(start) {
				last--
			}
		}
		y, m, d := time.Unix(int64(max(last, dayOf(due)))*86400, 0).UTC().Date()
		r.until, r.untilDate = time.Date(y, m, d, 23, 59, 59, 0, written).UTC(), false
		if r.until.Year() > lastYear {
			r.until = time.Date(lastYear, 12, 31, 23, 59, 59, 0, time.UTC)
		}
	}
	return r
}

// clockOf returns the time of day.
func clockOf(t time.Time) time.Duration {
	h, m, s := t.Clock()
	return time.Duration(h*3600+m*60+s)*time.Second + time.Duration(t.Nanosecond())
}
