package mail

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/todo-backend/todo-backend/shared/config"
)

const pace = 250 * time.Millisecond

var errNow = errors.New("not now")

// uniformTime gives messages to o, on a clock of synctest, and returns how long that took.
func uniformTime(ctx context.Context, o *Outbox, messages ...Message) time.Duration {
	start := time.Now()
	o.SendUniformTime(ctx, "id-1", start, pace, messages...)
	return time.Since(start)
}

// TestPauses checks when the attempts happen, and that no goroutine is left over: synctest fails otherwise.
func TestPauses(t *testing.T) {
	for name, c := range map[string]struct {
		takes    time.Duration // of an attempt
		fails    int           // attempts
		frozen   bool
		attempts []time.Duration
		sent     bool
	}{
		"at once":                {0, 0, false, []time.Duration{0}, true},
		"the second":             {0, 1, false, []time.Duration{0, time.Second}, true},
		"the third":              {0, 2, false, []time.Duration{0, time.Second, 5 * time.Second}, true},
		"never":                  {0, 9, false, []time.Duration{0, time.Second, 5 * time.Second}, false},
		"hanging":                {time.Hour, 0, false, []time.Duration{0, 31 * time.Second, 65 * time.Second}, false},
		"frozen, at once":        {0, 0, true, []time.Duration{0}, true},
		"frozen, slowly":         {4 * time.Second, 0, true, []time.Duration{0}, true},
		"frozen, the second":     {time.Second, 1, true, []time.Duration{0, 2 * time.Second}, true},
		"frozen, no third":       {0, 9, true, []time.Duration{0, time.Second}, false},
		"frozen, hanging":        {time.Hour, 0, true, []time.Duration{0}, false},
		"frozen, a little late":  {4900 * time.Millisecond, 0, true, []time.Duration{0}, false},
		"frozen, late in pauses": {4 * time.Second, 9, true, []time.Duration{0}, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				var attempts []time.Duration
				sent := false
				cfg, want := configured("smtp://localhost"), pace
				if c.frozen {
					cfg.Vercel, want = "1", 5*time.Second
				}
				o, log := newTestOutbox(cfg, func(ctx context.Context, _ config.SMTP, _ *gomail.Msg) error {
					attempts = append(attempts, time.Since(start))
					select {
					case <-time.After(c.takes):
					case <-ctx.Done():
						return ctx.Err()
					}
					if len(attempts) <= c.fails {
						return errNow
					}
					sent = true
					return nil
				})
				ctx, cancel := context.WithCancel(t.Context())
				cancel() // the client has hung up
				if got := uniformTime(ctx, o, verification()); got != want {
					t.Errorf("took %s, want %s", got, want)
				}
				if c.frozen { // what is not written by now is written when the process thaws, or never
					synctest.Wait()
					if n := strings.Count(log.String(), "given up"); sent != c.sent || (n == 1) == c.sent {
						t.Errorf("sent %v at the answer, and the log says %s", sent, log)
					}
				}
				if err := o.Drain(t.Context()); err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(attempts, c.attempts) || sent != c.sent ||
					strings.Contains(log.String(), "given up") == c.sent {
					t.Fatalf("attempts at %v, want %v; sent %v\n%s", attempts, c.attempts, sent, log)
				}
			})
		})
	}
}

// TestSend takes as long as the mail where the process is frozen after the answer, and no time elsewhere.
func TestSend(t *testing.T) {
	for name, c := range map[string]struct {
		cfg         config.Config
		takes, want time.Duration
	}{
		"a container": {config.Config{SMTPURL: "smtp://localhost", SpaceID: "ann/todo"}, time.Second, 0},
		"Vercel":      {config.Config{SMTPURL: "smtp://localhost", Vercel: "1"}, time.Second, time.Second},
		"Lambda":      {config.Config{SMTPURL: "smtp://localhost", Lambda: "todo"}, 0, 0},
		"Vercel, too late": {config.Config{SMTPURL: "smtp://localhost", Vercel: "1"}, time.Hour,
			4500 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c.cfg.MailFrom = "todo@example.com"
				o, _ := newTestOutbox(&c.cfg, func(ctx context.Context, _ config.SMTP, _ *gomail.Msg) error {
					select {
					case <-time.After(c.takes):
						return nil
					case <-ctx.Done():
						return ctx.Err()
					}
				})
				start := time.Now()
				o.Send(t.Context(), "id-1", start, verification())
				if took := time.Since(start); took != c.want {
					t.Errorf("took %s, want %s", took, c.want)
				}
				if err := o.Drain(t.Context()); err != nil {
					t.Fatal(err)
				}
			})
		})
	}
}

// TestNothingToSend takes as long as a mail, wherever the process runs, and sends nothing.
func TestNothingToSend(t *testing.T) {
	for name, c := range map[string]struct {
		cfg  config.Config
		want time.Duration
	}{
		"a container": {config.Config{SpaceID: "ann/todo"}, pace},
		"Vercel":      {config.Config{Vercel: "1"}, 5 * time.Second},
		"Lambda":      {config.Config{Lambda: "todo"}, 5 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				for _, url := range []string{"smtp://localhost", config.SMTPLog, ""} {
					c.cfg.SMTPURL = url
					o, _ := newTestOutbox(&c.cfg, func(context.Context, config.SMTP, *gomail.Msg) error {
						t.Error("sent")
						return nil
					})
					if got := uniformTime(t.Context(), o); got != c.want {
						t.Errorf("took %s, want %s", got, c.want)
					}
					if err := o.Drain(t.Context()); err != nil {
						t.Error(err)
					}
				}
			})
		})
	}
}
