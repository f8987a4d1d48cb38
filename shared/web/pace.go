package web

import (
	"context"
	"time"
)

// What must not tell whether an account exists, or which hash it has, is answered at whole multiples of these times
// after the request began, see Even. They are variables for the tests alone, which need not wait.
var (
	SignInPace = time.Second            // of sign-ins that fail: longer than the slowest hash of an imported account
	MailPace   = 250 * time.Millisecond // of mails that are asked for
)

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
