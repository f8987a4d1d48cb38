package functions_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
)

type batchResult struct {
	Status   int
	ETag     *string
	Location *string
	Body     struct {
		ID, Title, Detail string
		Completed         bool
	}
}

// batch sends operations, with an Idempotency-Key unless that is "".
func (u user) batch(t *testing.T, key string, operations ...string) answer {
	t.Helper()
	q := request{method: "POST", path: "/api/batch", token: u.Token,
		body: `{"operations":[` + strings.Join(operations, ",") + `]}`}
	if key != "" {
		q.header = map[string]string{"Idempotency-Key": key}
	}
	return q.send(t)
}

func (a answer) results(t *testing.T) []batchResult {
	t.Helper()
	var body struct{ Results []batchResult }
	a.want(t, 200).decode(t, &body)
	return body.Results
}

// wantResults compares each result with "status", or "status text", where the text is in a title or a detail.
func wantResults(t *testing.T, results []batchResult, want ...string) {
	t.Helper()
	if len(results) != len(want) {
		t.Fatalf("%d results, want %d", len(results), len(want))
	}
	for i, r := range results {
		status, text, _ := strings.Cut(want[i], " ")
		if fmt.Sprint(r.Status) != status || !strings.Contains(r.Body.Title+" "+r.Body.Detail, text) {
			t.Errorf("result %d: %d %+v, want %s", i, r.Status, r.Body, want[i])
		}
	}
}

// TestBatch holds that each operation sees what those before it have done, and that one which is refused stops none.
func TestBatch(t *testing.T) {
	u, other := newUser(t), newUser(t)
	there, etag := u.create(t, `{"title":"there"}`)
	foreign, _ := other.create(t, `{"title":"foreign"}`)
	id, absent := uuid.NewString(), uuid.NewString()
	before := proxy.ready.Load()
	results := u.batch(t, "",
		`{"op":"create","task":{"id":"`+id+`","title":"new"}}`,
		`{"op":"update","id":"`+id+`","if_match":"\"1\"","task":{"title":"changed"}}`,
		`{"op":"update","id":"`+id+`","if_match":"\"1\"","task":{"title":"too late"}}`,
		`{"op":"update","id":"`+id+`","task":{"title":""}}`,
		`{"op":"update","id":"`+absent+`","task":{"title":"x"}}`,
		`{"op":"update","id":"`+foreign.ID+`","task":{"title":"x"}}`,
		`{"op":"create","task":{"id":"`+foreign.ID+`","title":"x"}}`,
		`{"op":"create","task":{"title":"without an id"}}`,
		`{"op":"delete","id":"`+there.ID+`","if_match":"\"7\""}`,
		`{"op":"delete","id":"`+there.ID+`","if_match":`+string(quoted(etag.Header.Get("ETag")))+`}`,
		`{"op":"update","id":"`+there.ID+`","task":{"title":"x"}}`,
		`{"op":"restore","id":"`+there.ID+`"}`,
		`{"op":"delete","id":"`+foreign.ID+`"}`,
		`{"op":"restore","id":"`+foreign.ID+`"}`,
		`{"op":"update","id":"`+id+`","task":{"completed":true}}`,
		`{"op":"create","task":{"id":"`+id+`","title":"again"}}`,
	).results(t)
	wantResults(t, results, "201 new", "200 changed", "412 changed since", "422 Title is required", "404", "404",
		"409 cannot be used", "201 without an id", "412", "204", "404", "200 there", "404", "404",
		"200 changed", "200 changed")
	if trips := proxy.ready.Load() - before; trips > 2 { // the first sends what is to be prepared
		t.Errorf("%d round trips", trips)
	}
	if r := results[1]; r.ETag == nil || *r.ETag != `"2"` || r.Location != nil {
		t.Errorf("a change: %v %v", r.ETag, r.Location)
	}
	if r := results[0]; r.Location == nil || *r.Location != "/api/tasks/"+id {
		t.Errorf("a creation: %v", r.Location)
	}
	page := u.list(t, "")
	if page.Total != 3 || page.Completed != 1 {
		t.Errorf("%d tasks, %d completed", page.Total, page.Completed)
	}
	if title := queryOne[string](t, `select title from tasks where id = $1`, foreign.ID); title != "foreign" {
		t.Errorf("another user's task is %q", title)
	}
	inStep(t)
}

func quoted(text string) []byte {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return b
}

