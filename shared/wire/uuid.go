package wire

import (
	"errors"

	"github.com/google/uuid"
)

// UUID is a UUID that a client sends: 36 characters (RFC 9562, 4), in any case.
type UUID struct{ uuid.UUID }

// UnmarshalText parses the form of RFC 9562 alone; package uuid takes three more.
func (u *UUID) UnmarshalText(text []byte) (err error) {
	if len(text) != 36 {
		return errors.New("not a UUID of RFC 9562")
	}
	u.UUID, err = uuid.ParseBytes(text)
	return err
}

// FaultOfID returns the rule that an id chosen by a client breaks, as a sentence, or "" where it breaks none: it may be
// absent, and be any UUID that stands for something (RFC 9562, 5.9 and 5.10).
func FaultOfID(id Optional[UUID]) string {
	switch {
	case id.Null:
		return "id must be a UUID"
	case id.Set && (id.Value.UUID == uuid.Nil || id.Value.UUID == uuid.Max):
		return "id must be a UUID that identifies something: not all zeros or ones"
	}
	return ""
}
