package mail

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/todo-backend/todo-backend/shared/config"
)

const (
	link  = "https://todo.example.com/verify?token=" + token + "&next=%2Fhome&a=b+c"
	token = "eyJhbGciOiJIUzI1NiJ9.eyJlbWFpbCI6ImFubkBleGFtcGxlLmNvbSIsImlhdCI6MX0." +
		"0123456789-abcdefghijklmnopqrstuvwxyz_ABCDEFGH"
)

func configured(url string) *config.Config {
	return &config.Config{SMTPURL: url, MailFrom: "Tödo <no-reply@example.com>",
		FrontendURL: "https://todo.example.com"}
}

// newTestOutbox returns an outbox that calls send, where it is given, and its log, which is to be read after Drain.
func newTestOutbox(
	cfg *config.Config, send func(context.Context, config.SMTP, *gomail.Msg) error,
) (*Outbox, *bytes.Buffer) {
	log := new(bytes.Buffer)
	o := NewOutbox(cfg, slog.New(slog.NewJSONHandler(log, nil)))
	if send != nil {
		o.send = send
	}
	return o, log
}

// verification returns a mail of this package.
func verification() Message { return Verification(configured(""), "ann@example.com", link) }

// TestOverload sends more mails than may be pending, to a server that never answers: eight are attempted at a time, and
// the surplus is dropped, in the same time.
func TestOverload(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var now, most, tried atomic.Int32
		open := make(chan struct{})
		o, log := newTestOutbox(configured("smtp://localhost"), func(context.Context, config.SMTP, *gomail.Msg) error {
			tried.Add(1)
			n := now.Add(1)
			defer now.Add(-1)
			most.Store(max(n, most.Load())) // all of them are in here when the test looks
			<-open
			return nil
		})
		for range 1000 {
			uniformTime(t.Context(), o, verification())
		}
		synctest.Wait()
		if tried.Load() != 8 || log.Len() != 0 {
			t.Errorf("%d at once, want 8\n%s", tried.Load(), log)
		}
		o.serverless = true
		if got := uniformTime(t.Context(), o, verification()); got != 5*time.Second {
			t.Errorf("a dropped mail took %s", got)
		}
		o.serverless = false
		discreet(t, log, "mail dropped")
		if strings.Count(log.String(), "\n") != 1 {
			t.Errorf("%s", log)
		}

		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := o.Drain(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("drained with mails to send: %v", err)
		}
		close(open)
		if err := o.Drain(t.Context()); err != nil || tried.Load() != 1000 || most.Load() > 8 {
			t.Errorf("%d sent, %d at once: %v", tried.Load(), most.Load(), err)
		}
		uniformTime(t.Context(), o, verification())
		if err := o.Drain(t.Context()); err != nil || tried.Load() != 1001 {
			t.Errorf("%d sent: %v, want another after the overload", tried.Load(), err)
		}
		counted(t, o, 1001, 1)
	})
}

// counted checks what the outbox has counted once it is drained.
func counted(t *testing.T, o *Outbox, sent, failed int64) {
	t.Helper()
	if o.Sent.Load() != sent || o.Failed.Load() != failed {
		t.Errorf("%d sent and %d failed, want %d and %d", o.Sent.Load(), o.Failed.Load(), sent, failed)
	}
}

// TestSlotsAreFreeInPauses lets eight mails fail: a ninth does not wait for their second attempts.
func TestSlotsAreFreeInPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := atomic.Int32{}
		o, _ := newTestOutbox(configured("smtp://localhost"), func(context.Context, config.SMTP, *gomail.Msg) error {
			n.Add(1)
			return errNow
		})
		for range 9 {
			o.Send(t.Context(), "id-1", time.Now(), verification())
		}
		synctest.Wait()
		if n.Load() != 9 {
			t.Errorf("%d tried before the clock moved, want 9", n.Load())
		}
		if err := o.Drain(t.Context()); err != nil {
			t.Error(err)
		}
		counted(t, o, 0, 9)
	})
}

// TestPanic gives up the mail whose delivery panics; the process goes on.
func TestPanic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o, log := newTestOutbox(configured("smtp://localhost"), func(context.Context, config.SMTP, *gomail.Msg) error {
			panic("a bug")
		})
		for range 20 { // more than there are slots
			uniformTime(t.Context(), o, verification())
		}
		if err := o.Drain(t.Context()); err != nil {
			t.Error(err)
		}
		discreet(t, log, "a bug")
		if strings.Count(log.String(), "mail given up") != 20 {
			t.Errorf("%s", log)
		}
		counted(t, o, 0, 20)
	})
}

// TestSMTPLog writes mails into the log instead of sending them.
func TestSMTPLog(t *testing.T) {
	cfg := configured(config.SMTPLog)
	o, log := newTestOutbox(cfg, nil)
	o.SendUniformTime(t.Context(), "id-1", time.Now(), time.Millisecond, Reset(cfg, "ann@example.com", link))
	o.SendUniformTime(t.Context(), "id-1", time.Now(), time.Millisecond)
	if err := o.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	line := log.String()
	for _, part := range []string{
		`"to":"ann@example.com"`, `"subject":"Choose a new password"`, `"request_id":"id-1"`, token,
	} {
		if !strings.Contains(line, part) || strings.Count(line, "\n") != 1 {
			t.Errorf("want one line with %s, got %s", part, line)
		}
	}
}

// TestEnabled gives up a mail where none can be sent.
func TestEnabled(t *testing.T) {
	for _, url := range []string{config.SMTPLog, "smtp://localhost"} {
		if !NewOutbox(configured(url), slog.Default()).Enabled() {
			t.Errorf("not enabled by %s", url)
		}
	}
	o, log := newTestOutbox(configured(""), nil)
	if o.Enabled() {
		t.Error("enabled without SMTP_URL")
	}
	o.SendUniformTime(t.Context(), "id-1", time.Now(), time.Millisecond, verification())
	if err := o.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	discreet(t, log, "SMTP_URL must be")
}
