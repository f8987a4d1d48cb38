package account

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/url"
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

// CanMail tells whether there is a way to send mail.
func CanMail(cfg *config.Config) bool { return mail.Configured(cfg) }

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

// Tell mails what an owner is to hear of without having asked, where mail can be sent.
func Tell(ctx context.Context, cfg *config.Config, messages ...mail.Message) {
	if CanMail(cfg) {
		mail.Send(ctx, cfg, web.RequestID(ctx), messages...)
	}
}
