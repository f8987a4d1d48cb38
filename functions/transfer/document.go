package transfer

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/filter"
	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// document is what an export writes and an import takes.
type document struct {
	Format  wire.Optional[string]            `json:"format"`
	Version wire.Optional[int]               `json:"version" type:"a number"`
	Profile wire.Optional[json.RawMessage]   `json:"profile" type:"an object"`
	Filters wire.Optional[[]json.RawMessage] `json:"filters" type:"a list of objects"`
	Lists   wire.Optional[[]json.RawMessage] `json:"lists" type:"a list of objects"`
	Tasks   wire.Optional[[]json.RawMessage] `json:"tasks" type:"a list of objects"`
}

// inboxID is what a document calls the inbox.
const inboxID = "inbox"

// content is what a valid document says, in the form in which it is stored.
type content struct {
	profile profileInput
	filters []filter.Filter
	inbox   *listRow
	lists   []listRow           // but the inbox
	byID    map[string]*listRow // the inbox too
	tasks   []taskRow
	place   map[uuid.UUID]int // of each task
	now     time.Time
	faults  []problem.Field
}

// maxFaults is how many faults are looked for: an answer names 20.
const maxFaults = 100

// read returns the content of a document with the faults that its decoding has met; else a problem which names what
// breaks a rule by its place, such as tasks[17].title.
func (d *document) read(faults []problem.Field) (*content, error) {
	c := &content{faults: faults, now: time.Now(), byID: map[string]*listRow{}, place: map[uuid.UUID]int{}}
	switch {
	case d.Format.Value != "todo-backend":
		c.refuse("format", "format must be todo-backend: this is not the document of an export")
	case d.Version.Value != 1:
		c.refuse("version", "version must be 1: this document is of another version")
	case !d.Lists.Given():
		c.refuse("lists", "lists must be a list of objects")
	case !d.Tasks.Given():
		c.refuse("tasks", "tasks must be a list of objects")
	case len(d.Lists.Value) > maxLists:
		c.refuse("lists", fmt.Sprintf("lists must be at most %d", maxLists))
	case len(d.Tasks.Value) > maxTasks:
		c.refuse("tasks", fmt.Sprintf("tasks must be at most %d", maxTasks))
	}
	if len(c.faults) > 0 {
		return nil, problem.Unprocessable(c.faults...)
	}
	if d.Profile.Given() {
		if err := c.readProfile(d.Profile.Value); err != nil {
			return nil, err
		}
	}
	filters, faults := filter.Read(d.Filters.Value)
	c.filters, c.faults = filters, append(c.faults, faults...)
	c.lists = make([]listRow, 0, len(d.Lists.Value))
	for i, value := range d.Lists.Value {
		if err := c.readList(i, value); err != nil {
			return nil, err
		}
	}
	c.tasks = make([]taskRow, 0, len(d.Tasks.Value))
	for i, value := range d.Tasks.Value {
		if err := c.readTask(i, value); err != nil {
			return nil, err
		}
		if len(c.faults) > maxFaults {
			break
		}
	}
	if len(c.faults) == 0 {
		c.joinTasks()
	}
	if len(c.faults) > 0 {
		return nil, problem.Unprocessable(c.faults...)
	}
	return c, nil
}

func (c *content) refuse(place, rule string) {
	c.faults = append(c.faults, problem.Field{Field: place, Detail: rule})
}

// decode reads the object at a place, and returns the faults of its fields; the caller hands them to collect.
func decode(place string, value json.RawMessage, into any) ([]problem.Field, error) {
	faults, err := web.DecodeObject(value, into)
	if errors.Is(err, web.ErrNotAnObject) {
		return nil, problem.Unprocessable(problem.Field{Field: place, Detail: place + " must be an object"})
	} else if p, ok := errors.AsType[*problem.Problem](err); ok {
		return nil, problem.New(p.Status, place+": "+p.Detail)
	}
	return faults, err
}

// collect adds the faults of the object at a place.
func (c *content) collect(place string, faults []problem.Field) {
	for _, f := range faults {
		c.refuse(place+"."+f.Field, f.Detail)
	}
}

// Times are those that PostgreSQL, JavaScript and every client can show.
var firstTime, lastTime = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)

// stored returns a given time as it is stored, or nil; refuse hears of one that cannot be.
func stored(name string, given wire.Optional[wire.Time], refuse func(field, rule string)) *wire.Time {
	if !given.Given() {
		return nil
	}
	if given.Value.Before(firstTime) || !given.Value.Before(lastTime) {
		refuse(name, name+" must be between the years 1900 and 9999")
	}
	return &wire.Time{Time: given.Value.UTC().Truncate(time.Millisecond)}
}
