package recurrence_test

import (
	"errors"
	"strings"
	"testing"
	"unicode"

	"github.com/todo-backend/todo-backend/shared/recurrence"
)

// TestParse has rules and the form in which they are written back.
func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"FREQ=DAILY":                           "FREQ=DAILY",
		"freq=weekly;byday=mo":                 "FREQ=WEEKLY;BYDAY=MO",
		"BYDAY=FR,MO,FR;FREQ=WEEKLY":           "FREQ=WEEKLY;BYDAY=MO,FR",
		"FREQ=WEEKLY;INTERVAL=1;WKST=MO":       "FREQ=WEEKLY",
		"FREQ=WEEKLY;INTERVAL=02;WKST=SU":      "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
		"FREQ=MONTHLY;BYDAY=-1FR,+2MO,SU":      "FREQ=MONTHLY;BYDAY=SU,-1FR,2MO",
		"FREQ=MONTHLY;BYMONTHDAY=-1,31,1,01":   "FREQ=MONTHLY;BYMONTHDAY=1,31,-1",
		"FREQ=MONTHLY;BYMONTHDAY=-1,-31":       "FREQ=MONTHLY;BYMONTHDAY=-31,-1",
		"FREQ=YEARLY;BYMONTH=12,1;BYDAY=53SU":  "FREQ=YEARLY;BYMONTH=1,12;BYDAY=53SU",
		"FREQ=YEARLY;BYSETPOS=-1,1;BYDAY=MO":   "FREQ=YEARLY;BYDAY=MO;BYSETPOS=-1,1",
		"COUNT=9999;FREQ=DAILY;INTERVAL=1000":  "FREQ=DAILY;COUNT=9999;INTERVAL=1000",
		"FREQ=DAILY;UNTIL=20261231":            "FREQ=DAILY;UNTIL=20261231",
		"FREQ=DAILY;UNTIL=20261231t235959z":    "FREQ=DAILY;UNTIL=20261231T235959Z",
		"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30":   "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=DAILY;UNTIL=19000101;BYMONTH=01": "FREQ=DAILY;UNTIL=19000101;BYMONTH=1",
	} {
		if got := parse(t, text).String(); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	if got := (recurrence.Rule{}).String(); got != "" {
		t.Errorf("the zero Rule is %q", got)
	}
}

