package recurrence

import "time"

// Pattern returns the rule of a pattern, daily, weekly or monthly, from a due date on. ok is false for another pattern.
//
// A month that lacks the day of the due date has the occurrence on its last day: FREQ=MONTHLY alone leaves it out.
func Pattern(name string, due time.Time, zone *time.Location) (r Rule, ok bool) {
	switch name {
	case "daily":
		return Rule{freq: daily, interval: 1}, true
	case "weekly":
		return Rule{freq: weekly, interval: 1}, true
	case "monthly":
		r = Rule{freq: monthly, interval: 1}
		switch day := due.In(zone).Day(); {
		case day == 31:
			r.lastDays = 1
		case day > 28: // the last of 28, 29 and 30 that the month has
			r.days = before(day) &^ before(27)
			r.positions = []int{-1}
		}
		return r, true
	}
	return Rule{}, false
}
