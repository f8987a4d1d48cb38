package task

import (
	"slices"
	"strings"

	"github.com/todo-backend/todo-backend/shared/recurrence"
)

var patterns = []string{"daily", "weekly", "monthly"}

// PatternRequired is the rule that is_recurring true breaks without a pattern.
const PatternRequired = "A recurring task needs a recurrence_pattern: daily, weekly or monthly"

// PlainRule is the rule that recurrence_from completion breaks with a recurrence_rule that names days.
const PlainRule = "With recurrence_from completion, recurrence_rule must have no parts but FREQ, INTERVAL, COUNT " +
	"and UNTIL"

// validateRecurrence makes is_recurring, recurrence_pattern and recurrence_rule agree, and brings the rule into its
// canonical form. Of a pattern and a rule, one that is null says nothing where the other is given; a pattern makes its
// rule superfluous; false without either removes both. True without either is for the caller to decide, since a task
// that is changed may have one.
func (in *Input) validateRecurrence(refuse func(field, rule string)) {
	pattern, rule, recurring := &in.RecurrencePattern, &in.RecurrenceRule, &in.IsRecurring
	if pattern.Given() && !slices.Contains(patterns, pattern.Value) {
		refuse("recurrence_pattern", "recurrence_pattern must be one of: "+strings.Join(patterns, ", "))
	}
	if rule.Given() {
		parsed, err := recurrence.Parse(rule.Value)
		switch {
		case err != nil:
			refuse("recurrence_rule", "recurrence_rule: "+err.Error())
		case pattern.Given() && parsed.Pattern() != pattern.Value:
			refuse("recurrence_rule", "recurrence_rule and recurrence_pattern contradict each other: send one of them")
		}
		rule.Value = parsed.String()
	}
	if from := in.RecurrenceFrom; from.Set && from.Value != "due" && from.Value != "completion" {
		refuse("recurrence_from", "recurrence_from must be due or completion")
	}
	if pattern.Given() {
		rule.Set, rule.Null = false, false
	} else if in.RecurrenceFrom.Value == "completion" && !isPlain(rule.Value) {
		refuse("recurrence_rule", PlainRule)
	}
	recurs := pattern.Given() || rule.Given()
	switch {
	case recurring.Null:
		refuse("is_recurring", "is_recurring must be true or false")
	case recurring.Value && in.WritesRecurrence() && !recurs:
		refuse("recurrence_pattern", PatternRequired)
	case recurring.Set && !recurring.Value && pattern.Given():
		refuse("recurrence_pattern", "A task with is_recurring false has no recurrence_pattern")
	case recurring.Set && !recurring.Value && rule.Given():
		refuse("recurrence_rule", "A task with is_recurring false has no recurrence_rule")
	case recurring.Set && !recurring.Value:
		pattern.Set, pattern.Null = true, true
	}
}

// isPlain reports whether a canonical rule has no parts that name days, which are BYMONTH and its like, and WKST.
func isPlain(rule string) bool {
	return !strings.Contains(rule, ";BY") && !strings.Contains(rule, ";WKST")
}

// Recurs reports whether a pattern or a rule is given.
func (in *Input) Recurs() bool { return in.RecurrencePattern.Given() || in.RecurrenceRule.Given() }

// WritesRecurrence reports whether a pattern or a rule is set. The given one counts; null takes both away.
func (in *Input) WritesRecurrence() bool { return in.RecurrencePattern.Set || in.RecurrenceRule.Set }
