package recurrence

import (
	"strconv"
	"strings"
)

// String returns the rule as the RFC writes it: its parts in a fixed order, each value once, defaults left out. Parse
// accepts it, and returns the same rule.
func (r Rule) String() string {
	if r.freq == 0 {
		return ""
	}
	text := "FREQ=" + frequencies[r.freq]
	part := func(name string, values ...string) {
		if len(values) > 0 {
			text += ";" + name + "=" + strings.Join(values, ",")
		}
	}
	if r.count > 0 {
		part("COUNT", strconv.Itoa(r.count))
	}
	if r.untilDate {
		part("UNTIL", r.until.Format(dateForm))
	} else if !r.until.IsZero() {
		part("UNTIL", r.until.Format(timeForm))
	}
	if r.interval > 1 {
		part("INTERVAL", strconv.Itoa(r.interval))
	}
	var months, days, byDay, positions []string
	for n := 1; n <= 12; n++ {
		if r.months>>n&1 == 1 {
			months = append(months, strconv.Itoa(n))
		}
	}
	for n := 1; n <= 31; n++ {
		if r.days>>(n-1)&1 == 1 {
			days = append(days, strconv.Itoa(n))
		}
	}
	for n := 31; n >= 1; n-- {
		if r.lastDays>>(n-1)&1 == 1 {
			days = append(days, strconv.Itoa(-n))
		}
	}
	for i, weekday := range weekdays {
		if r.weekdays>>i&1 == 1 {
			byDay = append(byDay, weekday)
		}
	}
	for _, o := range r.ordinals {
		byDay = append(byDay, strconv.Itoa(o.n)+weekdays[o.weekday])
	}
	for _, p := range r.positions {
		positions = append(positions, strconv.Itoa(p))
	}
	part("BYMONTH", months...)
	part("BYMONTHDAY", days...)
	part("BYDAY", byDay...)
	part("BYSETPOS", positions...)
	if r.weekStart != 0 {
		part("WKST", weekdays[r.weekStart])
	}
	return text
}
