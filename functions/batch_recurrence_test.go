package functions_test

import (
	"testing"

	"github.com/google/uuid"
)

// TestBatchCalculatesOccurrences completes tasks whose next occurrences have to be calculated, among other operations:
// the batch is undone and sent again as a whole, so that each operation takes effect once, in its place.
func TestBatchCalculatesOccurrences(t *testing.T) {
	u := newUser(t)
	first, _ := u.create(t, `{"title":"first","due_date":"2026-01-01T09:00:00Z","recurrence_pattern":"daily"}`)
	second, _ := u.create(t, `{"title":"second","due_date":"2026-01-01T09:00:00Z","recurrence_rule":"FREQ=WEEKLY"}`)
	exec(t, `update tasks set occurrences = null where user_id = $1`, u.ID)
	id := uuid.NewString()
	operations := []string{
		`{"op":"create","task":{"id":"` + id + `","title":"new"}}`,
		`{"op":"update","id":"` + first.ID + `","task":{"completed":true}}`,
		`{"op":"update","id":"` + first.ID + `","task":{"title":"done"}}`,
		`{"op":"update","id":"` + second.ID + `","task":{"completed":true}}`,
		`{"op":"update","id":"` + id + `","task":{"recurrence_rule":"FREQ=MONTHLY","due_on":"2026-01-31"}}`,
		`{"op":"update","id":"` + id + `","task":{"completed":true}}`,
		`{"op":"update","id":"` + uuid.NewString() + `","task":{"completed":true}}`,
	}
	wantResults(t, u.batch(t, "key", operations...).results(t), "201 new", "200 first", "200 done", "200 second",
		"200 new", "200 new", "404")
	page := u.list(t, "")
	if page.Total != 6 || page.Completed != 3 {
		t.Errorf("%d tasks, %d completed; want three and their next occurrences", page.Total, page.Completed)
	}
	wantResults(t, u.batch(t, "key", operations...).results(t), "200 new", "200", "200 done", "200 second",
		"200 new", "200 new", "404")
	if again := u.list(t, ""); again.Total != 6 {
		t.Errorf("%d tasks after the repetition", again.Total)
	}
	inStep(t)
}
