package task

import "time"

// Days and due dates are at or after minDay and before maxDay: PostgreSQL, JavaScript and every client can show these
// years.
var minDay, maxDay = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)

// validateDays holds start_on, due_on and due_date to their rules.
func (in *Input) validateDays(refuse func(field, rule string)) {
	in.DueDate.Value.Time = in.DueDate.Value.UTC().Truncate(time.Millisecond)
	between := func(field string, given bool, value time.Time) {
		if given && (value.Before(minDay) || !value.Before(maxDay)) {
			refuse(field, field+" must be between the years 1900 and 9999")
		}
	}
	between("start_on", in.StartOn.Given(), in.StartOn.Value.Time)
	between("due_on", in.DueOn.Given(), in.DueOn.Value.Time)
	between("due_date", in.DueDate.Given(), in.DueDate.Value.Time)
	if in.DueOn.Given() && in.DueDate.Given() {
		refuse("due_on", "A task is due on a day or at a time: due_on and due_date must not both be given")
	}
}

// WritesDue reports whether due_on or due_date is set. The given one counts; null takes both away.
func (in *Input) WritesDue() bool { return in.DueOn.Set || in.DueDate.Set }
