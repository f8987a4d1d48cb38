package secret

import (
	"context"
	"slices"
	"sync"
)

// queue is where a hashing waits for a slot: sign-ins and new passwords take turns, so that a burst of one kind does
// not keep the other waiting (attacks: one person's load is everybody's).
type queue int

const (
	signIn      queue = iota
	newPassword       // signing up, resetting
)

// maxQueuedPerSlot is how many hashings wait in a queue for each slot. At 40 ms each, the last of both queues waits
// 5 s.
const maxQueuedPerSlot = 64

// hashSlots bounds the hashings at once, so that a burst of sign-ins can neither exhaust memory nor starve everything
// else.
type hashSlots struct {
	mu        sync.Mutex
	free      int // none while a hashing waits
	maxQueued int // in a queue
	queued    [2][]chan struct{}
	last      queue // that a slot was passed on to
}

func newHashSlots(slots int) *hashSlots {
	return &hashSlots{free: slots, maxQueued: slots * maxQueuedPerSlot}
}

// acquire waits in q for a slot, which release gives back. It reports whether it has got one: it has not where too many
// wait in q already, at once, or where ctx ends first.
func (s *hashSlots) acquire(ctx context.Context, q queue) bool {
	s.mu.Lock()
	if s.free > 0 {
		s.free--
		s.mu.Unlock()
		return true
	}
	if len(s.queued[q]) >= s.maxQueued {
		s.mu.Unlock()
		return false
	}
	granted := make(chan struct{})
	s.queued[q] = append(s.queued[q], granted)
	s.mu.Unlock()
	select {
	case <-granted:
		return true
	case <-ctx.Done():
	}
	s.mu.Lock()
	i := slices.Index(s.queued[q], granted)
	if i >= 0 {
		s.queued[q] = slices.Delete(s.queued[q], i, i+1)
	}
	s.mu.Unlock()
	if i < 0 { // granted meanwhile
		s.release()
	}
	return false
}

// release passes a slot on to the first of the queue whose turn it is.
func (s *hashSlots) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := 1 - s.last
	if len(s.queued[next]) == 0 {
		next = s.last
	}
	if len(s.queued[next]) == 0 {
		s.free++
		return
	}
	s.last = next
	close(s.queued[next][0])
	s.queued[next] = slices.Delete(s.queued[next], 0, 1)
}
