package transfer

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/position"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/recurrence"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/wire"
)

const (
	maxTasks   = task.MaxTasks + task.MaxTasks/10 // with next occurrences of completed tasks
	maxVersion = 1_000_000_000                    // far below what a column holds
)

// taskInput is a task of a document.
type taskInput struct {
	ID       wire.Optional[string] `json:"id"`
	ListID   wire.Optional[string] `json:"list_id"`
	ParentID wire.Optional[string] `json:"parent_id" type:"a UUID or null"`
	Position wire.Optional[string] `json:"position"`

	Title       wire.Optional[string]   `json:"title"`
	Description wire.Optional[string]   `json:"description" type:"a string or null"`
	Completed   wire.Optional[bool]     `json:"completed" type:"true or false"`
	Priority    wire.Optional[string]   `json:"priority" type:"a string or null"`
	Tags        wire.Optional[[]string] `json:"tags" type:"a list of strings"`
	Category    wire.Optional[string]   `json:"category" type:"a string or null"`

	StartOn wire.Optional[wire.Date] `json:"start_on" type:"a day such as 2026-12-31, or null"`
	DueOn   wire.Optional[wire.Date] `json:"due_on" type:"a day such as 2026-12-31, or null"`
	DueDate wire.Optional[wire.Time] `json:"due_date" type:"a time such as 2026-12-31T09:00:00Z (RFC 3339), or null"`

	RecurrencePattern wire.Optional[string]    `json:"recurrence_pattern" type:"a string or null"`
	RecurrenceRule    wire.Optional[string]    `json:"recurrence_rule" type:"a string or null"`
	RecurrenceFrom    wire.Optional[string]    `json:"recurrence_from" type:"a string or null"`
	RecurrenceStart   wire.Optional[wire.Time] `json:"recurrence_start" type:"a time of RFC 3339, or null"`
	RecurrenceOf      wire.Optional[string]    `json:"recurrence_of" type:"a UUID or null"`

	CompletedAt wire.Optional[wire.Time] `json:"completed_at" type:"a time of RFC 3339, or null"`
	CreatedAt   wire.Optional[wire.Time] `json:"created_at" type:"a time of RFC 3339"`
	UpdatedAt   wire.Optional[wire.Time] `json:"updated_at" type:"a time of RFC 3339"`
	DeletedAt   wire.Optional[wire.Time] `json:"deleted_at" type:"a time of RFC 3339, or null"`
	Version     wire.Optional[int]       `json:"version" type:"a number"`
}

// taskRow is a task as it is stored.
type taskRow struct {
	Place             int        `json:"place"`
	ID                uuid.UUID  `json:"id"`
	ListID            *uuid.UUID `json:"list_id"` // nil is the inbox
	ListDeleted       bool       `json:"list_deleted"`
	ParentID          *uuid.UUID `json:"parent_id"`
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
	RecurrencePattern *string    `json:"recurrence_pattern"`
	RecurrenceRule    *string    `json:"recurrence_rule"`
	RecurrenceFrom    string     `json:"recurrence_from"`
	RecurrenceStart   *wire.Time `json:"recurrence_start"`
	CompletedAt       *wire.Time `json:"completed_at"`
	CreatedAt         *wire.Time `json:"created_at"`
	UpdatedAt         *wire.Time `json:"updated_at"`
	DeletedAt         *wire.Time `json:"deleted_at"`
	Version           int        `json:"version"`
	SearchKey         string     `json:"search_key"`

	recurrenceOf *uuid.UUID
	list         *listRow
}

func (c *content) readTask(i int, value json.RawMessage) error {
	place := fmt.Sprintf("tasks[%d]", i)
	var in taskInput
	faults, err := decode(place, value, &in)
	if err != nil {
		return err
	}
	refuse := func(field, rule string) { faults = problem.AppendOnce(faults, field, rule) }
	row := taskRow{Place: i, ID: readID("id", in.ID.Value, refuse), Version: 1, RecurrenceFrom: "due"}
	if _, twice := c.place[row.ID]; twice {
		refuse("id", "id must be another one: the document has a task with this id already")
	}
	listID := in.ListID.Value
	if listID != inboxID {
		id := readID("list_id", listID, refuse)
		row.ListID, listID = &id, id.String()
	}
	if row.list = c.byID[listID]; row.list == nil {
		refuse("list_id", "list_id must be the id of a list that the document has, or inbox")
	}
	if in.ParentID.Given() {
		row.ParentID = new(readID("parent_id", in.ParentID.Value, refuse))
	}
	if in.RecurrenceOf.Given() {
		row.recurrenceOf = new(readID("recurrence_of", in.RecurrenceOf.Value, refuse))
	}
	if !in.Position.Set {
		in.Position.Value = position.End(c.now.Add(time.Duration(i)*time.Microsecond), row.ID)
	}
	if row.Position = in.Position.Value; !position.Valid(row.Position) {
		refuse("position", position.Rule)
	}
	in.readFields(&row, &faults)
	row.CreatedAt = or(stored("created_at", in.CreatedAt, refuse), &wire.Time{Time: c.now})
	row.UpdatedAt = or(stored("updated_at", in.UpdatedAt, refuse), row.CreatedAt)
	row.DeletedAt = stored("deleted_at", in.DeletedAt, refuse)
	row.CompletedAt = stored("completed_at", in.CompletedAt, refuse)
	switch {
	case row.CompletedAt != nil && !row.Completed:
		refuse("completed_at", "completed_at must be null while completed is not true")
	case row.Completed && row.CompletedAt == nil:
		row.CompletedAt = row.UpdatedAt
	}
	if in.Version.Given() {
		if row.Version = in.Version.Value; row.Version < 1 || row.Version > maxVersion {
			refuse("version", fmt.Sprintf("version must be from 1 to %d", maxVersion))
		}
	}
	c.collect(place, faults)
	c.tasks, c.place[row.ID] = append(c.tasks, row), i
	return nil
}

