package recurrence

import (
	"math/bits"
	"time"
)

const (
	lastYear = 9999
	horizon  = MaxInterval // years
)

// yearKinds has the kind of each of 400 years, after which they repeat: two kinds for each day of the week that a year
// begins on, Monday first, a common year and then a leap year.
var yearKinds = func() (kinds [400]uint8) {
	for year := range kinds {
		kinds[year] = uint8(2 * weekdayOf(firstDay(400+year)))
		if year%4 == 0 && year%100 != 0 || year == 0 {
			kinds[year]++
		}
	}
	return kinds
}()

// monthOffsets has the days of a common year, and of a leap year, before each month and in all.
var monthOffsets = [2][13]int{
	{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365},
	{0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366},
}

// firstDay returns 1 January of a year, as days since 1970. The year is 1 or later.
func firstDay(year int) int {
	y := year - 1
	return 365*y + y/4 - y/100 + y/400 - 719162
}

// month is a month of a kind of years. A set of its days is a number with a bit for each, 1<<0 for the first.
type month struct {
	index   int // 0 is January
	length  int
	weekday int // of its first day
	offset  int // days of the year before it
	year    int // days of the year
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

// weekdayOf returns the day of the week of a day since 1970, which began on a Thursday. Monday is 0.
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
