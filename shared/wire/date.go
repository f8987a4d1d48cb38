package wire

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5/pgtype"
)

// Date is a day without a time or a zone, in the form of RFC 3339's full-date, such as 2026-12-31. Its Time is the
// day's midnight in UTC.
type Date struct{ time.Time }

// MarshalJSON writes d as a JSON string. It never fails.
func (d Date) MarshalJSON() ([]byte, error) {
	return d.AppendFormat(make([]byte, 0, 12), `"`+time.DateOnly+`"`), nil
}

// ScanDate reads the database's value. It fails on NULL, for which there is *Date, and on infinity.
func (d *Date) ScanDate(v pgtype.Date) error {
	if !v.Valid || v.InfinityModifier != pgtype.Finite {
		return errors.New("not a date")
	}
	d.Time = v.Time
	return nil
}

// DateValue returns d as the database's value. It never fails.
func (d Date) DateValue() (pgtype.Date, error) { return pgtype.Date{Time: d.Time, Valid: true}, nil }

// UnmarshalText parses a full-date of RFC 3339. It fails for any other text, and for a date that does not exist.
func (d *Date) UnmarshalText(text []byte) (err error) {
	d.Time, err = time.Parse(time.DateOnly, string(text))
	return err
}

// UnmarshalJSON parses a JSON string as UnmarshalText does.
func (d *Date) UnmarshalJSON(b []byte) error {
	var text string
	if err := json.Unmarshal(b, &text); err != nil {
		return err
	}
	return d.UnmarshalText([]byte(text))
}
