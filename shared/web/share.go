package web

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/todo-backend/todo-backend/shared/database"
)

// Share takes a place for the request in the share of owner, which may be any name of a user, and keeps it until the
// request is answered, the body of the answer included. A user has half as many places as the process has database
// connections, so that the load of one leaves room for the others (OWASP API4:2023); beyond it a request waits for
// DATABASE_ACQUIRE_TIMEOUT, and then fails with database.ErrUnavailable. The answer is a 503 and no 429: the person has
// done nothing too often, and clients repeat a change after a 503. Share does nothing for a request that has its place
// already.
func (r *Request) Share(owner string) error {
	if r.shared {
		return nil
	}
	err := r.hold(owner, max(1, r.Config.MaxConns/2), r.Config.AcquireTimeout)
	r.shared = err == nil
	return err
}

// ShareAlone takes a place for the request, as Share does, in the share of all whose user the process has not learned.
// It has one place, so that it adds little to the share of a user with many sessions. ShareAlone does not wait: false
// means that the place is taken.
func (r *Request) ShareAlone() bool {
	r.shared = r.shared || r.hold("", 1, 0) == nil
	return r.shared
}

// largeAnswers is how many answers of up to a megabyte a process writes at once, each some 4 MiB of memory meanwhile.
const largeAnswers = 16

// ShareLarge takes a place for the request among those whose answer may be large, and keeps it until the answer is
// written; it waits and fails as Share does, which comes first, so that one user cannot have them all.
func (r *Request) ShareLarge() error {
	return r.hold("large answers", largeAnswers, r.Config.AcquireTimeout)
}

// hold takes one of most places under a name and keeps it until the request is answered; it fails as take does.
func (r *Request) hold(name string, most int, wait time.Duration) error {
	free, err := r.shares.take(r.Context(), name, most, wait)
	if err == nil {
		r.free = append(r.free, free)
	}
	return err
}

// release gives back what the request holds, once it has been answered.
func (r *Request) release() {
	for _, free := range r.free {
		free()
	}
}

type shares struct {
	mu      sync.Mutex
	byOwner map[string]*share // those who are at work or wait
}

type share struct {
	taken   chan struct{}
	holders int // of places, and those who wait for one
}

// take waits until owner holds fewer than most places, at most for the given time; it fails with ErrUnavailable.
func (s *shares) take(ctx context.Context, owner string, most int, wait time.Duration) (free func(), err error) {
	s.mu.Lock()
	entry := s.byOwner[owner]
	if entry == nil {
		entry = &share{taken: make(chan struct{}, most)}
		s.byOwner[owner] = entry
	}
	entry.holders++
	s.mu.Unlock()
	leave := func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if entry.holders--; entry.holders == 0 {
			delete(s.byOwner, owner)
		}
	}
	free = func() { <-entry.taken; leave() }
	select {
	case entry.taken <- struct{}{}:
		return free, nil
	default:
	}
	if wait == 0 {
		leave()
		return nil, database.ErrUnavailable
	}
	waiting, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	select {
	case entry.taken <- struct{}{}:
		return free, nil
	case <-waiting.Done():
		leave()
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("%w: all %d places of one user, or of large answers, are taken",
			database.ErrUnavailable, most)
	}
}
