// Package position provides the place of a list or a task among its siblings: a fractional index in the form of the npm
// package fractional-indexing, text that sorts by its bytes.
package position

import (
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// maxLength is the length of the longest position, in characters.
const maxLength = 256

// digits are those of a fractional index, to the base of 62, in the order in which they sort.
const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// End returns the position of what is created at an instant and stands at the end: an integer of nine digits, which
// counts microseconds, and a fraction of the id, so that those of one instant differ. Later instants come later, before
// the year 2398; migration 15 has the same in SQL.
func End(at time.Time, id uuid.UUID) string {
	integer := make([]byte, 10)
	rest := max(0, at.UnixMicro())
	for i := 9; i > 0; i-- {
		integer[i] = digits[rest%62]
		rest /= 62
	}
	integer[0] = 'i' // of nine digits
	return string(integer) + hex.EncodeToString(id[12:]) + "V"
}

// Rule is what a text breaks that Valid refuses.
const Rule = "position must be a fractional index, such as a0, of at most 256 characters"

// Valid reports whether text is a fractional index that further ones can be made before, after and between: a head,
// which says how many digits the integer has, the integer, and a fraction that does not end in 0; all of at most 256
// characters.
func Valid(text string) bool {
	if text == "" || len(text) > maxLength {
		return false
	}
	var length int
	switch head := text[0]; {
	case head >= 'a' && head <= 'z': // of integers from 0 on
		length = int(head-'a') + 2
	case head >= 'A' && head <= 'Z': // of those below 0
		length = int('Z'-head) + 2
	default:
		return false
	}
	isDigit := func(b byte) bool { return strings.IndexByte(digits, b) >= 0 }
	return len(text) >= length &&
		!slices.ContainsFunc([]byte(text), func(b byte) bool { return !isDigit(b) }) &&
		(len(text) == length || text[len(text)-1] != '0') &&
		text != "A"+strings.Repeat("0", 26) // nothing comes before it
}
