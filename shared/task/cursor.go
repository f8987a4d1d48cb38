package task

import (
	"crypto/hmac"
	"encoding/base64"
	"slices"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/secret"
)

// Cursor is the position of the last task of a page: its owner, its sort key as the database writes it, and its id.
type Cursor struct {
	UserID uuid.UUID
	Key    string
	ID     uuid.UUID
}

const macSize = 16

// Encode returns c as opaque text, signed for a scope: the order of the listing.
func (c Cursor) Encode(keys secret.Keys, scope string) string {
	body := slices.Concat(c.UserID[:], c.ID[:], []byte(c.Key))
	return base64.RawURLEncoding.EncodeToString(append(mac(keys, scope, body), body...))
}

// DecodeCursor returns the cursor that Encode has encoded. ok is false if its signature is not by the current key for
// the same scope.
func DecodeCursor(keys secret.Keys, scope, text string) (c Cursor, ok bool) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(b) < macSize+len(c.UserID)+len(c.ID) ||
		!hmac.Equal(b[:macSize], mac(keys, scope, b[macSize:])) {
		return Cursor{}, false
	}
	body := b[macSize:]
	body = body[copy(c.UserID[:], body):]
	c.Key = string(body[copy(c.ID[:], body):])
	return c, true
}

func mac(keys secret.Keys, scope string, body []byte) []byte {
	return keys.MAC("cursor\x00", scope+"\x00"+string(body))[:macSize]
}
