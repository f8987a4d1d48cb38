package task

import (
	"crypto/sha256"
	"encoding/json"

	"github.com/todo-backend/todo-backend/shared/wire"
)

// Fingerprint returns what tells one creation from another: the SHA-256 of the members that are given and not null, in
// the form in which they are kept. A member that comes to Creation later changes no fingerprint of before.
func (in *Creation) Fingerprint() []byte {
	given := map[string]any{}
	note(given, "id", in.ID)
	note(given, "title", in.Title)
	note(given, "description", in.Description)
	note(given, "completed", in.Completed)
	note(given, "priority", in.Priority)
	note(given, "tags", in.Tags)
	note(given, "category", in.Category)
	note(given, "due_date", in.DueDate)
	note(given, "is_recurring", in.IsRecurring)
	note(given, "recurrence_pattern", in.RecurrencePattern)
	body, err := json.Marshal(given) // which sorts the names
	if err != nil {
		panic(err) // texts, times and truths always marshal
	}
	sum := sha256.Sum256(body)
	return sum[:]
}

func note[T any](given map[string]any, name string, value wire.Optional[T]) {
	if value.Given() {
		given[name] = value.Value
	}
}
