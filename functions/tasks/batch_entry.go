package tasks

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// entry is one operation of a batch.
type entry struct {
	kind    string
	id      uuid.UUID
	op      operation
	refused error           // why op is not run
	fields  json.RawMessage // of a change
}

// batchEntry is an operation as a client sends it.
type batchEntry struct {
	Op      string                   `json:"op"`
	ID      wire.Optional[wire.UUID] `json:"id" type:"a UUID"`
	IfMatch wire.Optional[string]    `json:"if_match" type:"an ETag or null"`
	Task    json.RawMessage          `json:"task" type:"an object with the fields of the task"`
}

const maxBatch = 100

// readEntries returns the operations of a batch. What a single request could not be asked either, such as an operation
// without an id, is added to fieldErrs, and refuses the batch; a task that breaks a rule refuses its operation alone.
func readEntries(operations []json.RawMessage, fieldErrs []problem.Field) ([]entry, []problem.Field) {
	if n := len(operations); len(fieldErrs) == 0 && (n == 0 || n > maxBatch) {
		return nil, append(fieldErrs, problem.Field{Field: "operations",
			Detail: fmt.Sprintf("operations must be a list of 1 to %d operations", maxBatch)})
	}
	entries := make([]entry, len(operations))
	for i, raw := range operations {
		var in batchEntry
		faults, err := web.DecodeObject(raw, &in)
		if p, ok := errors.AsType[*problem.Problem](err); ok {
			fieldErrs = append(fieldErrs, problem.Field{Field: fmt.Sprintf("operations[%d]", i), Detail: p.Detail})
			continue
		}
		var e entry
		e, faults = in.read(faults)
		for _, f := range faults {
			f.Field = fmt.Sprintf("operations[%d].%s", i, f.Field)
			fieldErrs = append(fieldErrs, f)
		}
		entries[i] = e
	}
	return entries, fieldErrs
}

// read returns the operation, and faults with the rules that it breaks.
func (in *batchEntry) read(faults []problem.Field) (entry, []problem.Field) {
	refuse := func(field, rule string) { faults = problem.AppendOnce(faults, field, rule) }
	e := entry{kind: in.Op, id: in.ID.Value.UUID, fields: in.Task}
	isCreation, hasTask := in.Op == "create", in.Op == "create" || in.Op == "update"
	switch in.Op {
	case "create", "update", "delete", "restore":
	default:
		refuse("op", "op must be one of: create, update, delete, restore")
		return e, faults
	}
	if hasTask && in.Task == nil {
		refuse("task", "task must be an object with the fields of the task")
	} else if !hasTask && in.Task != nil {
		refuse("task", "task belongs to create and update alone")
	}
	if isCreation && in.ID.Set {
		refuse("id", "the id of a creation belongs into its task")
	} else if !isCreation && !in.ID.Given() {
		refuse("id", "id must be the UUID of a task")
	}
	if in.IfMatch.Given() && (isCreation || in.Op == "restore") {
		refuse("if_match", "if_match belongs to update and delete alone")
	}
	if len(faults) > 0 {
		return e, faults
	}
	var versions []int32
	if in.IfMatch.Given() {
		versions = task.MatchVersions([]string{in.IfMatch.Value})
	}
	switch in.Op {
	case "create":
		var creation task.Creation
		if e.refused = decodeTask(in.Task, &creation, creation.Validate); e.refused == nil {
			e.id = creation.ID.Value.UUID
			e.op, e.refused = newCreation(&creation, nil)
		}
	case "update":
		var change task.Input
		if e.refused = decodeTask(in.Task, &change, change.Validate); e.refused == nil {
			e.op, e.refused = newUpdate(e.id, versions, &change)
		}
	case "delete":
		e.op = newDeletion(e.id, versions)
	case "restore":
		e.op = newRestoration(e.id)
	}
	return e, faults
}

// decodeTask reads the fields of a task, and returns the problem that a single request would be answered.
func decodeTask(raw []byte, into any, validate func([]problem.Field) []problem.Field) error {
	faults, err := web.DecodeObject(raw, into)
	if err != nil {
		return err
	}
	if faults = validate(faults); len(faults) > 0 {
		return problem.Unprocessable(faults...)
	}
	return nil
}

// again returns the answer of an operation, not refused, whose batch has taken effect before: by its task as it is now,
// or nil where that is in the trash or does not exist.
func (e *entry) again(t *task.Task) (answer, error) {
	switch {
	case e.kind == "delete" && t == nil:
		return answer{status: http.StatusNoContent}, nil
	case e.kind == "create" && t == nil:
		return answer{}, problem.New(http.StatusConflict,
			"The task of this operation was refused, or has been deleted since: to create it, send another id")
	case t == nil:
		return answer{}, task.ErrNotFound
	case e.kind == "create":
		return answerTask(http.StatusOK, t), nil
	case e.kind == "restore" || e.kind == "update" && has(t, e.fields):
		return answer{status: http.StatusOK, task: t}, nil
	}
	return answer{}, task.ErrVersionMismatch
}

// has reports whether a task has the fields of a change, written as the API writes them.
func has(t *task.Task, fields json.RawMessage) bool {
	stored, err := json.Marshal(t)
	if err != nil {
		return false
	}
	var is, want map[string]any
	if json.Unmarshal(stored, &is) != nil || json.Unmarshal(fields, &want) != nil {
		return false
	}
	for name, value := range want {
		if !reflect.DeepEqual(value, is[name]) {
			return false
		}
	}
	return true
}
