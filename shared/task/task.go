// Package task provides the task and its rules.
package task

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/text"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// Task is a task in the form of the API.
type Task struct {
	ID                uuid.UUID  `json:"id"`
	UserID            uuid.UUID  `json:"user_id"`
	ListID            uuid.UUID  `json:"list_id"`
	ParentID          *uuid.UUID `json:"parent_id"` // of a subtask
	Position          string     `json:"position"`
	Title             string     `json:"title"`
	Description       *string    `json:"description"`
	Completed         bool       `json:"completed"`
	Priority          *string    `json:"priority"`
	Tags              []string   `json:"tags"`
	Category          *string    `json:"category"`
	StartOn           *wire.Date `json:"start_on"`
	DueOn             *wire.Date `json:"due_on"`
	DueDate           *wire.Time `json:"due_date"`
	IsRecurring       bool       `json:"is_recurring"`
	RecurrencePattern *string    `json:"recurrence_pattern"`
	RecurrenceRule    *string    `json:"recurrence_rule"`
	RecurrenceFrom    string     `json:"recurrence_from"`
	Subtasks          Subtasks   `json:"subtasks"`
	CompletedAt       *wire.Time `json:"completed_at"`
	CreatedAt         wire.Time  `json:"created_at"`
	UpdatedAt         wire.Time  `json:"updated_at"`
	DeletedAt         *wire.Time `json:"deleted_at"` // in the trash

	Version int `json:"-"` // see ETag
}

// Subtasks says how many subtasks outside the trash a task has.
type Subtasks struct {
	Total     int `json:"total"`
	Completed int `json:"completed"`
}

// Columns are the columns that Fields scans, in the same order.
const Columns = `id, user_id, list_id, parent_id, position, title, description, completed, priority, tags, category,
	start_on, due_on, due_date, recurrence_pattern is not null as is_recurring, recurrence_pattern, recurrence_rule,
	recurrence_from, subtasks, completed_subtasks, completed_at, created_at, updated_at, deleted_at, version`

// Fields returns pointers to the fields that a row of Columns is scanned into.
func (t *Task) Fields() []any {
	return []any{&t.ID, &t.UserID, &t.ListID, &t.ParentID, &t.Position, &t.Title, &t.Description, &t.Completed,
		&t.Priority, &t.Tags, &t.Category, &t.StartOn, &t.DueOn, &t.DueDate, &t.IsRecurring, &t.RecurrencePattern,
		&t.RecurrenceRule, &t.RecurrenceFrom, &t.Subtasks.Total, &t.Subtasks.Completed, &t.CompletedAt, &t.CreatedAt,
		&t.UpdatedAt, &t.DeletedAt, &t.Version}
}

// Size returns the approximate size of t's JSON in bytes: the length of the texts, and 850 for names and fixed parts.
func (t *Task) Size() int {
	n := 850 + len(t.Title) + len(t.Position)
	for _, text := range []*string{t.Description, t.Category} {
		if text != nil {
			n += len(*text)
		}
	}
	for _, tag := range t.Tags {
		n += len(tag) + 3
	}
	return n
}

// Priorities are the priorities of a task, the lowest first.
var Priorities = []string{"low", "medium", "high", "critical"}

var patterns = []string{"daily", "weekly", "monthly"}

// Input holds the fields that a client may set when it creates or changes a task.
type Input struct {
	Title       wire.Optional[string]   `json:"title"`
	Description wire.Optional[string]   `json:"description" type:"a string or null"`
	Completed   wire.Optional[bool]     `json:"completed" type:"true or false"`
	Priority    wire.Optional[string]   `json:"priority" type:"a string or null"`
	Tags        wire.Optional[[]string] `json:"tags" type:"a list of strings"`
	Category    wire.Optional[string]   `json:"category" type:"a string or null"`

	DueDate wire.Optional[wire.Time] `json:"due_date" type:"a time such as 2026-12-31T09:00:00Z (RFC 3339), or null"`

	IsRecurring       wire.Optional[bool]   `json:"is_recurring" type:"true or false"`
	RecurrencePattern wire.Optional[string] `json:"recurrence_pattern" type:"a string or null"`
}

// Creation holds the fields that a client may set when it creates a task.
type Creation struct {
	ID wire.Optional[wire.UUID] `json:"id" type:"a UUID"`
	Input
}

// Validate is Input.Validate with the additional rules of creation.
func (in *Creation) Validate(fieldErrs []problem.Field) []problem.Field {
	if fault := wire.FaultOfID(in.ID); fault != "" {
		fieldErrs = problem.AppendOnce(fieldErrs, "id", fault)
	}
	fieldErrs = in.Input.Validate(fieldErrs)
	if !in.Title.Set {
		fieldErrs = problem.AppendOnce(fieldErrs, "title", "Title is required")
	}
	if in.IsRecurring.Value && !in.RecurrencePattern.Set {
		fieldErrs = problem.AppendOnce(fieldErrs, "recurrence_pattern", PatternRequired)
	}
	return fieldErrs
}