// readFields reads what a client may set too, by the same rules.
func (in *taskInput) readFields(row *taskRow, faults *[]problem.Field) {
	refuse := func(field, rule string) { *faults = problem.AppendOnce(*faults, field, rule) }
	in.Completed.Null, in.Tags.Null = false, false
	same := task.Input{Title: in.Title, Description: in.Description, Completed: in.Completed, Priority: in.Priority,
		Tags: in.Tags, Category: in.Category, StartOn: in.StartOn, DueOn: in.DueOn, DueDate: in.DueDate,
		RecurrencePattern: in.RecurrencePattern}
	same.Title.Set = true
	if in.RecurrenceFrom.Given() {
		same.RecurrenceFrom, row.RecurrenceFrom = in.RecurrenceFrom, in.RecurrenceFrom.Value
	}
	*faults = same.Validate(*faults)
	row.Title, row.Description, row.Completed = same.Title.Value, same.Description.Ptr(), same.Completed.Value
	row.Priority, row.Tags, row.Category = same.Priority.Ptr(), same.Tags.Value, same.Category.Ptr()
	row.StartOn, row.DueOn, row.DueDate = same.StartOn.Ptr(), same.DueOn.Ptr(), same.DueDate.Ptr()
	row.RecurrencePattern = same.RecurrencePattern.Ptr()
	row.SearchKey = task.SearchKeys(row.Title, same.Description.Value, row.Tags)

	if in.RecurrenceRule.Given() { // beside a pattern, too, which a client's request takes in place of its rule
		rule, err := recurrence.Parse(in.RecurrenceRule.Value)
		if err != nil {
			refuse("recurrence_rule", "recurrence_rule: "+err.Error())
		}
		row.RecurrenceRule = new(rule.String())
	}
	row.RecurrenceStart = stored("recurrence_start", in.RecurrenceStart, refuse)
	if row.RecurrenceStart != nil && row.DueOn == nil && row.DueDate == nil {
		refuse("recurrence_start", "recurrence_start must be null for a task that is not due")
	}
}

// joinTasks holds tasks against their lists, parents and the tasks that they follow.
func (c *content) joinTasks() {
	following := map[uuid.UUID]bool{}
	for i := range c.tasks {
		row := &c.tasks[i]
		place := fmt.Sprintf("tasks[%d].", row.Place)
		if row.list.DeletedAt != nil {
			row.ListDeleted = true
			if row.DeletedAt == nil {
				c.refuse(place+"deleted_at", "deleted_at must be given: the list is in the trash")
			}
		}
		if row.ParentID != nil {
			at, found := c.place[*row.ParentID]
			switch {
			case !found:
				c.refuse(place+"parent_id", "parent_id must be the id of a task that the document has")
			case at == i:
				c.refuse(place+"parent_id", "parent_id must be another task's")
			case c.tasks[at].list != row.list:
				c.refuse(place+"parent_id", "parent_id must be that of a task in the same list")
			case c.tasks[at].ParentID != nil:
				c.refuse(place+"parent_id", "parent_id must be that of a task which is no subtask itself")
			case c.tasks[at].DeletedAt != nil && row.DeletedAt == nil:
				c.refuse(place+"deleted_at", "deleted_at must be given: the parent is in the trash")
			}
		}
		if of := row.recurrenceOf; of != nil {
			if following[*of] {
				c.refuse(place+"recurrence_of", "recurrence_of must be another one: a task has one next occurrence")
			}
			following[*of] = true
			if _, found := c.place[*of]; !found || *of == row.ID {
				row.recurrenceOf = nil // of a part of a document
			}
		}
		if len(c.faults) > maxFaults {
			return
		}
	}
}
