package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"

	"github.com/todo-backend/todo-backend/shared/problem"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// Parameter is one parameter of a query. Its methods read the value, and note where it cannot be read or breaks a rule.
type Parameter struct {
	Name, Value string

	all                 url.Values
	unreadable, invalid []problem.Field
}

// ReadQuery calls read for each parameter of r's query, in the order of their names. It returns the answer to what they
// have noted: 400 if any cannot be read, such as one that is given twice, else 422 if any breaks a rule.
func (r *Request) ReadQuery(read func(p *Parameter)) error {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return problem.BadRequest(
			problem.Field{Field: "query", Detail: "The query cannot be read: it is not URL-encoded"})
	}
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names) // so that the same request gets the same answer
	p := &Parameter{all: values}
	for _, name := range names {
		if p.Name, p.Value = name, values.Get(name); len(values[name]) > 1 {
			p.Unreadable(name + " must be given once")
		} else {
			read(p)
		}
	}
	switch {
	case len(p.unreadable) > 0:
		return problem.BadRequest(append(p.unreadable, p.invalid...)...)
	case len(p.invalid) > 0:
		return problem.Unprocessable(p.invalid...)
	}
	return nil
}

// Unreadable notes that the value cannot be read, or not beside another.
func (p *Parameter) Unreadable(detail string) {
	p.unreadable = append(p.unreadable, problem.Field{Field: p.Name, Detail: detail})
}

// Invalid notes that the value breaks a rule.
func (p *Parameter) Invalid(detail string) {
	p.invalid = append(p.invalid, problem.Field{Field: p.Name, Detail: detail})
}

// Unknown notes that there is no parameter of this name; of says what has none, such as "this listing".
func (p *Parameter) Unknown(of string) {
	p.Invalid(strconv.Quote(problem.Clip(p.Name)) + " is not a parameter of " + of)
}

// Excludes notes where another parameter is given too.
func (p *Parameter) Excludes(other string) {
	if p.all.Has(other) {
		p.Unreadable(p.Name + " and " + other + " cannot go together")
	}
}

// Requires notes where another parameter is not given.
func (p *Parameter) Requires(other string) {
	if !p.all.Has(other) {
		p.Invalid(p.Name + "=" + p.Value + " needs a " + other)
	}
}

// OneOf returns the value, which is one of those allowed.
func (p *Parameter) OneOf(allowed ...string) string {
	if !slices.Contains(allowed, p.Value) {
		p.Invalid(p.Name + " must be one of: " + strings.Join(allowed, ", "))
	}
	return p.Value
}

// Bool returns whether the value is true, not false.
func (p *Parameter) Bool() bool {
	if p.Value != "true" && p.Value != "false" {
		p.Unreadable(p.Name + " must be true or false")
	}
	return p.Value == "true"
}

// Number returns a whole number from least to most.
func (p *Parameter) Number(least, most int) int {
	n, err := strconv.Atoi(p.Value)
	if err != nil {
		p.Unreadable(p.Name + " must be a whole number")
	} else if n < least || n > most {
		p.Invalid(p.Name + " must be between " + strconv.Itoa(least) + " and " + strconv.Itoa(most))
	}
	return n
}

// Text returns text of at most so many characters in NFC, as what it is compared with.
func (p *Parameter) Text(most int) string {
	value := norm.NFC.String(p.Value)
	if n := utf8.RuneCountInString(value); n > most {
		p.Invalid(p.Name + " must be " + strconv.Itoa(most) + " characters or less")
	} else if !utf8.ValidString(value) || strings.ContainsRune(value, 0) {
		p.Unreadable(p.Name + " must be UTF-8 text without NUL")
	}
	return value
}

// Instant returns a time of RFC 3339.
func (p *Parameter) Instant() time.Time {
	var t wire.Time
	if err := t.UnmarshalText([]byte(p.Value)); err != nil {
		p.Unreadable(p.Name + " must be a time such as 2026-12-31T09:00:00Z (RFC 3339)")
	}
	return t.Time
}

// UUID returns a UUID in the form of RFC 9562, in any case.
func (p *Parameter) UUID() uuid.UUID {
	id, err := uuid.Parse(p.Value)
	if err != nil || len(p.Value) != 36 {
		p.Unreadable(p.Name + " must be a UUID")
	}
	return id
}
