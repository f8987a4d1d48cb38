package recurrence

import (
	"math/bits"
	"time"
)

// expansion is a rule with a start, from which it takes the parts that it does not have.
type expansion struct {
	Rule
	start      int // as days since 1970
	startMonth int // its index
	cycle      int // the number of months after which the days of the rule repeat
	unit       int // the number of days from a day or week of the rule to the next; 0 for months and years
	first      int // the first day of such a unit

	monthKinds [4][7]uint32 // with FREQ=MONTHLY only; see set

	// The year, its first day and length, and the sets of its months; with FREQ=YEARLY only. yearKinds has the sets, as
	// soon as they are calculated, of common years and of leap years that begin on each day of the week.
	year, yearFirst, yearLength int
	sets                        *[12]uint32
	yearKinds                   [2][7]*[12]uint32
}

// expand returns the expansion of a rule from a local time.
func expand(r Rule, local time.Time) *expansion {
	y, m, d := local.Date()
	x := &expansion{Rule: r, start: dayOf(local), startMonth: 12*y + int(m) - 1, year: -1}
	if r.days|r.lastDays == 0 && r.weekdays == 0 && len(r.ordinals) == 0 {
		switch r.freq {
		case yearly:
			if r.months == 0 {
				x.months = 1 << m
			}
			x.days = 1 << (d - 1)
		case monthly:
			x.days = 1 << (d - 1)
		case weekly:
			x.weekdays = 1 << weekdayOf(x.start)
		}
	}
	x.first = x.start
	periods := 400 // in 400 years, after which days of the week are the same
	switch r.freq {
	case daily:
		periods, x.unit = 146097, r.interval
	case weekly:
		periods, x.unit = 20871, 7*r.interval
		x.first -= mod(weekdayOf(x.start)-r.weekStart, 7)
	case monthly:
		periods = 4800
	}
	x.cycle = 4800 * r.interval / gcd(periods, r.interval)
	return x
}

// never reports whether the parts of a rule exclude each other in each of its days or weeks. That saves the search in
// the calendar, which is long for these: the days of INTERVAL=1000 repeat after 400,000 years.
func (x *expansion) never() bool {
	set := [1]uint32{1}
	switch {
	case x.freq == daily && x.weekdays != 0 && x.interval%7 == 0:
		set[0] = uint32(x.weekdays) & (1 << weekdayOf(x.start))
	case x.freq == weekly:
		set[0] = uint32(rotate(x.weekdays, x.weekStart)) // of which a week in two months has a part
	case x.freq > weekly:
		return false
	}
	x.pick(set[:])
	return set[0] == 0
}

// aligned returns the index of the first month, at or after one that is not before the start, that belongs to a period
// of the rule, or an earlier one if the periods are days or weeks.
func (x *expansion) aligned(index int) int {
	switch {
	case x.freq == monthly:
		return index + mod(x.startMonth-index, x.interval)
	case x.freq == yearly:
		if years := mod(x.startMonth/12-index/12, x.interval); years > 0 {
			return 12 * (index/12 + years)
		}
	case x.unit > 40:
		// If no week before this day reaches into the month, whole months pass until then.
		if days := mod(x.first-monthAt(index).first, x.unit); days <= x.unit-7 {
			return index + days/31
		}
	}
	return index
}

// set returns the days of an aligned month on which the rule recurs.
func (x *expansion) set(m month) uint32 {
	switch {
	case x.freq == yearly:
		if x.year != m.index/12 {
			x.enterYear(m.index / 12)
		}
		return x.sets[m.index%12]
	case x.freq == weekly && len(x.positions) > 0:
		return x.pickedWeeks(m)
	case x.freq == weekly:
		return x.matching(m) & x.weeks(m, func(int) uint32 { return 1<<7 - 1 })
	case x.freq == daily:
		var set uint32
		for i := mod(x.first-m.first, x.unit); i < m.length; i += x.unit {
			set |= 1 << i
		}
		return set & x.matching(m)
	}
	// Months of the same length that begin on the same day of the week have the same set.
	const calculated = 1 << 31
	kind := &x.monthKinds[m.length-28][weekdayOf(m.first)]
	if *kind == 0 {
		set := [1]uint32{x.matching(m)}
		x.pick(set[:])
		*kind = set[0] | calculated
	}
	return *kind &^ calculated
}

// enterYear prepares the sets of the months of a year.
func (x *expansion) enterYear(year int) {
	x.year, x.yearFirst = year, monthAt(12*year).first
	x.yearLength = monthAt(12*year+12).first - x.yearFirst
	kind := &x.yearKinds[x.yearLength-365][weekdayOf(x.yearFirst)]
	if *kind == nil {
		*kind = new([12]uint32)
		for i := range *kind {
			if x.inMonths(i) {
				(*kind)[i] = x.matching(monthAt(12*year + i))
			}
		}
		x.pick((*kind)[:])
	}
	x.sets = *kind
}

// matching returns the days of a month that BYMONTH, BYMONTHDAY and BYDAY leave.
func (x *expansion) matching(m month) uint32 {
	if !x.inMonths(m.index) {
		return 0
	}
	set := m.all()
	if x.days|x.lastDays != 0 {
		set &= x.days | bits.Reverse32(x.lastDays)>>(32-m.length)
	}
	if x.weekdays == 0 && len(x.ordinals) == 0 {
		return set
	}
	// The days of one week, from the weekday of the first of the month on, five times.
	week := uint64(rotate(x.weekdays, weekdayOf(m.first)))
	return set & (uint32(week*(1|1<<7|1<<14|1<<21|1<<28)) | x.ordinalDays(m))
}

// inMonths reports whether BYMONTH leaves the month of an index.
func (x *expansion) inMonths(index int) bool {
	return x.months == 0 || x.months>>(index%12+1)&1 == 1
}

// ordinalDays returns the days of a month that BYDAY names by an ordinal: of the month, or of the year with FREQ=YEARLY
// and without BYMONTH.
func (x *expansion) ordinalDays(m month) (set uint32) {
	first, length := m.first, m.length
	if x.freq == yearly && x.months == 0 {
		first, length = x.yearFirst, x.yearLength
	}
	for _, o := range x.ordinals {
		day := mod(o.weekday-weekdayOf(first), 7) // the first of them
		if o.n > 0 {
			day += 7 * (o.n - 1)
		} else {
			day += 7 * ((length-1-day)/7 + o.n + 1)
		}
		if i := first + day - m.first; day >= 0 && day < length && i >= 0 && i < m.length {
			set |= 1 << i
		}
	}
	return set
}

// pick reduces consecutive sets, which are those of one period, to the days that BYSETPOS names.
func (x *expansion) pick(sets []uint32) {
	if len(x.positions) == 0 {
		return
	}
	total := 0
	for _, set := range sets {
		total += bits.OnesCount32(set)
	}
	var picked [12]uint32
	for _, p := range x.positions {
		if p < 0 {
			p += total + 1
		}
		if p < 1 {
			continue
		}
		for i, set := range sets {
			n := bits.OnesCount32(set)
			if p > n {
				p -= n
				continue
			}
			for ; p > 1 && 2*p <= n; p, n = p-1, n-1 { // from the start, or else from the end
				set &= set - 1
			}
			if p == 1 {
				picked[i] |= set & -set
				break
			}
			for ; n > p; n-- {
				set &^= last(set)
			}
			picked[i] |= last(set)
			break
		}
	}
	copy(sets, picked[:])
}
