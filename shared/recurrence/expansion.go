package recurrence

import (
	"iter"
	"math/bits"
	"time"
)

// expansion is a rule with a start, from which it takes the parts that it does not have: its months, days and weekdays
// are all that it names.
type expansion struct {
	Rule
	start         int    // as days since 1970
	ordinalOfYear bool   // whether 20MO is the twentieth of the year, not of the month
	week          uint32 // what BYSETPOS picks from a whole week, which begins on the day of WKST

	// The periods of the rule are days, weeks, months or years. They are counted in units: days since 1970, months
	// since the year 0, or years.
	first   int    // the first unit of a period, which gap moves
	step    int    // units from a period to the next
	width   int    // units of a period: 7 for weeks, else 1
	perYear int    // units of a year, at most: 366, 12 or 1
	steps   uint64 // the units of the periods that begin with a unit 0, as a set

	kinds [14]yearDays // by yearKinds, as far as calculated
}

// yearDays has the days of a kind of years on which a rule recurs, were INTERVAL 1.
type yearDays struct {
	calculated bool
	months     uint16 // the months with such days: 1<<0 is January
	days       [12]uint32
}

// expand returns the expansion of a rule from a local time.
func expand(r Rule, local time.Time) *expansion {
	y, m, d := local.Date()
	x := &expansion{Rule: r, start: dayOf(local), step: r.interval, width: 1}
	weekday := weekdayOf(x.start)
	x.ordinalOfYear = r.freq == yearly && r.months == 0
	everyDay, everyWeekday := r.days|r.lastDays == 0, r.weekdays == 0 && len(r.ordinals) == 0
	if everyDay && everyWeekday {
		switch r.freq {
		case yearly:
			if r.months == 0 {
				x.months = 1 << m
			}
			fallthrough
		case monthly:
			x.days, everyDay = 1<<(d-1), false
		case weekly:
			x.weekdays, everyWeekday = 1<<weekday, false
		}
	}
	if x.months == 0 {
		x.months = 1<<13 - 1<<1
	}
	if everyDay {
		x.days = 1<<31 - 1
	}
	if everyWeekday {
		x.weekdays = 1<<7 - 1
	}
	switch r.freq {
	case daily:
		x.first, x.perYear = x.start, 366
		if r.interval%7 == 0 {
			x.weekdays &= 1 << weekday
		}
		if x.pick([]uint32{1})[0] == 0 {
			x.weekdays = 0
		}
	case weekly:
		x.first, x.perYear = x.start-mod(weekday-r.weekStart, 7), 366
		x.step, x.width = 7*r.interval, 7
		x.week = x.pick([]uint32{rotate(x.weekdays, r.weekStart)})[0]
	case monthly:
		x.first, x.perYear = 12*y+int(m)-1, 12
	case yearly:
		x.first, x.perYear = y, 1
	}
	for unit := 0; unit < 64; unit += x.step {
		x.steps |= (1<<x.width - 1) << unit
	}
	return x
}

// monthsFrom returns the months with days, at or after a day that is not before the start, on which the rule recurs:
// the first day of each, as days since 1970, and the set of the days.
func (x *expansion) monthsFrom(begin int) iter.Seq2[int, uint32] {
	return func(yield func(int, uint32) bool) {
		end := lastYear
		if !x.until.IsZero() {
			end = min(end, x.until.Year()+1) // it may be the next year in the zone
		}
		year := time.Unix(int64(begin)*86400, 0).UTC().Year()
		for limit := year + horizon; year <= min(limit, end); year++ {
			kind := yearKinds[year%400]
			days := &x.kinds[kind]
			if !days.calculated {
				x.calculate(days, kind)
			}
			months := days.months
			if months == 0 {
				continue
			}
			yearFirst, offsets := firstDay(year), &monthOffsets[kind%2]
			gap := x.gap([...]int{daily: yearFirst, weekly: yearFirst, monthly: 12 * year, yearly: year}[x.freq])
			if gap >= x.perYear && !x.reaches(gap) {
				year += gap/x.perYear - 1
				continue
			}
			if x.freq == monthly {
				months &= uint16(x.periods(gap))
			}
			for months != 0 {
				i := bits.TrailingZeros16(months)
				months &= months - 1
				first := yearFirst + offsets[i]
				set := days.days[i] &^ before(begin-first)
				if x.freq <= weekly && x.interval > 1 {
					gap := x.gap(first)
					if gap >= 31 && !x.reaches(gap) {
						months &^= 1<<(i+gap/31) - 1
						continue
					}
					set &= x.periods(gap)
				}
				if set == 0 {
					continue
				}
				limit = year + horizon
				if !yield(first, set) {
					return
				}
			}
		}
	}
}

// gap returns the units from one of them to the next period that begins at or after it.
func (x *expansion) gap(unit int) int {
	if x.first < unit {
		x.first += x.step // most often that is enough
	}
	if gap := x.first - unit; gap < 0 || gap >= x.step {
		x.first = unit + mod(gap, x.step)
	}
	return x.first - unit
}

// reaches reports whether a week that begins before a gap reaches into it.
func (x *expansion) reaches(gap int) bool {
	return gap > x.step-x.width
}

// periods returns the units of periods as a set, of which 1<<0 is a unit that is followed by a gap.
func (x *expansion) periods(gap int) uint32 {
	return uint32(x.steps<<gap | x.steps>>(x.step-gap)) // the second is the rest of a week
}

// calculate sets the days of a kind of years.
func (x *expansion) calculate(year *yearDays, kind uint8) {
	offsets := &monthOffsets[kind%2]
	for i := range year.days {
		if !x.inMonths(i) {
			continue
		}
		m := month{i, offsets[i+1] - offsets[i], (int(kind/2) + offsets[i]) % 7, offsets[i], offsets[12]}
		switch set := x.matching(m); {
		case x.freq == weekly && len(x.positions) > 0:
			year.days[i] = x.pickedWeeks(m)
		case x.freq == monthly:
			year.days[i] = x.pick([]uint32{set})[0]
		default:
			year.days[i] = set
		}
	}
	if x.freq == yearly {
		x.pick(year.days[:])
	}
	for i, set := range year.days {
		if set != 0 {
			year.months |= 1 << i
		}
	}
	year.calculated = true
}

// matching returns the days of a month that BYMONTHDAY and BYDAY leave.
func (x *expansion) matching(m month) uint32 {
	set := m.all() & (x.days | bits.Reverse32(x.lastDays)>>(32-m.length))
	// The days of one week, from the weekday of the first of the month on, five times.
	week := rotate(x.weekdays, m.weekday)
	return set & (week | week<<7 | week<<14 | week<<21 | week<<28 | x.ordinalDays(m))
}

// inMonths reports whether BYMONTH leaves a month; 0 is January, and -1 the December before it.
func (x *expansion) inMonths(index int) bool {
	return x.months>>((index+12)%12+1)&1 == 1
}

// ordinalDays returns the days of a month that BYDAY names by an ordinal.
func (x *expansion) ordinalDays(m month) (set uint32) {
	weekday, length, offset := m.weekday, m.length, 0
	if x.ordinalOfYear {
		weekday, length, offset = mod(m.weekday-m.offset, 7), m.year, m.offset
	}
	for _, o := range x.ordinals {
		day := mod(o.weekday-weekday, 7) // the first of them
		if o.n > 0 {
			day += 7 * (o.n - 1)
		} else {
			day += 7 * ((length-1-day)/7 + o.n + 1)
		}
		if i := day - offset; day >= 0 && day < length && i >= 0 && i < m.length {
			set |= 1 << i
		}
	}
	return set
}
