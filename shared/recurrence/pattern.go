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
		return monthlyOn(due.In(zone).Day()), true
	}
	return Rule{}, false
}

// Pattern returns the name of the pattern whose rule r is, for a due date on some day; "" if there is none.
func (r Rule) Pattern() string {
	switch text := r.String(); text {
	case "FREQ=DAILY":
		return "daily"
	case "FREQ=WEEKLY":
		return "weekly"
	case monthlyOn(28).String(), monthlyOn(29).String(), monthlyOn(30).String(), monthlyOn(31).String():
		return "monthly"
	}
	return ""
}

func monthlyOn(day int) Rule {
	r := Rule{freq: monthly, interval: 1}
	switch {
	case day == 31:
		r.lastDays = 1
	case day > 28: // the last of 28, 29 and 30 that the month has
		r.days = before(day) &^ before(27)
		r.positions = []int{-1}
	}
	return r
}
