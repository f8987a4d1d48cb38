package account

import (
	"context"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/problem"
)

// line is where a hashing waits for a place: those who sign in and those who choose a password take turns, so that a
// crowd of the ones does not keep the others waiting (attacks: one person's load is everybody's).
type line int

const (
	signingIn line = iota
	choosing       // a password: signing up, resetting
)

// waitingAtMost is how many hashings wait in a line for each place. At 40 ms each, the last of both lines waits 5 s.
const waitingAtMost = 64

// places bounds the hashings at once, so that a burst of logins can neither exhaust memory nor starve everything else.
var places = sync.OnceValues(func() (*queue, error) {
	cfg, err := config.Get()
	if err != nil {
		return nil, err
	}
	return &queue{free: cfg.MaxHashings, atMost: cfg.MaxHashings * waitingAtMost}, nil
})

// busy is the 503 of a hashing for which there is no place in time.
var busy = problem.Unavailable("Too many people sign in right now, please try again in a moment", 5*time.Second)

// giveBack returns to the system what hashing has left behind, once nobody has hashed for a second.
var giveBack = sync.OnceValue(func() *time.Timer { return time.AfterFunc(time.Hour, debug.FreeOSMemory) })

// place waits in a line for one of the places and returns what gives it back; it answers 503 at once when too many wait
// there, or when ctx ends first.
func place(ctx context.Context, l line) (release func(), err error) {
	q, err := places()
	if err != nil {
		return nil, err
	}
	if !q.take(ctx, l) {
		return nil, busy
	}
	return func() {
		q.give()
		giveBack().Reset(time.Second)
	}, nil
}

type queue struct {
	mu      sync.Mutex
	free    int // places; none while somebody waits
	atMost  int // in a line
	waiting [2][]chan struct{}
	last    line // that got a place from those who wait
}

// take reports whether there was a place in time, which give then gives back.
func (q *queue) take(ctx context.Context, l line) bool {
	q.mu.Lock()
	if q.free > 0 {
		q.free--
		q.mu.Unlock()
		return true
	}
	if len(q.waiting[l]) >= q.atMost {
		q.mu.Unlock()
		return false
	}
	granted := make(chan struct{})
	q.waiting[l] = append(q.waiting[l], granted)
	q.mu.Unlock()
	select {
	case <-granted:
		return true
	case <-ctx.Done():
	}
	q.mu.Lock()
	i := slices.Index(q.waiting[l], granted)
	if i >= 0 {
		q.waiting[l] = slices.Delete(q.waiting[l], i, i+1)
	}
	q.mu.Unlock()
	if i < 0 { // granted meanwhile
		q.give()
	}
	return false
}

// give passes a place on to the first of the line whose turn it is.
func (q *queue) give() {
	q.mu.Lock()
	defer q.mu.Unlock()
	next := 1 - q.last
	if len(q.waiting[next]) == 0 {
		next = q.last
	}
	if len(q.waiting[next]) == 0 {
		q.free++
		return
	}
	q.last = next
	close(q.waiting[next][0])
	q.waiting[next] = slices.Delete(q.waiting[next], 0, 1)
}
