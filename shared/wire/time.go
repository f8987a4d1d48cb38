// Package wire provides the types of values in the API's JSON.
package wire

import (
	"encoding/json"
	"errors"
	"regexp"
	"time"

	"github.com/jackc/pgx/v5/pgtype"
)

// Time is an instant in the form of the API: RFC 3339 in UTC with exactly three fraction digits, since common
// JavaScript clients misread six.
type Time struct{ time.Time }

// MarshalJSON writes t as a JSON string. It never fails. Package time writes RFC 3339 faster than a layout with three
// fraction digits.
func (t Time) MarshalJSON() ([]byte, error) {
	b := append(make([]byte, 0, 26), '"')
	b = t.UTC().AppendFormat(b, time.RFC3339)
	ms := t.Nanosecond() / 1e6
	return append(b[:len(b)-len("Z")], '.', byte('0'+ms/100), byte('0'+ms/10%10), byte('0'+ms%10), 'Z', '"'), nil
}

// ScanTimestamptz reads the database's value. It fails on NULL, for which there is *Time, and on infinity.
func (t *Time) ScanTimestamptz(v pgtype.Timestamptz) error {
	if !v.Valid || v.InfinityModifier != pgtype.Finite {
		return errors.New("not a time")
	}
	t.Time = v.Time
	return nil
}

// TimestamptzValue returns t as the database's value. It never fails.
func (t Time) TimestamptzValue() (pgtype.Timestamptz, error) {
	return pgtype.Timestamptz{Time: t.Time, Valid: true}, nil
}

// rfc3339 is the form of RFC 3339, 5.6; package time takes a comma for the point, and any two digits for an offset.
var rfc3339 = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$`)

// UnmarshalText parses a time of RFC 3339, with any offset. It fails for any other text, and for a date that does not
// exist.
func (t *Time) UnmarshalText(text []byte) (err error) {
	if !rfc3339.Match(text) {
		return errors.New("not a time of RFC 3339")
	}
	t.Time, err = time.Parse(time.RFC3339, string(text))
	return err
}

// UnmarshalJSON parses a JSON string as UnmarshalText does.
func (t *Time) UnmarshalJSON(b []byte) error {
	var text string
	if err := json.Unmarshal(b, &text); err != nil {
		return err
	}
	return t.UnmarshalText([]byte(text))
}
