package identity

import (
	"cmp"
	"errors"
	"log/slog"
	"net/url"
	"time"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/mail"
	"github.com/todo-backend/todo-backend/shared/ratelimit"
	"github.com/todo-backend/todo-backend/shared/web"
)

// How long the link of a mail is valid.
const (
	linkTTL     = time.Hour
	deletionTTL = 24 * time.Hour
)

// What fails about mails and their links.
var (
	ErrNoMail       = errors.New("mail is not configured")          // SMTP_URL is missing
	ErrInvalidToken = errors.New("the token is invalid")            // or used, or revoked
	ErrTokenExpired = errors.New("the token has expired")           // of a verification alone
	ErrNoUser       = errors.New("the token's user does not exist") // of a verification alone
)

// CountMail returns the statement that counts a mail to the recipient whose ratelimit.Hashed address the query finds,
// with args from $3 on: five in an hour over all that a stranger can cause, which is every kind but the notices of what
// has happened to an account. A mail over the limit is not sent, and answered as if it was.
func CountMail(r *web.Request, query string, args ...any) *database.Row[ratelimit.Admission] {
	return ratelimit.For(r.Config).Admit(ratelimit.MailsTo, query, args...)
}

// withheld reports whether a mail is over its recipient's limit, and says so in the log.
func withheld(r *web.Request, admitted bool) bool {
	if !admitted {
		r.Log.Warn("mail withheld: its recipient got five within the hour", slog.String("request_id", r.ID))
	}
	return !admitted
}

// link returns an address under /api/auth, of configuration alone: no header of a request has a part in it. The
// callback is where the browser goes on, which the caller has checked.
func link(cfg *config.Config, path, callback string, query url.Values) string {
	query.Set("callbackURL", cmp.Or(callback, "/"))
	return cfg.AuthURL + "/api/auth" + path + "?" + query.Encode()
}

func send(r *web.Request, messages ...mail.Message) {
	r.Mail.Send(r.Context(), r.ID, r.Began, messages...)
}

// sendUniformTime sends messages, or none, in a time that does not tell which, see mail.Outbox.SendUniformTime.
func sendUniformTime(r *web.Request, messages ...mail.Message) {
	r.HideTiming()
	r.Mail.SendUniformTime(r.Context(), r.ID, r.Began, r.MailPace, messages...)
}

// Notify mails an owner, who has not asked for it, what has happened to the account, where mail can be sent.
func Notify(r *web.Request, messages ...mail.Message) {
	if r.Mail.Enabled() {
		send(r, messages...)
	}
}
