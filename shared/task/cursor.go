package task

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"

	"github.com/google/uuid"
)

// A Cursor is the place of the last task of a page: its sort key as the database writes it, and its id.
type Cursor struct {
	Key string
	ID  uuid.UUID
}

const macSize = 16

// Encode writes c as opaque text. It is signed, and good only for the scope it was made in: one user and one order.
func (c Cursor) Encode(secret, scope string) string {
	body := append(c.ID[:], c.Key...)
	return base64.RawURLEncoding.EncodeToString(append(mac(secret, scope, body), body...))
}

// DecodeCursor reads what Encode wrote; ok is false when it was not written with this secret and scope.
func DecodeCursor(secret, scope, text string) (c Cursor, ok bool) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(b) < macSize+len(c.ID) || !hmac.Equal(b[:macSize], mac(secret, scope, b[macSize:])) {
		return Cursor{}, false
	}
	copy(c.ID[:], b[macSize:])
	c.Key = string(b[macSize+len(c.ID):])
	return c, true
}

func mac(secret, scope string, body []byte) []byte {
	h := hmac.New(sha256.New, []byte(secret))
	h.Write([]byte("cursor\x00" + scope + "\x00"))
	h.Write(body)
	return h.Sum(nil)[:macSize]
}