// TestParseRefuses has texts that are no rule, with the part and the words of the sentence that says why.
func TestParseRefuses(t *testing.T) {
	for _, c := range []struct{ text, part, rule string }{
		{"", "", "parts such as FREQ=DAILY"},
		{"daily", "", "parts such as FREQ=DAILY"},
		{"FREQ=DAILY;", "", "parts such as FREQ=DAILY"},
		{"FREQ=DAILY;;COUNT=1", "", "parts such as FREQ=DAILY"},
		{"COUNT=1", "FREQ", "must be given"},
		{"FREQ=SECONDLY", "FREQ", "DAILY, WEEKLY, MONTHLY or YEARLY"},
		{"FREQ=", "FREQ", "DAILY, WEEKLY, MONTHLY or YEARLY"},
		{"FREQ=DAILY;FREQ=DAILY", "FREQ", "once"},
		{"RRULE:FREQ=DAILY", "RRULE:FREQ", "not supported"},
		{"FREQ=DAILY;BYHOUR=9", "BYHOUR", "not supported"},
		{"FREQ=YEARLY;BYWEEKNO=20", "BYWEEKNO", "not supported"},
		{"FREQ=DAILY;EXDATE=20261231", "EXDATE", `"EXDATE" is not supported: the parts of a rule are FREQ,`},
		{"FREQ=DAILY;EXDATE:20261231", "", "parts such as FREQ=DAILY"},
		{"FREQ=DAILY\nEXDATE:20261231", "FREQ", "DAILY, WEEKLY, MONTHLY or YEARLY"},
		{"FREQ=DAILY;\x00\xff=1", "\x00\ufffd", `"\x00�" is not supported`},
		{"FREQ=YEARLY;BYYEARDAY=100", "BYYEARDAY", "not supported"},
		{"FREQ=DAILY; COUNT=1", " COUNT", "not supported"},
		{"FREQ=DAILY;ınterval=2", "ıNTERVAL", "not supported"},
		{"FREQ=DAILY;" + strings.Repeat("X", 100) + "=2", strings.Repeat("X", 100), `"XXXXXXXXXXXXXXXXXXXX" is not`},
		{"FREQ=DAILY;COUNT=0", "COUNT", "1 to 9999"},
		{"FREQ=DAILY;COUNT=-1", "COUNT", "1 to 9999"},
		{"FREQ=DAILY;COUNT=+1", "COUNT", "1 to 9999"},
		{"FREQ=DAILY;COUNT=10000", "COUNT", "1 to 9999"},
		{"FREQ=DAILY;COUNT=99999999999999999999", "COUNT", "1 to 9999"},
		{"FREQ=DAILY;COUNT=", "COUNT", "1 to 9999"},
		{"FREQ=DAILY;COUNT=1;COUNT=1", "COUNT", "once"},
		{"FREQ=DAILY;COUNT=1;UNTIL=20261231", "COUNT", "not both"},
		{"FREQ=DAILY;INTERVAL=0", "INTERVAL", "1 to 1000"},
		{"FREQ=DAILY;INTERVAL=1001", "INTERVAL", "1 to 1000"},
		{"FREQ=DAILY;INTERVAL=1.5", "INTERVAL", "1 to 1000"},
		{"FREQ=DAILY;UNTIL=2026-12-31", "UNTIL", "such as 20261231"},
		{"FREQ=DAILY;UNTIL=20261231T235959", "UNTIL", "such as 20261231"},
		{"FREQ=DAILY;UNTIL=20261231T235959.5Z", "UNTIL", "such as 20261231"},
		{"FREQ=DAILY;UNTIL=20260229", "UNTIL", "such as 20261231"},
		{"FREQ=DAILY;UNTIL=18991231", "UNTIL", "1900"},
		{"FREQ=DAILY;UNTIL=", "UNTIL", "such as 20261231"},
		{"FREQ=WEEKLY;WKST=XX", "WKST", "MO, TU"},
		{"FREQ=YEARLY;BYMONTH=13", "BYMONTH", "1 to 12"},
		{"FREQ=YEARLY;BYMONTH=-1", "BYMONTH", "1 to 12"},
		{"FREQ=YEARLY;BYMONTH=1,", "BYMONTH", "1 to 12"},
		{"FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY", "1 to 31"},
		{"FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY", "-1 to -31"},
		{"FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY", "FREQ=WEEKLY"},
		{"FREQ=MONTHLY;BYMONTHDAY=" + strings.Repeat("1,", 2500) + "1", "", "500 characters"},
		{"FREQ=YEARLY;BYDAY=54MO", "BYDAY", "1 to 53"},
		{"FREQ=YEARLY;BYDAY=0MO", "BYDAY", "1 to 53"},
		{"FREQ=YEARLY;BYDAY=-54MO", "BYDAY", "-1 to -53"},
		{"FREQ=YEARLY;BYDAY=1", "BYDAY", "such as MO"},
		{"FREQ=YEARLY;BYDAY=", "BYDAY", "such as MO"},
		{"FREQ=YEARLY;BYDAY=M", "BYDAY", "such as MO"},
		{"FREQ=YEARLY;BYDAY=-MO", "BYDAY", "such as MO"},
		{"FREQ=WEEKLY;BYDAY=1MO", "BYDAY", "without numbers"},
		{"FREQ=DAILY;BYDAY=-1MO", "BYDAY", "without numbers"},
		{"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", "BYSETPOS", "1 to 366"},
		{"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367", "BYSETPOS", "-1 to -366"},
		{"FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS", "with BYDAY"},
	} {
		rule, err := recurrence.Parse(c.text)
		var broken *recurrence.Error
		if !errors.As(err, &broken) || broken.Part != c.part || !strings.Contains(broken.Error(), c.rule) {
			t.Errorf("%q: %v, %#v, want %q and %q", c.text, rule, err, c.part, c.rule)
			continue
		}
		// It can be shown as it is.
		if said := broken.Error(); strings.ContainsFunc(said, unicode.IsControl) || len(said) > 150 {
			t.Errorf("%q: %q", c.text, said)
		}
	}
}
