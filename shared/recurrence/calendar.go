package recurrence

import (
	"math/bits"
	"time"
)

// month is a month of the Gregorian calendar. A set of its days is a number with a bit for each, 1<<0 for the first.
type month struct {
	index  int // 12 * year + month - 1
	first  int // its first day, as days since 1970
	length int
}

// lastMonth is the index of December 9999.
const lastMonth = 12*9999 + 11

// monthAt returns the month of an index, of the year 0 or later.
func monthAt(index int) month {
	y, m := index/12, index%12 // m is 0 in January
	length := 30 + (m+m/7+1)%2
	if m == 1 {
		length = 28
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			length = 29
		}
	}
	// A year that begins in March ends with the leap day, and its months have 153 days in every five.
	fromMarch := (m + 10) % 12
	if m < 2 {
		y--
	}
	years := y + 400 // no negative numbers to divide: 400 years are 146097 days
	first := 365*years + years/4 - years/100 + years/400 + (153*fromMarch+2)/5 - 146097 - 719468
	return month{index, first, length}
}

// all returns the set of all days of the month.
func (m month) all() uint32 {
	return 1<<m.length - 1
}

// before returns the first n days of a month as a set, none if n is negative.
func before(n int) uint32 {
	return 1<<max(n, 0) - 1
}

// last returns the last day of a set that is not empty.
func last(set uint32) uint32 {
	return 1 << (bits.Len32(set) - 1)
}

// dayOf returns the day that a calendar shows at a time, in the time's location, as days since 1970.
func dayOf(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// weekdayOf returns the day of the week of a day since 1970, which began on a Thursday.
func weekdayOf(day int) int {
	return mod(day+3, 7)
}

// mod returns the remainder of a floored division, which is not negative.
func mod(a, n int) int {
	if a %= n; a < 0 {
		a += n
	}
	return a
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// instant returns the instant at which clocks show a local time, given as the seconds since 1970 that it would be in
// UTC: the first if there are two, and in a gap the one by the offset before it. No offset is a whole day, and no zone
// has changed its offset twice within two.
func instant(local int64, zone *time.Location) time.Time {
	by := func(neighbor int64) (found time.Time, ok bool) { // by the offset of a day before or after
		_, offset := time.Unix(neighbor, 0).In(zone).Zone()
		found = time.Unix(local-int64(offset), 0).In(zone)
		_, has := found.Zone()
		return found, has == offset
	}
	first, ok := by(local - 86400)
	if !ok {
		if second, ok := by(local + 86400); ok {
			return second
		}
	}
	return first
}
