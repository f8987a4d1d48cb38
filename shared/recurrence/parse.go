package recurrence

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The limits of a rule. The RFC has none; these are above what people and calendar programs write.
const (
	MaxLength   = 500 // bytes
	MaxInterval = 1000
	MaxCount    = 9999
)

// Error is the first part of a rule that breaks a rule of the RFC, or a limit.
type Error struct {
	Part string // such as COUNT; empty if it is the rule as a whole
	Rule string // a sentence for the person who wrote it, such as "COUNT must be a number from 1 to 9999"
}

// Error returns the rule that is broken.
func (e *Error) Error() string {
	return e.Rule
}

const dateForm, timeForm = "20060102", "20060102T150405Z" // of UNTIL

var (
	frequencies = []string{daily: "DAILY", weekly: "WEEKLY", monthly: "MONTHLY", yearly: "YEARLY"}
	weekdays    = []string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}
)

// Parse returns the rule of a text such as FREQ=MONTHLY;BYDAY=-1FR, the value of an RRULE property: its parts in any
// order and in any case, with FREQ DAILY, WEEKLY, MONTHLY or YEARLY, and without BYHOUR, BYMINUTE, BYSECOND, BYYEARDAY
// and BYWEEKNO. An error is an *Error.
func Parse(text string) (Rule, error) {
	if len(text) > MaxLength {
		return Rule{}, refuse("", "A rule must be %d characters or less", MaxLength)
	}
	text = strings.Map(func(c rune) rune {
		if 'a' <= c && c <= 'z' {
			return c - 'a' + 'A'
		}
		return c
	}, text)
	r := Rule{interval: 1}
	parts := map[string]bool{}
	for part := range strings.SplitSeq(text, ";") {
		name, value, ok := strings.Cut(part, "=")
		switch {
		case !ok:
			return Rule{}, refuse("", "A rule must be parts such as FREQ=DAILY, with a semicolon between two of them")
		case parts[name]:
			return Rule{}, refuse(name, "%s must be given once", name)
		}
		if err := r.parsePart(name, value); err != nil {
			return Rule{}, err
		}
		parts[name] = true
	}
	if err := r.validate(parts); err != nil {
		return Rule{}, err
	}
	return r, nil
}

func refuse(part, rule string, args ...any) error {
	return &Error{part, fmt.Sprintf(rule, args...)}
}

func (r *Rule) parsePart(name, value string) (err error) {
	var numbers []int
	switch name {
	case "FREQ":
		if r.freq = frequency(slices.Index(frequencies, value)); r.freq < daily {
			return refuse(name, "FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY")
		}
	case "INTERVAL":
		r.interval, err = parseNumber(name, value, 1, MaxInterval)
	case "COUNT":
		r.count, err = parseNumber(name, value, 1, MaxCount)
	case "UNTIL":
		return r.parseUntil(value)
	case "WKST":
		if r.weekStart = slices.Index(weekdays, value); r.weekStart < 0 {
			return refuse(name, "WKST must be MO, TU, WE, TH, FR, SA or SU")
		}
	case "BYMONTH":
		for month := range strings.SplitSeq(value, ",") {
			n, err := parseNumber(name, month, 1, 12)
			if err != nil {
				return err
			}
			r.months |= 1 << n
		}
	case "BYMONTHDAY":
		numbers, err = parseSigned(name, value, 31)
		for _, n := range numbers {
			if n > 0 {
				r.days |= 1 << (n - 1)
			} else {
				r.lastDays |= 1 << (-n - 1)
			}
		}
	case "BYDAY":
		return r.parseByDay(value)
	case "BYSETPOS":
		r.positions, err = parseSigned(name, value, 366)
	default:
		return refuse(name, "%.20q is not supported: the parts of a rule are FREQ, INTERVAL, COUNT, UNTIL, BYMONTH, "+
			"BYMONTHDAY, BYDAY, BYSETPOS and WKST", name)
	}
	return err
}

// parseNumber parses a number without a sign.
func parseNumber(name, value string, low, high int) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < low || n > high || value[0] == '+' {
		return 0, refuse(name, "%s must be a number from %d to %d", name, low, high)
	}
	return n, nil
}

// parseSigned parses a list of numbers that count from the start or, negative, from the end. It returns each once, in
// their order.
func parseSigned(name, value string, high int) ([]int, error) {
	var numbers []int
	for text := range strings.SplitSeq(value, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n == 0 || n < -high || n > high {
			return nil, refuse(name, "%s must be numbers from 1 to %d, or from -1 to -%[2]d", name, high)
		}
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	return slices.Compact(numbers), nil
}

func (r *Rule) parseUntil(value string) (err error) {
	form := timeForm
	if r.untilDate = len(value) == len(dateForm); r.untilDate {
		form = dateForm
	}
	r.until, err = time.Parse(form, value)
	if err != nil || len(value) != len(form) || r.until.Year() < 1900 { // time.Parse takes fractions of a second
		return refuse("UNTIL", "UNTIL must be a day such as 20261231, or a time in UTC such as 20261231T235959Z, "+
			"from the year 1900 on")
	}
	return nil
}

func (r *Rule) parseByDay(value string) error {
	for text := range strings.SplitSeq(value, ",") {
		number := text[:max(0, len(text)-2)]
		weekday := slices.Index(weekdays, text[len(number):])
		n, err := strconv.Atoi(number)
		if weekday < 0 || number != "" && (err != nil || n == 0 || n < -53 || n > 53) {
			return refuse("BYDAY", "BYDAY must be days such as MO, or with a number from 1 to 53 or from -1 to -53, "+
				"as in 2MO and -1FR")
		}
		if number == "" {
			r.weekdays |= 1 << weekday
		} else {
			r.ordinals = append(r.ordinals, ordinal{n, weekday})
		}
	}
	slices.SortFunc(r.ordinals, func(a, b ordinal) int { return 7*(a.n-b.n) + a.weekday - b.weekday })
	r.ordinals = slices.Compact(r.ordinals)
	return nil
}

// validate holds the parts against each other.
func (r *Rule) validate(parts map[string]bool) error {
	switch {
	case !parts["FREQ"]:
		return refuse("FREQ", "FREQ must be given")
	case parts["COUNT"] && parts["UNTIL"]:
		return refuse("COUNT", "COUNT and UNTIL must not both be given")
	case parts["BYMONTHDAY"] && r.freq == weekly:
		return refuse("BYMONTHDAY", "BYMONTHDAY must not be given with FREQ=WEEKLY")
	case len(r.ordinals) > 0 && r.freq < monthly:
		return refuse("BYDAY", "BYDAY must be days without numbers, such as MO, "+
			"except with FREQ=MONTHLY or FREQ=YEARLY")
	case parts["BYSETPOS"] && !(parts["BYDAY"] || parts["BYMONTHDAY"] || parts["BYMONTH"]):
		return refuse("BYSETPOS", "BYSETPOS must be given with BYDAY, BYMONTHDAY or BYMONTH")
	}
	return nil
}
