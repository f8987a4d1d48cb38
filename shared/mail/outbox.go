// Package mail sends the few mails the backend has to send, by SMTP and after the answer, so that neither a slow mail
// server nor the time an answer takes tells a caller anything.
package mail

import (
	"context"
	"crypto/x509"
	"fmt"
	"log/slog"
	"net"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/todo-backend/todo-backend/shared/config"
)

const (
	maxConns         = 8               // connections to the mail server
	maxPending       = 1000            // mails in memory, a few kB each; more are dropped
	serverlessBudget = 5 * time.Second // a request's time where the process is frozen after the answer
	logReserve       = 500 * time.Millisecond
)

// Outbox sends mails in the background. It is safe for concurrent use.
type Outbox struct {
	Sent   atomic.Int64 // messages that the mail server has taken, or the log
	Failed atomic.Int64 // messages given up or dropped

	cfg        *config.Config
	log        *slog.Logger
	serverless bool

	// Tests replace these.
	send   func(context.Context, config.SMTP, *gomail.Msg) error
	dial   func(ctx context.Context, network, address string) (net.Conn, error)
	roots  *x509.CertPool  // nil: the system's
	pauses []time.Duration // between two attempts

	slots   chan struct{} // one for each connection
	mu      sync.Mutex
	pending int
	idle    chan struct{} // closed when pending falls to 0
}

// NewOutbox returns an outbox for the mail server of cfg. It connects to nothing before the first mail.
func NewOutbox(cfg *config.Config, log *slog.Logger) *Outbox {
	o := &Outbox{
		cfg: cfg, log: log, serverless: cfg.Serverless(),
		dial:   (&net.Dialer{}).DialContext,
		pauses: []time.Duration{time.Second, 4 * time.Second},
		slots:  make(chan struct{}, maxConns),
	}
	o.send = o.sendSMTP
	return o
}

// Enabled reports whether mail can be sent: by SMTP, or, beside the shim's own database, into the log.
func (o *Outbox) Enabled() bool { return o.cfg.SMTPURL != "" }

// Send sends messages for the request of an id, which began at a time. It returns at once and goes on when ctx ends. It
// returns no error: a failure is logged with the id, and retried twice, after 1 s and 4 s, unless the server refuses
// for good (a 5yz reply, RFC 5321, 4.2.1). On Vercel and Lambda, which freeze the process after the answer, it returns
// when all messages are sent, and gives up what is not sent 4.5 seconds after the request began.
func (o *Outbox) Send(ctx context.Context, requestID string, began time.Time, messages ...Message) {
	for _, sent := range o.enqueue(ctx, requestID, began, messages) {
		if o.serverless {
			<-sent
		}
	}
}

// SendUniformTime is Send for a handler whose answer must not tell whether an account exists: it returns when a whole
// multiple of pace has passed since the request began, and after 5 seconds on Vercel and Lambda, whatever it sends. The
// handler calls it last, and without messages where it has nothing to send.
func (o *Outbox) SendUniformTime(
	ctx context.Context, requestID string, began time.Time, pace time.Duration, messages ...Message,
) {
	o.enqueue(ctx, requestID, began, messages)
	if o.serverless {
		pace = serverlessBudget
	}
	if pace > 0 {
		time.Sleep(pace - time.Since(began)%pace)
	}
}

// Drain waits until every message is sent or given up. It fails if ctx ends before that.
func (o *Outbox) Drain(ctx context.Context) error {
	o.mu.Lock()
	pending, idle := o.pending, o.idle
	o.mu.Unlock()
	if pending == 0 {
		return nil
	}
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("mail was still being sent: %w", ctx.Err())
	}
}

// enqueue starts to deliver messages and returns, for each that it takes, a channel that is closed when the message is
// sent or given up.
func (o *Outbox) enqueue(
	ctx context.Context, requestID string, began time.Time, messages []Message,
) (sent []<-chan struct{}) {
	log := o.log.With(slog.String("request_id", requestID))
	ctx = context.WithoutCancel(ctx) // a client that hangs up does not stop the mail
	for _, m := range messages {
		if !o.reserve() {
			o.Failed.Add(1)
			log.Error("mail dropped: too many are waiting", slog.String("subject", m.Subject))
			continue
		}
		done := make(chan struct{})
		sent = append(sent, done)
		go func() {
			defer close(done)
			defer o.release()
			o.deliverInTime(ctx, log, began, m)
		}()
	}
	return sent
}

// deliverInTime delivers m within the budget of a serverless process, counts it, and survives a panic.
func (o *Outbox) deliverInTime(ctx context.Context, log *slog.Logger, began time.Time, m Message) {
	defer func() {
		if p := recover(); p != nil {
			o.Failed.Add(1)
			log.Error("mail given up", slog.Any("panic", p), slog.String("stack", string(debug.Stack())))
		}
	}()
	if o.serverless {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, began.Add(serverlessBudget-logReserve))
		defer cancel()
	}
	if o.deliver(ctx, log, m) {
		o.Sent.Add(1)
	} else {
		o.Failed.Add(1)
	}
}

func (o *Outbox) reserve() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.pending == maxPending {
		return false
	}
	if o.pending == 0 {
		o.idle = make(chan struct{})
	}
	o.pending++
	return true
}

func (o *Outbox) release() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.pending--; o.pending == 0 {
		close(o.idle)
	}
}
