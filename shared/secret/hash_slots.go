package secret

import (
	"context"
	"slices"
	"sync"
)

// queue is one of the queues for a slot. They take turns, so that a burst of sign-ups does not delay sign-ins, or the
// other way round (attacks: one person's load is everybody's).
type queue int

const (
	signIn      queue = iota
	newPassword       // signing up, resetting
)

// maxQueuedPerSlot limits a queue to so many hashings for each slot. At 40 ms each, the last of both queues waits 5 s.
const maxQueuedPerSlot = 64

// hashSlots limits concurrent hashings, so that a burst of sign-ins neither exhausts memory nor starves other requests.
type hashSlots struct {
	mu        sync.Mutex
	free      int // 0 while a hashing waits
	maxQueued int // in each queue
	queued    [2][]chan struct{}
	last      queue // that was granted a slot
}

func newHashSlots(slots int) *hashSlots {
	return &hashSlots{free: slots, maxQueued: slots * maxQueuedPerSlot}
}

// acquire waits in q for a slot, which the caller must release. It reports whether it has acquired a slot: it fails at
// once if q is full, and when ctx ends.
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

// release grants the slot to the first hashing of the queue whose turn it is.
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