func TestBatchRules(t *testing.T) {
	u := newUser(t)
	id := uuid.NewString()
	many := strings.TrimSuffix(strings.Repeat(`{"op":"delete","id":"`+id+`"},`, 101), ",")
	for _, c := range []struct{ operations, field, detail string }{
		{``, "operations", "operations must be a list of 1 to 100 operations"},
		{many, "operations", "operations must be a list of 1 to 100 operations"},
		{`7`, "operations[0]", "The body must be a JSON object"},
		{`{"op":"delete","id":"` + id + `"},{"op":"erase","id":"` + id + `"}`, "operations[1].op",
			"op must be one of: create, update, delete, restore"},
		{`{}`, "operations[0].op", "op must be one of: create, update, delete, restore"},
		{`{"op":"delete"}`, "operations[0].id", "id must be the UUID of a task"},
		{`{"op":"delete","id":"7"}`, "operations[0].id", "id must be a UUID"},
		{`{"op":"update","id":"` + id + `"}`, "operations[0].task",
			"task must be an object with the fields of the task"},
		{`{"op":"create"}`, "operations[0].task", "task must be an object with the fields of the task"},
		{`{"op":"delete","id":"` + id + `","task":{}}`, "operations[0].task",
			"task belongs to create and update alone"},
		{`{"op":"create","id":"` + id + `","task":{"title":"x"}}`, "operations[0].id",
			"the id of a creation belongs into its task"},
		{`{"op":"create","if_match":"\"1\"","task":{"title":"x"}}`, "operations[0].if_match",
			"if_match belongs to update and delete alone"},
		{`{"op":"delete","id":"` + id + `","user_id":"` + id + `"}`, "operations[0].user_id",
			`"user_id" is not a field that can be set here`},
	} {
		wantProblem(t, c.operations, u.batch(t, "", c.operations).want(t, 422), c.field, c.detail)
	}
	// A task that no single request could send refuses its operation alone.
	wantResults(t, u.batch(t, "", `{"op":"create","task":{"title":"x","user_id":"`+id+`"}}`,
		`{"op":"create","task":7}`, `{"op":"create","task":{"title":"x","title":"y"}}`,
		`{"op":"create","task":{"title":"right"}}`).results(t), "422", "400", "400", "201 right")
	wantProblem(t, "without an id", u.batch(t, "key", `{"op":"create","task":{"title":"x"}}`).want(t, 422),
		"operations[0].task.id", "With an Idempotency-Key, each creation must say the id of its task")
}

// TestBatchAgain sends a batch again under its key, which changes nothing, whatever has happened meanwhile.
func TestBatchAgain(t *testing.T) {
	u := newUser(t)
	changed, _ := u.create(t, `{"title":"a"}`)
	deleted, _ := u.create(t, `{"title":"b"}`)
	id, later := uuid.NewString(), uuid.NewString()
	operations := []string{
		`{"op":"create","task":{"id":"` + id + `","title":"new"}}`,
		`{"op":"update","id":"` + changed.ID + `","task":{"title":"changed"}}`,
		`{"op":"delete","id":"` + deleted.ID + `"}`,
		`{"op":"create","task":{"title":"","id":"` + later + `"}}`,
		`{"op":"create","task":{"title":"c","id":"` + uuid.NewString() + `","parent_id":"` + uuid.NewString() + `"}}`,
	}
	wantResults(t, u.batch(t, "key", operations...).results(t), "201 new", "200 changed", "204", "422 Title",
		"422 parent")
	before := queryOne[string](t, `select string_agg(t::text, ';' order by id) from tasks t where user_id = $1`, u.ID)
	wantResults(t, u.batch(t, "key", operations...).results(t), "200 new", "200 changed", "204", "422 Title",
		"409 was refused, or has been deleted")
	if after := queryOne[string](t, `select string_agg(t::text, ';' order by id) from tasks t where user_id = $1`,
		u.ID); after != before {
		t.Errorf("it has changed\n%s\nto\n%s", before, after)
	}
	// Somebody else's later changes stay.
	u.patch(t, changed.ID, `{"title":"later"}`).want(t, 200)
	request{method: "DELETE", path: "/api/tasks/" + id, token: u.Token}.send(t).want(t, 204)
	wantResults(t, u.batch(t, "key", operations...).results(t), "409 was refused, or has been deleted", "412", "204",
		"422", "409")
	if title := queryOne[string](t, `select title from tasks where id = $1`, changed.ID); title != "later" {
		t.Errorf("the later change is lost: %q", title)
	}
	wantProblem(t, "another body", u.batch(t, "key", operations[0]).want(t, 422), "Idempotency-Key", anotherBody)
	newUser(t).batch(t, "key", `{"op":"delete","id":"`+id+`"}`).want(t, 200)

	next := []string{strings.ReplaceAll(operations[0], id, uuid.NewString()),
		`{"op":"create","task":{"id":"` + uuid.NewString() + `","title":"second"}}`}
	statuses := concurrently(20, func() int { return u.batch(t, "at once", next...).Status })
	if n := u.list(t, "").Total; n != 3 || statuses[200] != 20 {
		t.Errorf("%d tasks, statuses %v", n, statuses)
	}
}
