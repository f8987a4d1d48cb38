// Package task provides the task and its rules.
package task

import (
	"github.com/google/uuid"

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
	Version           int        `json:"version"`    // see ETag
}

// Subtasks says how many subtasks outside the trash a task has.
type Subtasks struct {
	Total     int `json:"total"`
	Completed int `json:"completed"`
}

// Columns are the columns that Fields scans, in the same order.
const Columns = `id, user_id, list_id, parent_id, position, title, description, completed, priority, tags, category,
	start_on, due_on, due_date, coalesce(recurrence_pattern, recurrence_rule) is not null as is_recurring,
	recurrence_pattern, recurrence_rule, recurrence_from, subtasks, completed_subtasks, completed_at, created_at,
	updated_at, deleted_at, version`

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
