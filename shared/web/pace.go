package web

import (
	"context"
	"sync/atomic"
	"time"
)

// What must not tell whether an account exists, or which hash it has, is answered at whole multiples of these times
// after the request began, see Even.
var (
	// of sign-ins that fail: longer than an imported account's slowest hash
	SignInPace = newPace(time.Second)
	MailPace   = newPace(250 * time.Millisecond) // of mails that are asked for
)

// Pace is a time that tests alone change, which need not wait, and which may do so while requests are answered.
type Pace struct{ nanoseconds atomic.Int64 }

func newPace(d time.Duration) *Pace {
	p := new(Pace)
	p.Set(d)
	return p
}

// Get returns the time.
func (p *Pace) Get() time.Duration { return time.Duration(p.nanoseconds.Load()) }

// Set changes the time; with 0 nothing waits.
func (p *Pace) Set(d time.Duration) { p.nanoseconds.Store(int64(d)) }

// Even waits until a whole multiple of pace has passed since the request of ctx began, so that the time of an answer
// does not tell what was done for it (OWASP: Authentication and Error Messages). It holds neither a connection to the
// database nor a place to hash, and does not end with ctx.
func Even(ctx context.Context, pace time.Duration) {
	if pace <= 0 {
		return
	}
	time.Sleep(pace - time.Since(Began(ctx))%pace)
}

// Began returns when the request that ctx belongs to began, or now where it belongs to none.
func Began(ctx context.Context) time.Time {
	if w, ok := ctx.Value(workKey{}).(*work); ok {
		return w.began
	}
	return time.Now()
}
