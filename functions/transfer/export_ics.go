package transfer

import (
	"bytes"
	"io"
	"slices"
	"time"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/recurrence"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// exportCalendar begins a calendar of RFC 5545, in which a task is a to-do. There is a single one, since programs
// import one calendar of a file: the name of a list is a category.
func exportCalendar(w io.Writer) (rows []database.Statement, end func() error) {
	c := &calendar{w: w}
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", "-//todo-backend//todo-backend//EN")
	end = func() error {
		if !c.begun { // a calendar has a component
			c.addZone(time.UTC)
		}
		c.line("END", "VCALENDAR")
		return c.send()
	}
	return []database.Statement{database.QueryEach(c.add, exportedSQL)}, end
}

// calendar writes a calendar, a to-do at a time.
type calendar struct {
	bytes.Buffer // of what is not sent yet
	w            io.Writer
	begun        bool           // it has a component
	zone         *time.Location // the user's
	zoned        bool           // the zone is written
}

func (c *calendar) send() error {
	c.begun = true
	_, err := c.WriteTo(c.w)
	return err
}

// priorities are those of RFC 5545, 3.8.1.9: 1 to 4 are high, 5 is medium, 6 to 9 are low.
var priorities = map[string]string{"critical": "1", "high": "3", "medium": "5", "low": "9"}

func (c *calendar) add(t exportedTask) error {
	rule := t.rule()
	if c.zone == nil {
		c.zone = loadZone(t.zone)
	}
	if rule != nil && !c.zoned && c.zone != time.UTC { // which has a form of its own
		c.zoned = true
		c.addZone(c.zone)
	}
	c.line("BEGIN", "VTODO")
	c.line("UID", t.ID.String())
	c.time("DTSTAMP", t.UpdatedAt.Time)
	c.time("CREATED", t.CreatedAt.Time)
	c.time("LAST-MODIFIED", t.UpdatedAt.Time)
	c.text("SUMMARY", t.Title)
	if t.Description != nil {
		c.text("DESCRIPTION", *t.Description)
	}
	if categories := t.categories(); len(categories) > 0 {
		c.text("CATEGORIES", categories...)
	}
	if t.Priority != nil {
		c.line("PRIORITY", priorities[*t.Priority])
	}
	if t.ParentID != nil {
		c.line("RELATED-TO", t.ParentID.String())
	}
	if t.Completed {
		c.line("STATUS", "COMPLETED")
		c.line("PERCENT-COMPLETE", "100")
	} else {
		c.line("STATUS", "NEEDS-ACTION")
	}
	if t.CompletedAt != nil {
		c.time("COMPLETED", t.CompletedAt.Time)
	}
	if rule != nil {
		c.recurrence(&t, *rule)
	} else {
		c.days(&t)
	}
	c.line("END", "VTODO")
	return c.send()
}

// categories returns the name of the task's list, unless that is the inbox, its category and its tags, each once.
func (t *exportedTask) categories() []string {
	var categories []string
	if !t.inbox {
		categories = append(categories, t.list)
	}
	if t.Category != nil {
		categories = append(categories, *t.Category)
	}
	var once []string
	for _, name := range append(categories, t.Tags...) {
		if !slices.Contains(once, name) {
			once = append(once, name)
		}
	}
	return once
}

// rule returns the rule by which a to-do recurs; nil for a task without a due date, and for a completed one, whose next
// occurrence is another task. What counts from the completion has no form in RFC 5545.
func (t *exportedTask) rule() *recurrence.Rule {
	if t.RecurrenceRule == nil || t.anchor == nil || t.DueDate == nil || t.Completed || t.RecurrenceFrom != "due" {
		return nil
	}
	rule, err := recurrence.Parse(*t.RecurrenceRule)
	if err != nil {
		return nil // which SQL has written, and never recurs
	}
	return &rule
}

// days writes start and due date of a task that does not recur. They are of one type, and a start that is not before
// the due date is left out (RFC 5545, 3.8.2.3). A day on which a task is due is written as it is, and programs show it
// so, although it ends with the day before for the letter of the RFC.
func (c *calendar) days(t *exportedTask) {
	start := t.StartOn
	switch {
	case t.DueOn != nil:
		if start != nil && start.Before(t.DueOn.Time) {
			c.day("DTSTART", *start)
		}
		c.day("DUE", *t.DueOn)
	case t.DueDate != nil:
		due := t.DueDate.Truncate(time.Second)
		if start != nil {
			y, m, d := start.Date()
			if begin := time.Date(y, m, d, 0, 0, 0, 0, c.zone); begin.Before(due) {
				c.time("DTSTART", begin)
			}
		}
		c.time("DUE", due)
	case start != nil:
		c.day("DTSTART", *start)
	}
	if t.RecurrenceRule != nil && !t.Completed && t.RecurrenceFrom == "completion" {
		c.line("X-RRULE-FROM-COMPLETION;VALUE=RECUR", *t.RecurrenceRule)
	}
}

// recurrence writes the due date and the rule of a task that recurs, in the user's local time. A rule counts from
// DTSTART, which has to be before DUE, and on a day of the rule: it is the midnight before. A day on which the task is
// due is the time up to its last second therefore.
func (c *calendar) recurrence(t *exportedTask, rule recurrence.Rule) {
	due, zone := t.DueDate.Time, c.zone
	if t.DueOn != nil {
		due, zone = t.DueOn.Time, time.UTC // as in task.Schedule
	}
	day, clock := due.In(zone).Format("20060102"), due.In(zone).Format("150405")
	if next, ok := rule.After(*t.anchor, due.Add(-1), zone); ok && next.Equal(due) {
		clock = t.anchor.In(zone).Format("150405") // which due has not, where it falls into a gap
	}
	switch {
	case t.DueOn != nil:
		clock = "235959"
	case clock == "000000":
		clock = "000001"
	}
	c.local("DTSTART", day+"T000000")
	c.local("DUE", day+"T"+clock)
	c.line("RRULE", rule.From(*t.anchor, due, zone, c.zone).String())
}

func (c *calendar) day(name string, day wire.Date) {
	c.line(name+";VALUE=DATE", day.Format("20060102"))
}

func (c *calendar) time(name string, at time.Time) { c.line(name, at.UTC().Format("20060102T150405Z")) }

// local writes a local time of the user's zone.
func (c *calendar) local(name, clock string) {
	if c.zone == time.UTC {
		c.line(name, clock+"Z")
	} else {
		c.line(name+";TZID="+c.zone.String(), clock)
	}
}

// loadZone returns a zone by its name, UTC where the machine does not know it.
func loadZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return zone
}
