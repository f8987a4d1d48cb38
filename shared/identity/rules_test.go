package identity_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// ruleCase is a text and either the rule that it breaks or its clean form, which is the same text when absent. Both
// follow the repeated text, if any.
type ruleCase struct {
	Repeat repetition
	Text   string
	Clean  *string
	Rule   string
}

// repetition is a text; in JSON it is an array of a shorter text and how often to repeat that.
type repetition string

func (r *repetition) UnmarshalJSON(data []byte) error {
	var text string
	var times int
	err := json.Unmarshal(data, &[]any{&text, &times})
	*r = repetition(strings.Repeat(text, times))
	return err
}

func (c ruleCase) text() string { return string(c.Repeat) + c.Text }

// check reports an error unless the text broke the rule of the case, or was cleaned as the case says.
func (c ruleCase) check(t *testing.T, clean, rule string) {
	t.Helper()
	want := c.text()
	if c.Clean != nil {
		want = string(c.Repeat) + *c.Clean
	}
	if rule != c.Rule || rule == "" && clean != want {
		t.Errorf("%q became %q and broke the rule %q, want %q and %q", c.text(), clean, rule, want, c.Rule)
	}
}

// ruleCases returns testdata/rules.json, which the frontend's tests read too, so that both sides have the same rules.
func ruleCases(t *testing.T) (cases struct{ Email, Password, Name []ruleCase }) {
	t.Helper()
	data, err := os.ReadFile("testdata/rules.json")
	if err == nil {
		err = json.Unmarshal(data, &cases)
	}
	if err != nil {
		t.Fatal(err)
	}
	return cases
}

func TestNormalizeEmail(t *testing.T) {
	for _, c := range ruleCases(t).Email {
		clean, rule := identity.NormalizeEmail(c.text())
		c.check(t, clean, rule)
	}
}

func TestPasswordRule(t *testing.T) {
	for _, c := range ruleCases(t).Password {
		c.check(t, c.text(), identity.PasswordRule(c.text()))
	}
}

func TestNormalizeName(t *testing.T) {
	for _, c := range ruleCases(t).Name {
		name := wire.Optional[string]{Set: true, Value: c.text()}
		clean, fields := identity.NormalizeName(wire.Optional[string]{}, name)
		rule := ""
		if len(fields) > 0 {
			rule = strings.TrimPrefix(fields[0].Detail, "name ")
		}
		c.check(t, clean.Value, rule)
	}
}
