// Package mail sends the few mails the backend has to send, by SMTP and after the answer, so that neither a slow mail
// server nor the time an answer takes tells a caller anything.
package mail

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/web"
)

const (
	maxAtOnce   = 8    // connections to the mail server
	maxWaiting  = 1000 // mails in memory, a few kB each; more are dropped
	attemptTime = 30 * time.Second
	frozenTime  = 5 * time.Second // how long Later takes where the process is frozen after the answer
	frozenRest  = 500 * time.Millisecond
)

// Message is one mail to one address, as the functions of messages.go and notices.go make it.
type Message struct {
	To      string
	Subject string
	Text    string
	HTML    string
	Link    string // the secret in Text and HTML, or ""; config.MailToLog prints it, nothing else does
}

// Configured tells whether mail can be sent: by SMTP, or, beside the shim's own database, into the log.
func Configured(cfg *config.Config) bool { return cfg.SMTPURL != "" }

// Later sends messages, without an error: a failure is retried twice, after 1 s and 4 s, unless the server refuses for
// good (a 5yz reply, RFC 5321, 4.2.1), and is logged with requestID each time. It goes on when ctx ends. A handler that
// must not tell whether an account exists calls it in both cases, as the last thing before the answer, with nothing or
// a nil message to send nothing, which takes as long: until web.MailPace after the request began (see web.Even) in a
// process that goes on, and 5 seconds on Vercel and Lambda, which freeze the process after the answer: what is not sent
// by then is given up.
func Later(ctx context.Context, cfg *config.Config, requestID string, messages ...*Message) {
	if len(messages) == 0 {
		messages = []*Message{nil}
	}
	var all sync.WaitGroup
	for _, m := range messages {
		all.Go(func() { out.later(ctx, cfg, requestID, m, true) })
	}
	all.Wait()
}

// Send is Later for where the answer may tell that there is a mail: on Vercel and Lambda it takes until all are sent, 5
// seconds at most.
func Send(ctx context.Context, cfg *config.Config, requestID string, messages ...Message) {
	var all sync.WaitGroup
	for _, m := range messages {
		all.Go(func() { out.later(ctx, cfg, requestID, &m, false) })
	}
	all.Wait()
}

// Drain waits until everything that Later was given is sent or given up. The error is ctx's end before that.
func Drain(ctx context.Context) error { return out.drain(ctx) }

var out = newOutbox(send)

// outbox is what is being sent; tests make their own.
type outbox struct {
	send   func(context.Context, config.SMTP, *gomail.Msg) error
	pauses []time.Duration // between two attempts
	slots  chan struct{}   // one for each connection

	mu      sync.Mutex
	waiting int
	idle    chan struct{} // closed when waiting falls to 0
}

func newOutbox(send func(context.Context, config.SMTP, *gomail.Msg) error) *outbox {
	return &outbox{send: send, pauses: []time.Duration{time.Second, 4 * time.Second}, slots: make(chan struct{}, maxAtOnce)}
}

func (o *outbox) later(ctx context.Context, cfg *config.Config, requestID string, m *Message, hidden bool) {
	ctx, cancel := context.WithoutCancel(ctx), func() {} // a client that goes away stops neither the mail nor the wait
	sent := make(chan struct{})
	frozen := cfg.Vercel != "" || cfg.Lambda != ""
	switch {
	case hidden && frozen: // a time that depended on the mail server would tell that there was a mail
		defer web.Even(ctx, frozenTime)
	case hidden:
		defer web.Even(ctx, web.MailPace.Get())
	case frozen:
		defer func() { <-sent }()
	}
	if frozen {
		// the rest is for the log line
		ctx, cancel = context.WithDeadline(ctx, web.Began(ctx).Add(frozenTime-frozenRest))
	}
	log := web.Log.With(slog.String("request_id", requestID))
	if m == nil || !o.begin() {
		if m != nil {
			log.Error("mail dropped: too many are waiting", slog.String("subject", m.Subject))
		}
		cancel()
		close(sent)
		return
	}
	go func() {
		defer close(sent)
		defer o.end()
		defer cancel()
		defer func() {
			if p := recover(); p != nil {
				log.Error("mail given up", slog.Any("panic", p), slog.String("stack", string(debug.Stack())))
			}
		}()
		o.deliver(ctx, cfg, log, *m)
	}()
}

func (o *outbox) begin() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.waiting == maxWaiting {
		return false
	}
	if o.waiting == 0 {
		o.idle = make(chan struct{})
	}
	o.waiting++
	return true
}

func (o *outbox) end() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.waiting--; o.waiting == 0 {
		close(o.idle)
	}
}

func (o *outbox) drain(ctx context.Context) error {
	o.mu.Lock()
	waiting, idle := o.waiting, o.idle
	o.mu.Unlock()
	if waiting == 0 {
		return nil
	}
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("mail was still being sent: %w", ctx.Err())
	}
}

// deliver tries until m is sent, or to no purpose any more.
func (o *outbox) deliver(ctx context.Context, cfg *config.Config, log *slog.Logger, m Message) {
	if cfg.SMTPURL == config.MailToLog {
		log.Info("mail", slog.String("to", m.To), slog.String("subject", m.Subject), slog.String("link", m.Link))
		return
	}
	log = log.With(slog.String("subject", m.Subject))
	server, err := config.ParseSMTP(cfg.SMTPURL)
	if err != nil {
		log.Error("mail given up", slog.String("error", "SMTP_URL "+err.Error()))
		return
	}
	msg, err := compose(cfg, m) // once, so that a mail that arrives twice has one Message-ID
	if err != nil {
		log.Error("mail given up", slog.String("error", err.Error()))
		return
	}
	for attempt := 1; ; attempt++ {
		err := o.attempt(ctx, server, msg)
		if err == nil {
			return
		}
		log.Warn("mail not sent", slog.Int("attempt", attempt), slog.String("error", describe(err)))
		if attempt > len(o.pauses) || replyCode(err) >= 500 {
			break
		}
		select {
		case <-time.After(o.pauses[attempt-1]):
			continue
		case <-ctx.Done():
		}
		break
	}
	log.Error("mail given up")
}

func (o *outbox) attempt(ctx context.Context, server config.SMTP, msg *gomail.Msg) error {
	select {
	case o.slots <- struct{}{}:
		defer func() { <-o.slots }()
	case <-ctx.Done():
		return ctx.Err()
	}
	ctx, cancel := context.WithTimeout(ctx, attemptTime)
	defer cancel()
	err := o.send(ctx, server, msg)
	if err != nil && ctx.Err() != nil {
		return errors.New("the mail server did not answer in time")
	}
	return err
}
