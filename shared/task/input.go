package task

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/todo-backend/todo-backend/shared/position"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/text"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// Input holds the fields that a client may set when it creates or changes a task.
type Input struct {
	Title       wire.Optional[string]   `json:"title"`
	Description wire.Optional[string]   `json:"description" type:"a string or null"`
	Completed   wire.Optional[bool]     `json:"completed" type:"true or false"`
	Priority    wire.Optional[string]   `json:"priority" type:"a string or null"`
	Tags        wire.Optional[[]string] `json:"tags" type:"a list of strings"`
	Category    wire.Optional[string]   `json:"category" type:"a string or null"`

	ListID   wire.Optional[wire.UUID] `json:"list_id" type:"a UUID"`
	ParentID wire.Optional[wire.UUID] `json:"parent_id" type:"a UUID or null"`
	Position wire.Optional[string]    `json:"position"`

	StartOn wire.Optional[wire.Date] `json:"start_on" type:"a day such as 2026-12-31, or null"`
	DueOn   wire.Optional[wire.Date] `json:"due_on" type:"a day such as 2026-12-31, or null"`
	DueDate wire.Optional[wire.Time] `json:"due_date" type:"a time such as 2026-12-31T09:00:00Z (RFC 3339), or null"`

	IsRecurring       wire.Optional[bool]   `json:"is_recurring" type:"true or false"`
	RecurrencePattern wire.Optional[string] `json:"recurrence_pattern" type:"a string or null"`
	RecurrenceRule    wire.Optional[string] `json:"recurrence_rule" type:"a string or null"`
	RecurrenceFrom    wire.Optional[string] `json:"recurrence_from"`
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
	if in.IsRecurring.Value && !in.Recurs() {
		fieldErrs = problem.AppendOnce(fieldErrs, "recurrence_pattern", PatternRequired)
	}
	return fieldErrs
}

// Empty reports whether no field is set.
func (in *Input) Empty() bool {
	return !(in.Title.Set || in.Description.Set || in.Completed.Set || in.Priority.Set || in.Tags.Set ||
		in.Category.Set || in.ListID.Set || in.ParentID.Set || in.Position.Set || in.StartOn.Set || in.DueOn.Set ||
		in.DueDate.Set || in.IsRecurring.Set || in.RecurrencePattern.Set || in.RecurrenceRule.Set ||
		in.RecurrenceFrom.Set)
}

// Validate brings texts into the form in which they are stored, and appends the fields that break a rule to fieldErrs.
// It adds nothing for a field that fieldErrs has from decoding.
func (in *Input) Validate(fieldErrs []problem.Field) []problem.Field {
	refuse := func(field, rule string) { fieldErrs = problem.AppendOnce(fieldErrs, field, rule) }
	if in.Title.Set {
		var rule string
		if in.Title.Value, rule = text.Required(in.Title.Value, "Title", 200); rule != "" {
			refuse("title", rule)
		}
	}
	var ok bool
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
	switch {
	case in.ListID.Null:
		refuse("list_id", "list_id must be the id of a list")
	case in.Position.Set && !position.Valid(in.Position.Value):
		refuse("position", position.Rule)
	}
	in.validateDays(refuse)
	in.validateRecurrence(refuse)
	return fieldErrs
}
