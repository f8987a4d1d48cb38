package mail

import (
	"context"
	"errors"
	"log/slog"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/todo-backend/todo-backend/shared/config"
)

const attemptTimeout = 30 * time.Second

// deliver attempts to send m until it is sent, refused for good, out of attempts, or ctx ends. It reports whether m is
// sent.
func (o *Outbox) deliver(ctx context.Context, log *slog.Logger, m Message) bool {
	if o.cfg.SMTPURL == config.SMTPLog {
		log.Info("mail", slog.String("to", m.To), slog.String("subject", m.Subject), slog.String("link", m.Link))
		return true
	}
	log = log.With(slog.String("subject", m.Subject))
	server, err := config.ParseSMTP(o.cfg.SMTPURL)
	if err != nil {
		log.Error("mail given up", slog.String("error", "SMTP_URL "+err.Error()))
		return false
	}
	msg, err := compose(o.cfg.MailFrom, m) // once, so that a mail that arrives twice has one Message-ID
	if err != nil {
		log.Error("mail given up", slog.String("error", err.Error()))
		return false
	}
	for attempt := 1; ; attempt++ {
		err := o.attempt(ctx, server, msg)
		if err == nil {
			return true
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
	return false
}

// attempt sends msg once, as soon as a connection is free.
func (o *Outbox) attempt(ctx context.Context, server config.SMTP, msg *gomail.Msg) error {
	select {
	case o.slots <- struct{}{}:
		defer func() { <-o.slots }()
	case <-ctx.Done():
		return ctx.Err()
	}
	ctx, cancel := context.WithTimeout(ctx, attemptTimeout)
	defer cancel()
	err := o.send(ctx, server, msg)
	if err != nil && ctx.Err() != nil {
		return errors.New("the mail server did not answer in time")
	}
	return err
}
