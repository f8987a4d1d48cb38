// Package recurrence parses the recurrence rules of RFC 5545, 3.3.10, and calculates when they recur.
//
// A rule recurs at most once a day, at the time of day of its start: what tasks need. It is expanded in the local time
// of a zone. A local time that a zone skips, when clocks go forward, is read with the offset before the gap; of one
// that a zone has twice, when clocks go back, it is the first (3.3.5). A day that a month does not have is no
// occurrence: the 31st of every month is seven times a year, 29 February each leap year.
//
// As the RFC leaves open what a start means that does not match its rule, an occurrence is what matches: the start is
// the first, and is counted by COUNT, only if it does.
package recurrence

import (
	"iter"
	"math/bits"
	"time"
)

// Rule is a recurrence rule, which Parse returns. It does not change, and may be used by many goroutines. The zero Rule
// has no occurrences.
type Rule struct {
	freq      frequency
	interval  int
	count     int       // 0 without COUNT
	until     time.Time // the zero time without UNTIL; a date is its midnight in UTC
	untilDate bool
	weekStart int // of WKST: Monday is 0, as for all days of the week here

	months    uint16 // a bit for each month: 1<<1 is January
	days      uint32 // of BYMONTHDAY: 1<<0 is the first
	lastDays  uint32 // of BYMONTHDAY: 1<<0 is -1, the last
	weekdays  uint8  // of BYDAY, without an ordinal: 1<<0 is Monday
	ordinals  []ordinal
	positions []int
}

type frequency int

const (
	daily frequency = iota + 1
	weekly
	monthly
	yearly
)

// ordinal is a day of the week of BYDAY that an ordinal precedes: 2MO, the second Monday, or -1FR, the last Friday.
type ordinal struct{ n, weekday int }

// After returns the first occurrence of the rule that lies after an instant. ok is false if there is none. See
// Occurrences.
func (r Rule) After(start, after time.Time, zone *time.Location) (next time.Time, ok bool) {
	for next := range r.Occurrences(start, after, zone) {
		return next, true
	}
	return time.Time{}, false
}

// Next returns the first occurrences of the rule that lie after an instant, n at most. ended reports whether there are
// no others after these. See Occurrences.
func (r Rule) Next(start, after time.Time, zone *time.Location, n int) (times []time.Time, ended bool) {
	for next := range r.Occurrences(start, after, zone) {
		if len(times) == n {
			return times, false
		}
		times = append(times, next)
	}
	return times, true
}

// Occurrences returns the occurrences of the rule, from a start in the year 1 or later, that lie after an instant and
// before the year 10000, in their order and in the given zone. For a day without a time, start is its midnight in UTC,
// and the zone is time.UTC.
//
// A rule that does not match for a thousand years, or never, has ended. The time that it takes to the first occurrence
// does not depend on how many there are before it, but with COUNT, which counts the days of each month from the start
// on: from the year 1900 to today less than 50 microseconds for any rule, over seven thousand years about a
// millisecond (BenchmarkWorst).
func (r Rule) Occurrences(start, after time.Time, zone *time.Location) iter.Seq[time.Time] {
	return func(yield func(time.Time) bool) {
		local := start.In(zone)
		if r.freq == 0 || local.Year() < 1 {
			return
		}
		x := expand(r, local)
		// One day earlier, for what is put off by a gap: Apia skipped a whole day in 2011.
		from := max(x.start, dayOf(after.In(zone))-1)
		clock := int64(local.Hour()*3600 + local.Minute()*60 + local.Second())
		for day := range x.daysFrom(from) {
			next := instant(int64(day)*86400+clock, zone).Add(time.Duration(local.Nanosecond()))
			if day == x.start {
				next = local // the second of two hours, if it is that
			}
			if r.ended(day, next) || next.UTC().Year() > lastYear {
				return
			}
			if next.After(after) {
				if !yield(next) {
					return
				}
				after = next // the day that Apia skipped falls on the next one
			}
		}
	}
}

// ended reports whether an occurrence, on a local day, lies after UNTIL.
func (r Rule) ended(day int, at time.Time) bool {
	switch {
	case r.until.IsZero():
		return false
	case r.untilDate:
		return day > dayOf(r.until)
	}
	return at.After(r.until)
}

// daysFrom returns the days, at or after a day that is not before the start, on which the rule recurs. It heeds COUNT,
// and leaves UNTIL to the caller.
func (x *expansion) daysFrom(from int) iter.Seq[int] {
	return func(yield func(int) bool) {
		begin, left := from, x.count
		if x.count > 0 {
			begin = x.start
		}
		for first, set := range x.monthsFrom(begin) {
			if x.count > 0 {
				for n := bits.OnesCount32(set); n > left; n-- {
					set &^= last(set)
				}
				left -= bits.OnesCount32(set)
			}
			for set &^= before(from - first); set != 0; set &= set - 1 {
				if !yield(first + bits.TrailingZeros32(set)) {
					return
				}
			}
			if x.count > 0 && left == 0 {
				return
			}
		}
	}
}
