package tasks

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
)

// Batch answers POST /api/batch with 200 and, in the order of its operations, what the single requests would have been
// answered. There are 1 to 100 operations, in one transaction: each sees what those before it have done, and one that
// is refused does not stop the others. With an Idempotency-Key the batch takes effect once: sent again within 90 days
// it changes nothing, and answers by what is so then, see repeated; with another body it is answered 422.
func Batch(w http.ResponseWriter, r *http.Request) {
	web.Serve(w, r, "batch", answers, batch)
}

type batchBody struct {
	Operations []json.RawMessage `json:"operations" type:"a list of operations"`
}

// result is the answer of one operation.
type result struct {
	Status   int     `json:"status"`
	ETag     *string `json:"etag"`
	Location *string `json:"location"`
	Body     any     `json:"body"` // a task, a problem or null
}

func batch(w http.ResponseWriter, r *web.Request) error {
	caller, err := identity.Authenticate(r)
	if err != nil {
		return err
	}
	key, err := idempotencyKey(r)
	if err != nil {
		return err
	}
	var body batchBody
	fieldErrs, err := web.Decode(w, r, &body)
	if err != nil {
		return err
	}
	entries, fieldErrs := readEntries(body.Operations, fieldErrs)
	for i, e := range entries {
		if key != nil && e.kind == "create" && e.refused == nil && e.id == uuid.Nil {
			fieldErrs = append(fieldErrs, problem.Field{Field: fmt.Sprintf("operations[%d].task.id", i),
				Detail: "With an Idempotency-Key, each creation must say the id of its task"})
		}
	}
	if len(fieldErrs) > 0 {
		return problem.Unprocessable(fieldErrs...)
	}

	var reads []database.Statement
	for _, e := range entries {
		if e.refused == nil {
			reads = append(reads, e.op.reads()...)
		}
	}
	if len(reads) > 0 {
		if err := caller.Run(reads...); err != nil {
			return err
		}
	}
	err = errUnprepared
	for tries := 0; errors.Is(err, errUnprepared) && tries < 3; tries++ {
		var statements []database.Statement
		if key != nil {
			statements = append(statements, claim(*key, body.Operations), database.Exec(
				`delete from idempotency_keys where user_id = app_user() and `+expiredKey, batchKey(*key)))
		}
		for _, e := range entries {
			if e.refused == nil {
				statements = append(statements, e.op.statements()...)
			}
		}
		err = caller.Run(append(statements, undoUnprepared())...)
	}
	if errors.Is(err, errKeyUsed) {
		return repeated(w, r, caller, *key, body.Operations, entries)
	} else if err != nil {
		return task.LimitError(err)
	}
	return writeResults(w, r, entries, func(e entry) (answer, error) { return e.op.answer() })
}

// writeResults answers with the results of a batch: the problems of the operations that were refused before they ran,
// and what answerOf returns for each other.
func writeResults(w http.ResponseWriter, r *web.Request, entries []entry,
	answerOf func(e entry) (answer, error),
) error {
	results := make([]result, len(entries))
	for i, e := range entries {
		a, err := answer{}, e.refused
		if err == nil {
			a, err = answerOf(e)
		}
		if results[i], err = newResult(r, a, err); err != nil {
			return err
		}
	}
	return web.CompressedJSON(w, r, http.StatusOK, map[string]any{"results": results})
}

// newResult returns the result of an answer, or of the problem that err is answered with. It fails where that is the
// server's fault.
func newResult(r *web.Request, a answer, err error) (result, error) {
	switch p, isProblem := answers(err).(*problem.Problem); {
	case err != nil && (!isProblem || p.Status >= http.StatusInternalServerError):
		return result{}, err
	case err != nil:
		refused := *p
		refused.RequestID = r.ID
		return result{Status: p.Status, Body: refused}, nil
	case a.task == nil:
		return result{Status: a.status}, nil
	}
	etag := a.task.ETag()
	res := result{Status: a.status, ETag: &etag, Body: a.task}
	if a.location != "" {
		res.Location = &a.location
	}
	return res, nil
}

// undoUnprepared returns the statement that fails with errUnprepared where an operation before it needs occurrences
// that are to be calculated: the whole batch is undone, and sent again with them.
func undoUnprepared() *database.Command {
	check := database.Exec(
		`select 1 / case current_setting('app.unprepared', true) when 'yes' then 0 else 1 end`)
	check.OnError = func(err error) error {
		if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok && pgErr.Code == "22012" { // division by zero
			return errUnprepared
		}
		return err
	}
	return check
}

var errKeyUsed = errors.New("the batch's Idempotency-Key is used")

// claim returns the statement that notes a batch's key, or fails with errKeyUsed. Of two batches with one key at once,
// the second waits for the first.
func claim(key string, operations []json.RawMessage) *database.Command {
	claimed := database.Exec(`
		insert into idempotency_keys (user_id, key, fingerprint, task_id)
		select app_user(), $1, $2, $3 where app_user() is not null`, batchKey(key), fingerprint(operations), uuid.Nil)
	claimed.OnError = func(err error) error {
		if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok && pgErr.Code == "23505" {
			return errKeyUsed
		}
		return err
	}
	return claimed
}

// batchKey returns the stored form of a batch's key: the tab sets it apart from the keys of creations.
func batchKey(key string) string { return "batch\t" + key }

// fingerprint returns the SHA-256 of the operations, to compare two batches.
func fingerprint(operations []json.RawMessage) []byte {
	h := sha256.New()
	e := json.NewEncoder(h) // which leaves out the space between tokens
	if err := e.Encode(operations); err != nil {
		panic(err) // they have been decoded
	}
	return h.Sum(nil)
}

// repeated answers a batch that has taken effect before. What an operation was answered then is not kept; it is
// answered by the task as it is now: a creation, and a change or restoration whose fields the task has, with 200; a
// deletion of a task that is not there any more with 204; another change with 412, as if it had come too late, so that
// the client reads the task. Nothing that a person wrote is lost by that.
func repeated(w http.ResponseWriter, r *web.Request, caller *identity.Caller, key string, operations []json.RawMessage,
	entries []entry,
) error {
	ids := make([]uuid.UUID, len(entries))
	for i, e := range entries {
		ids[i] = e.id
	}
	used := database.QueryValue[bool](`
		select fingerprint = $2 from idempotency_keys where user_id = app_user() and key = $1`,
		batchKey(key), fingerprint(operations))
	found := database.QueryRows[task.Task](`
		select `+task.Columns+` from tasks where user_id = app_user() and deleted_at is null and id = any ($1)`, ids)
	if err := caller.Run(used, found); err != nil {
		return err
	}
	if !used.Value {
		return errOtherBody
	}
	tasks := map[uuid.UUID]*task.Task{}
	for i := range found.Values {
		tasks[found.Values[i].ID] = &found.Values[i]
	}
	return writeResults(w, r, entries, func(e entry) (answer, error) { return e.again(tasks[e.id]) })
}
