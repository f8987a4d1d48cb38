// Package filter provides the searches that a user saves by names, and their rules.
package filter

import (
	"encoding/json"
	"errors"
	"fmt"

	"golang.org/x/text/cases"

	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/text"
	"github.com/todo-backend/todo-backend/shared/web"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// Max is how many filters a user can have.
const Max = 50

// ErrTooMany means that the user would have more than Max filters.
var ErrTooMany = errors.New("the user has Max filters")

// Filter is a saved search in the form of the API.
type Filter struct {
	Name   string `json:"name"`
	Search string `json:"search"`
}

// input is a filter as a client sends it.
type input struct {
	Name   wire.Optional[string] `json:"name"`
	Search wire.Optional[string] `json:"search"`
}

// Read returns the filters that a list of objects says, in the form in which they are stored. Where any breaks a rule,
// it returns each place, such as filters[3].name, with the rule.
func Read(objects []json.RawMessage) ([]Filter, []problem.Field) {
	if len(objects) > Max {
		return nil, []problem.Field{{Field: "filters", Detail: fmt.Sprintf("filters must be at most %d", Max)}}
	}
	filters := make([]Filter, len(objects))
	var fieldErrs []problem.Field
	keys := map[string]bool{}
	for i, object := range objects {
		place := fmt.Sprintf("filters[%d]", i)
		var in input
		faults, err := web.DecodeObject(object, &in)
		if p, ok := errors.AsType[*problem.Problem](err); ok {
			rule := place + ": " + p.Detail
			if errors.Is(err, web.ErrNotAnObject) {
				rule = place + " must be an object"
			}
			fieldErrs = append(fieldErrs, problem.Field{Field: place, Detail: rule})
			continue
		}
		f := &filters[i]
		var rule string
		if f.Name, rule = text.Required(in.Name.Value, "Name", 60); rule != "" {
			faults = problem.AppendOnce(faults, "name", rule)
		}
		if f.Search, rule = text.Required(in.Search.Value, "Search", 200); rule != "" {
			faults = problem.AppendOnce(faults, "search", rule)
		}
		if keys[key(f.Name)] {
			faults = problem.AppendOnce(faults, "name", "Name must be another one: a filter before has it already")
		}
		keys[key(f.Name)] = true
		for _, fault := range faults {
			fieldErrs = append(fieldErrs, problem.Field{Field: place + "." + fault.Field, Detail: fault.Detail})
		}
	}
	return filters, fieldErrs
}

// key returns what names are compared by: no two filters of a user differ by case alone.
func key(name string) string { return cases.Fold().String(name) }

// Stored returns filters as the JSON in which the table has them.
func Stored(filters []Filter) string {
	type stored struct {
		Filter
		Key string `json:"key"`
	}
	rows := make([]stored, len(filters))
	for i, f := range filters {
		rows[i] = stored{f, key(f.Name)}
	}
	body, err := json.Marshal(rows)
	if err != nil {
		panic(err) // strings always marshal
	}
	return string(body)
}
