package betterauth

import (
	"encoding/hex"
	"net/netip"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/wire"
)

// sessionJSON is a session in the form of Better Auth's client. Where the real server shows the token, there is a
// handle that is good for nothing but revoke-session: the token itself is a secret, and kept nowhere.
type sessionJSON struct {
	ID        uuid.UUID `json:"id"`
	Token     string    `json:"token"`
	UserID    uuid.UUID `json:"userId"`
	ExpiresAt wire.Time `json:"expiresAt"`
	CreatedAt wire.Time `json:"createdAt"`
	UpdatedAt wire.Time `json:"updatedAt"`
	IPAddress string    `json:"ipAddress"`
	UserAgent string    `json:"userAgent"`
}

// newSessionJSON returns the form of a session, which tells of an IPv6 address its /64 alone.
func newSessionJSON(s identity.SessionInfo) sessionJSON {
	shown := sessionJSON{
		ID: s.ID, Token: hex.EncodeToString(s.ID[:]), UserID: s.UserID,
		ExpiresAt: s.ExpiresAt, CreatedAt: s.CreatedAt, UpdatedAt: s.UpdatedAt,
	}
	if s.IPAddress != nil {
		shown.IPAddress = *s.IPAddress
	}
	if s.UserAgent != nil {
		shown.UserAgent = *s.UserAgent
	}
	if a, err := netip.ParseAddr(shown.IPAddress); err == nil && a.Is6() {
		prefix, _ := a.Prefix(64) // 64 bits fit every IPv6 address
		shown.IPAddress = prefix.Masked().Addr().StringExpanded()
	}
	return shown
}
