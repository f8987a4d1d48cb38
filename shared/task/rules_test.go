package task_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/shared/task"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// TestRules holds the rules of texts to the cases that the frontend's tests read too, so that both sides have the same.
func TestRules(t *testing.T) {
	var cases []struct {
		Field string
		Texts []string // each repeated Times times, or once
		Times int
		Clean []string // as they are stored; absent: as they are
		Rule  string   // the rule that they break
	}
	fixture(t, "rules.json", &cases)
	for _, c := range cases {
		repeat := func(texts []string) []string {
			repeated := make([]string, 0, len(texts))
			for _, text := range texts {
				repeated = append(repeated, strings.Repeat(text, max(c.Times, 1)))
			}
			return repeated
		}
		sent := repeat(c.Texts)
		var in task.Input
		var clean func() []string
		text := func(field *wire.Optional[string]) {
			*field = wire.Optional[string]{Set: true, Value: sent[0]}
			clean = func() []string { return []string{field.Value} }
		}
		switch c.Field {
		case "title":
			text(&in.Title)
		case "description":
			text(&in.Description)
		case "category":
			text(&in.Category)
		case "tags":
			in.Tags = wire.Optional[[]string]{Set: true, Value: sent}
			clean = func() []string { return in.Tags.Value }
		default:
			t.Fatalf("no such field: %s", c.Field)
		}
		rule := ""
		if errs := in.Validate(nil); len(errs) > 0 {
			rule = errs[0].Detail
		}
		want := sent
		if c.Clean != nil {
			want = repeat(c.Clean)
		}
		if rule != c.Rule || rule == "" && !slices.Equal(clean(), want) {
			t.Errorf("%s %q became %q and broke the rule %q, want %q and %q",
				c.Field, sent, clean(), rule, want, c.Rule)
		}
	}
}
