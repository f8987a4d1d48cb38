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
