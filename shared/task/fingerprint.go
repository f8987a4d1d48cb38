package task

import (
	"crypto/sha256"
	"encoding/json"

	"github.com/todo-backend/todo-backend/shared/wire"
)

// Fingerprint returns the SHA-256 of the fields that are given and not null, in the form in which they are stored, to
// compare two creations. Fields that are added to Creation later do not change the fingerprints of those without them.
func (in *Creation) Fingerprint() []byte {
	given := map[string]any{}
	setGiven(given, "id", in.ID)
	setGiven(given, "title", in.Title)
	setGiven(given, "description", in.Description)
	setGiven(given, "completed", in.Completed)
	setGiven(given, "priority", in.Priority)
	setGiven(given, "tags", in.Tags)
	setGiven(given, "category", in.Category)
	setGiven(given, "list_id", in.ListID)
	setGiven(given, "parent_id", in.ParentID)
	setGiven(given, "position", in.Position)
	setGiven(given, "start_on", in.StartOn)
	setGiven(given, "due_on", in.DueOn)
	setGiven(given, "due_date", in.DueDate)
	setGiven(given, "is_recurring", in.IsRecurring)
	setGiven(given, "recurrence_pattern", in.RecurrencePattern)
	setGiven(given, "recurrence_rule", in.RecurrenceRule)
	setGiven(given, "recurrence_from", in.RecurrenceFrom)
	body, err := json.Marshal(given) // which sorts the names
	if err != nil {
		panic(err) // strings, times and booleans always marshal
	}
	sum := sha256.Sum256(body)
	return sum[:]
}

// setGiven sets a field that is given and not null.
func setGiven[T any](given map[string]any, name string, value wire.Optional[T]) {
	if value.Given() {
		given[name] = value.Value
	}
}
