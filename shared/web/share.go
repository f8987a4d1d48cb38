package web

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
)

// work is a request while it is answered.
type work struct {
	id     string
	began  time.Time
	shared bool     // it has its place in its user's share
	free   []func() // give back what it holds
}

type workKey struct{}

// RequestID returns the id of the request that ctx belongs to, for log lines; "" where it belongs to none.
func RequestID(ctx context.Context) string {
	if w, ok := ctx.Value(workKey{}).(*work); ok {
		return w.id
	}
	return ""
}

// end is called when the request has been answered.
func (w *work) end() {
	for _, free := range w.free {
		free()
	}
}

// hold takes one of most places of a name and keeps it until the request is answered; it fails as take does.
func (w *work) hold(ctx context.Context, name string, most int, wait time.Duration) error {
	free, err := places.take(ctx, name, most, wait)
	if err == nil {
		w.free = append(w.free, free)
	}
	return err
}

// Share takes a place for the request of ctx in the share of owner, who may be anybody's name for a user, and keeps it
// until the request is answered, the body of the answer included. A user has half as many places as the process has
// database connections, so that the load of one leaves room for the others (OWASP API4:2023); beyond it a request waits
// for DATABASE_ACQUIRE_TIMEOUT, and then fails with database.ErrUnavailable. It is a 503 and no 429, since the person
// at another device has done nothing too often, and every client keeps a change that a 503 has met. It does nothing for
// a request that has its place already, and outside of one.
func Share(ctx context.Context, owner string) error {
	w, ok := ctx.Value(workKey{}).(*work)
	if !ok || w.shared {
		return nil
	}
	cfg, err := config.Get()
	if err != nil {
		return err
	}
	err = w.hold(ctx, owner, max(1, cfg.MaxConns/2), cfg.AcquireTimeout)
	w.shared = err == nil
	return err
}

// ShareAlone takes a place for the request of ctx, as Share does, in the share of those whose user nobody knows yet. It
// has one place, so that it adds little to the share of a user with many sessions; false means that it is taken.
func ShareAlone(ctx context.Context) bool {
	w, ok := ctx.Value(workKey{}).(*work)
	if !ok || w.shared {
		return true
	}
	w.shared = w.hold(ctx, "", 1, 0) == nil
	return w.shared
}

// largeAnswers is how many answers of up to a megabyte a process works at, each some 4 MiB of memory while it is made.
const largeAnswers = 16

// Large takes a place for the request of ctx among those whose answer may be large, and keeps it until the answer is
// written; it waits and fails as Share does, which comes first, so that one user cannot have them all.
func Large(ctx context.Context) error {
	w, ok := ctx.Value(workKey{}).(*work)
	if !ok {
		return nil
	}
	cfg, err := config.Get()
	if err != nil {
		return err
	}
	return w.hold(ctx, "large answers", largeAnswers, cfg.AcquireTimeout)
}

var places = shares{byOwner: map[string]*share{}}

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
	own := s.byOwner[owner]
	if own == nil {
		own = &share{taken: make(chan struct{}, most)}
		s.byOwner[owner] = own
	}
	own.holders++
	s.mu.Unlock()
	leave := func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if own.holders--; own.holders == 0 {
			delete(s.byOwner, owner)
		}
	}
	free = func() { <-own.taken; leave() }
	select {
	case own.taken <- struct{}{}:
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
	case own.taken <- struct{}{}:
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
