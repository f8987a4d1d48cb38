package identity

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/url"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
	"github.com/todo-backend/todo-backend/shared/web"
)

// How long a mail's link is good.
const (
	linkLife     = time.Hour
	deletionLife = 24 * time.Hour
)

var (
	ErrNoMail       = errors.New("mail is not configured")   // SMTP_URL is missing
	ErrInvalidToken = errors.New("the token is invalid")     // or used, or withdrawn
	ErrTokenExpired = errors.New("the token has expired")    // of a verification alone
	ErrNoUser       = errors.New("the token's user is gone") // of a verification alone
)

// Outbox returns the outbox of the process. The error is that of the configuration.
var Outbox = sync.OnceValues(func() (*mail.Outbox, error) {
	cfg, err := config.Get()
	if err != nil {
		return nil, err
	}
	return mail.NewOutbox(cfg, web.Log), nil
})

// CanMail reports whether mail can be sent.
func CanMail() bool {
	outbox, err := Outbox()
	return err == nil && outbox.Enabled()
}

// send sends messages for the request of ctx, see mail.Outbox.Send.
func send(ctx context.Context, messages ...mail.Message) {
	if outbox, err := Outbox(); err == nil {
		outbox.Send(ctx, web.RequestID(ctx), web.Began(ctx), messages...)
	}
}

// sendUniformTime sends messages, or none, in a time that does not tell which, see mail.Outbox.SendUniformTime.
func sendUniformTime(ctx context.Context, messages ...mail.Message) {
	if outbox, err := Outbox(); err == nil {
		outbox.SendUniformTime(ctx, web.RequestID(ctx), web.Began(ctx), web.MailPace.Get(), messages...)
	}
}

// CountMail queues the count of a mail to the recipient whose ratelimit.Hashed address the query finds, with args from
// $3 on: five in an hour over all that a stranger can cause, which is every kind but the notices of what has happened
// to an account. A mail over the limit is answered as if it was sent, and is not: admitted is false then, once b has
// run.
func CountMail(b *pgx.Batch, query string, args ...any) (admitted *bool) {
	return ratelimit.Admit(b, ratelimit.MailsTo, query, args...)
}

// withheld reports whether a mail is over its recipient's limit, and says so in the log.
func withheld(ctx context.Context, admitted *bool) bool {
	if !*admitted {
		web.Log.Warn("mail withheld: its recipient got five within the hour",
			slog.String("request_id", web.RequestID(ctx)))
	}
	return !*admitted
}

// link is an address under /api/auth, of configuration alone: no header of a request has a part in it. The callback is
// where the browser goes on, which the caller has checked.
func link(cfg *config.Config, path, callback string, query url.Values) string {
	query.Set("callbackURL", cmp.Or(callback, "/"))
	return cfg.AuthURL + "/api/auth" + path + "?" + query.Encode()
}

// Tell mails notices to an owner who has not asked for them, where mail can be sent.
func Tell(ctx context.Context, messages ...mail.Message) {
	if CanMail() {
		send(ctx, messages...)
	}
}
