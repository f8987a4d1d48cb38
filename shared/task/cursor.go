package task

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"slices"

	"github.com/google/uuid"
)

// A Cursor is the place of the last task of a page: its owner, its sort key as the database writes it, and its id.
type Cursor struct {
	UserID uuid.UUID
	Key    string
	ID     uuid.UUID
}

const macSize = 16

// Encode writes c as opaque text. It is signed, and good only for the scope it was made in: one order.
func (c Cursor) Encode(secret, scope string) string {
	body := slices.Concat(c.UserID[:], c.ID[:], []byte(c.Key))
	return base64.RawURLEncoding.EncodeToString(append(mac(secret, scope, body), body...))
}

// DecodeCursor reads what Encode wrote; ok is false when it was not written with this secret and scope.
func DecodeCursor(secret, scope, text string) (c Cursor, ok bool) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(b) < macSize+len(c.UserID)+len(c.ID) || !hmac.Equal(b[:macSize], mac(secret, scope, b[macSize:])) {
		return Cursor{}, false
	}
	body := b[macSize:]
	body = body[copy(c.UserID[:], body):]
	c.Key = string(body[copy(c.ID[:], body):])
	return c, true
}

func mac(secret, scope string, body []byte) []byte {
	h := hmac.New(sha256.New, []byte(secret))
	h.Write([]byte("cursor\x00" + scope + "\x00"))
	h.Write(body)
	return h.Sum(nil)[:macSize]
}