// Empty reports whether no field is set.
func (in *Input) Empty() bool {
	return !(in.Title.Set || in.Description.Set || in.Completed.Set || in.Priority.Set || in.Tags.Set ||
		in.Category.Set || in.DueDate.Set || in.IsRecurring.Set || in.RecurrencePattern.Set)
}

// A due date is at or after minDue and before maxDue: PostgreSQL, JavaScript and every client can show these years.
var minDue, maxDue = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)

// Validate brings texts into the form in which they are stored, and appends the fields that break a rule to fieldErrs.
// It adds nothing for a field that fieldErrs has from decoding.
func (in *Input) Validate(fieldErrs []problem.Field) []problem.Field {
	refuse := func(field, rule string) { fieldErrs = problem.AppendOnce(fieldErrs, field, rule) }
	var ok bool
	if in.Title.Set {
		in.Title.Value, ok = text.Line(in.Title.Value)
		switch n := utf8.RuneCountInString(in.Title.Value); {
		case n == 0:
			refuse("title", "Title is required")
		case !ok:
			refuse("title", "Title must not contain control characters")
		case n > 200:
			refuse("title", "Title must be 200 characters or less")
		}
	}
	in.Description.Value, ok = text.Block(in.Description.Value)
	if !ok {
		refuse("description", "Description must not contain control characters but line breaks and tabs")
	}
	if utf8.RuneCountInString(in.Description.Value) > 1000 {
		refuse("description", "Description must be 1000 characters or less")
	}
	if in.Completed.Null {
		refuse("completed", "completed must be true or false")
	}
	if in.Priority.Given() && !slices.Contains(Priorities, in.Priority.Value) {
		refuse("priority", "Priority must be one of: "+strings.Join(Priorities, ", "))
	}
	if in.Tags.Null {
		refuse("tags", "tags must be a list of strings; [] takes all away")
	}
	tags := make([]string, 0, len(in.Tags.Value)) // a list that is sent without a tag is [], not null
	for _, tag := range in.Tags.Value {
		if tag, ok = text.Line(tag); !ok {
			refuse("tags", "Tags must not contain control characters")
		}
		if n := utf8.RuneCountInString(tag); n < 1 || n > 50 {
			refuse("tags", "Each tag must be 1 to 50 characters")
		}
		if !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
		if len(tags) > 10 {
			refuse("tags", "Maximum 10 tags allowed")
			break
		}
	}
	in.Tags.Value = tags
	if in.Category.Given() {
		if in.Category.Value, ok = text.Line(in.Category.Value); !ok {
			refuse("category", "Category must not contain control characters")
		}
		if n := utf8.RuneCountInString(in.Category.Value); n < 1 || n > 50 {
			refuse("category", "Category must be 1 to 50 characters, or null")
		}
	}
	if in.DueDate.Given() {
		in.DueDate.Value.Time = in.DueDate.Value.UTC().Truncate(time.Millisecond)
		if in.DueDate.Value.Before(minDue) || !in.DueDate.Value.Before(maxDue) {
			refuse("due_date", "due_date must be between the years 1900 and 9999")
		}
	}
	in.validateRecurrence(refuse)
	return fieldErrs
}

// validateRecurrence makes is_recurring and recurrence_pattern agree: false without a pattern removes the pattern. True
// without a pattern is for the caller to decide, since a task that is changed may have a pattern.
func (in *Input) validateRecurrence(refuse func(field, rule string)) {
	pattern, recurring := &in.RecurrencePattern, &in.IsRecurring
	if pattern.Given() && !slices.Contains(patterns, pattern.Value) {
		refuse("recurrence_pattern", "recurrence_pattern must be one of: "+strings.Join(patterns, ", "))
	}
	switch {
	case recurring.Null:
		refuse("is_recurring", "is_recurring must be true or false")
	case recurring.Set && recurring.Value && pattern.Null:
		refuse("recurrence_pattern", PatternRequired)
	case recurring.Set && !recurring.Value && pattern.Given():
		refuse("recurrence_pattern", "A task with is_recurring false has no recurrence_pattern")
	case recurring.Set && !recurring.Value:
		pattern.Set, pattern.Null = true, true
	}
}

// PatternRequired is the rule that is_recurring true breaks without a pattern.
const PatternRequired = "A recurring task needs a recurrence_pattern: daily, weekly or monthly"
