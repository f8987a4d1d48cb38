package task

import (
	"time"
	_ "time/tzdata" // a function's machine may have none

	"github.com/jackc/pgx/v5/pgtype"

	"github.com/todo-backend/todo-backend/shared/recurrence"
)

// Schedule is what the occurrences of a task follow from.
type Schedule struct {
	Rule   string
	Anchor time.Time // where the rule starts; for a task that is due on a day, the day's midnight in UTC
	Due    time.Time
	OnDay  bool   // it is due on a day
	Zone   string // the user's
	Now    time.Time
}

// Fields returns pointers to the fields that a row is scanned into, in their order.
func (s *Schedule) Fields() []any {
	return []any{&s.Rule, &s.Anchor, &s.Due, &s.OnDay, &s.Zone, &s.Now}
}

// storedOccurrences is how many occurrences are stored beside a task.
const storedOccurrences = 64

// Occurrences returns what is stored beside the task: the next occurrences after both its due date and now, and
// infinity after them where there are no more. Those of a task that is due on a day are the last milliseconds of days.
func (s *Schedule) Occurrences() []pgtype.Timestamptz {
	rule, err := recurrence.Parse(s.Rule)
	if err != nil {
		rule = recurrence.Rule{} // which SQL has written, and never recurs
	}
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		zone = time.UTC
	}
	after := s.Due
	if after.Before(s.Now) {
		after = s.Now
	}
	var times []time.Time
	var ended bool
	if s.OnDay {
		y, m, d := after.In(zone).Date()
		days, end := rule.Next(s.Anchor, time.Date(y, m, d-1, 0, 0, 0, 0, time.UTC), time.UTC, storedOccurrences+1)
		for _, day := range days {
			at := lastMillisecond(day, zone)
			if end = end || !at.Before(maxDay); at.After(after) && at.Before(maxDay) {
				times = append(times, at)
			}
		}
		ended = end
	} else {
		times, ended = rule.Next(s.Anchor, after, zone, storedOccurrences)
	}
	stored := make([]pgtype.Timestamptz, 0, len(times)+1)
	for _, at := range times {
		stored = append(stored, pgtype.Timestamptz{Time: at, Valid: true})
	}
	if ended {
		stored = append(stored, pgtype.Timestamptz{InfinityModifier: pgtype.Infinity, Valid: true})
	}
	return stored
}

// lastMillisecond returns the instant at which clocks show the last millisecond of a day, as PostgreSQL has it: the
// second where there are two, and in a gap the one by the offset before it.
func lastMillisecond(day time.Time, zone *time.Location) time.Time {
	clock := day.Add(24*time.Hour - time.Millisecond)
	by := func(neighbor time.Time) (at time.Time, shown bool) { // by the offset of a day before or after
		_, offset := neighbor.In(zone).Zone()
		at = clock.Add(-time.Duration(offset) * time.Second)
		_, has := at.In(zone).Zone()
		return at, has == offset
	}
	if at, shown := by(clock.AddDate(0, 0, 1)); shown {
		return at
	}
	at, _ := by(clock.AddDate(0, 0, -1))
	return at
}
