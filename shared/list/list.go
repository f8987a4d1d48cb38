// Package list provides the list of tasks and its rules.
package list

import (
	"regexp"
	"strings"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/position"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/text"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// List is a list in the form of the API.
type List struct {
	ID        uuid.UUID `json:"id"`
	Name      string    `json:"name"`
	Color     *string   `json:"color"`
	Position  string    `json:"position"`
	IsInbox   bool      `json:"is_inbox"`
	Total     int       `json:"total"` // tasks outside the trash
	Completed int       `json:"completed"`
	ChangeSeq int64     `json:"change_seq"`
	CreatedAt wire.Time `json:"created_at"`
	UpdatedAt wire.Time `json:"updated_at"`
}

// Columns are the columns that Fields scans, in the same order.
const Columns = `id, name, color, position, id = user_id as is_inbox, total, completed, change_seq, created_at,
	updated_at`

// Fields returns pointers to the fields that a row of Columns is scanned into.
func (l *List) Fields() []any {
	return []any{&l.ID, &l.Name, &l.Color, &l.Position, &l.IsInbox, &l.Total, &l.Completed, &l.ChangeSeq, &l.CreatedAt,
		&l.UpdatedAt}
}

// Input holds the fields that a client may set when it creates or changes a list.
type Input struct {
	Name     wire.Optional[string] `json:"name"`
	Color    wire.Optional[string] `json:"color" type:"a color such as #1e90ff, or null"`
	Position wire.Optional[string] `json:"position"`
}

// Creation holds the fields that a client may set when it creates a list.
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
	if !in.Name.Set {
		fieldErrs = problem.AppendOnce(fieldErrs, "name", "Name is required")
	}
	return fieldErrs
}

// Empty reports whether no field is set.
func (in *Input) Empty() bool { return !(in.Name.Set || in.Color.Set || in.Position.Set) }

// color matches a color of CSS in its long hexadecimal form.
var color = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)

// Validate brings texts into the form in which they are stored, and appends the fields that break a rule to fieldErrs.
// It adds nothing for a field that fieldErrs has from decoding.
func (in *Input) Validate(fieldErrs []problem.Field) []problem.Field {
	refuse := func(field, rule string) { fieldErrs = problem.AppendOnce(fieldErrs, field, rule) }
	if in.Name.Set {
		var rule string
		if in.Name.Value, rule = text.Required(in.Name.Value, "Name", 100); rule != "" {
			refuse("name", rule)
		}
	}
	if in.Color.Given() {
		if !color.MatchString(in.Color.Value) {
			refuse("color", "color must be # and six hexadecimal digits, such as #1e90ff, or null")
		}
		in.Color.Value = strings.ToLower(in.Color.Value)
	}
	if in.Position.Set && !position.Valid(in.Position.Value) {
		refuse("position", position.Rule)
	}
	return fieldErrs
}
