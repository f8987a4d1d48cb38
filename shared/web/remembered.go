package web

import (
	"sync"
	"time"

	"github.com/google/uuid"
)

// Owner returns the user of the session token with a hash, or "" where this process has not learned it.
func (p *Process) Owner(hash []byte) string {
	owner, _ := p.owners.of(hash)
	return owner
}

// LearnOwner remembers the user of the session token with a hash, so that all of a user's sessions have one share. It
// never tells who may do what: that is the check's, each time.
func (p *Process) LearnOwner(hash []byte, user string) { p.owners.learn(hash, user) }

// JWT is what a JWT of ours says. Whether its session is valid, only the database knows.
type JWT struct {
	SessionID, UserID uuid.UUID
	ExpiresAt         int64 // seconds since 1970
}

// VerifiedJWT returns what the JWT with a hash says, if this process has verified it and it has not expired.
func (p *Process) VerifiedJWT(hash []byte) (JWT, bool) {
	j, ok := p.jwts.of(hash)
	return j, ok && time.Now().Unix() < j.ExpiresAt
}

// LearnJWT remembers what the JWT with a hash says, once it is verified, so that no request verifies it again.
func (p *Process) LearnJWT(hash []byte, j JWT) { p.jwts.learn(hash, j) }

// maxRemembered is how many hashes are remembered; then all are forgotten, and learned again.
const maxRemembered = 10_000

// remembered is what a process has learned about credentials, by their hashes.
type remembered[V any] struct {
	mu     sync.RWMutex
	byHash map[string]V
}

func (m *remembered[V]) of(hash []byte) (V, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	v, ok := m.byHash[string(hash)]
	return v, ok
}

func (m *remembered[V]) learn(hash []byte, v V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.byHash == nil || len(m.byHash) >= maxRemembered {
		m.byHash = map[string]V{}
	}
	m.byHash[string(hash)] = v
}
