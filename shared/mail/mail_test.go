package mail

import (
	"context"
	"errors"
	"html"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/web"
)

var errNow = errors.New("not now")

// later gives o a mail, on a clock of synctest, and returns how long that took.
func later(ctx context.Context, o *outbox, cfg *config.Config, m *Message) time.Duration {
	start := time.Now()
	o.later(ctx, cfg, "id-1", m, true)
	return time.Since(start)
}

// TestPauses looks at when the attempts are made, and at the goroutines that are left: none, or synctest fails.
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
				log := logged(t)
				start := time.Now()
				var attempts []time.Duration
				sent := false
				o := newOutbox(func(ctx context.Context, _ config.SMTP, _ *gomail.Msg) error {
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
				cfg, want := configured("smtp://localhost"), web.MailPace.Get()
				if c.frozen {
					cfg.Vercel, want = "1", 5*time.Second
				}
				ctx, cancel := context.WithCancel(t.Context())
				cancel() // the client is gone
				m := verification()
				if got := later(ctx, o, cfg, &m); got != want {
					t.Errorf("took %s, want %s", got, want)
				}
				if c.frozen { // what is not written by now is written when the process thaws, or never
					synctest.Wait()
					if n := strings.Count(log.String(), "given up"); sent != c.sent || (n == 1) == c.sent {
						t.Errorf("sent %v at the answer, and the log says %s", sent, log)
					}
				}
				if err := o.drain(t.Context()); err != nil {
					t.Fatal(err)
				}
				if len(attempts) != len(c.attempts) || sent != c.sent || strings.Contains(log.String(), "given up") == c.sent {
					t.Fatalf("attempts at %v, want %v; sent %v\n%s", attempts, c.attempts, sent, log)
				}
				for i, at := range attempts {
					if at != c.attempts[i] {
						t.Errorf("attempts at %v, want %v", attempts, c.attempts)
					}
				}
			})
		})
	}
}

// TestOpenly takes as long as the mail does where the process is frozen after the answer, and no time elsewhere.
func TestOpenly(t *testing.T) {
	for name, c := range map[string]struct {
		cfg         config.Config
		takes, want time.Duration
	}{
		"a container":      {config.Config{SMTPURL: "smtp://localhost", SpaceID: "ann/todo"}, time.Second, 0},
		"Vercel":           {config.Config{SMTPURL: "smtp://localhost", Vercel: "1"}, time.Second, time.Second},
		"Lambda":           {config.Config{SMTPURL: "smtp://localhost", Lambda: "todo"}, 0, 0},
		"Vercel, too late": {config.Config{SMTPURL: "smtp://localhost", Vercel: "1"}, time.Hour, 4500 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				logged(t)
				o := newOutbox(func(ctx context.Context, _ config.SMTP, _ *gomail.Msg) error {
					select {
					case <-time.After(c.takes):
						return nil
					case <-ctx.Done():
						return ctx.Err()
					}
				})
				c.cfg.MailFrom = "todo@example.com"
				m, start := verification(), time.Now()
				o.later(t.Context(), &c.cfg, "id", &m, false)
				if took := time.Since(start); took != c.want {
					t.Errorf("took %s, want %s", took, c.want)
				}
				if err := o.drain(t.Context()); err != nil {
					t.Fatal(err)
				}
			})
		})
	}
}

// TestNothingToSend takes as long as a mail does, wherever the process runs, and sends nothing.
func TestNothingToSend(t *testing.T) {
	for name, c := range map[string]struct {
		cfg  config.Config
		want time.Duration
	}{
		"a container": {config.Config{SpaceID: "ann/todo"}, web.MailPace.Get()},
		"Vercel":      {config.Config{Vercel: "1"}, 5 * time.Second},
		"Lambda":      {config.Config{Lambda: "todo"}, 5 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := newOutbox(func(context.Context, config.SMTP, *gomail.Msg) error {
					t.Error("sent")
					return nil
				})
				for _, url := range []string{"smtp://localhost", config.MailToLog, ""} {
					c.cfg.SMTPURL = url
					if got := later(t.Context(), o, &c.cfg, nil); got != c.want {
						t.Errorf("took %s, want %s", got, c.want)
					}
				}
				if err := o.drain(t.Context()); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// TestCrowd gives more mails than may wait, to a server that answers none: a few are tried at once, and those too many
// are dropped, in the same time.
func TestCrowd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := logged(t)
		var now, most, tried atomic.Int32
		open := make(chan struct{})
		o := newOutbox(func(context.Context, config.SMTP, *gomail.Msg) error {
			tried.Add(1)
			n := now.Add(1)
			defer now.Add(-1)
			most.Store(max(n, most.Load())) // all of them are in here when the test looks
			<-open
			return nil
		})
		m := verification()
		for range 1000 {
			o.later(t.Context(), configured("smtp://localhost"), "id-1", &m, true)
		}
		synctest.Wait()
		if tried.Load() != 8 || log.Len() != 0 {
			t.Errorf("%d at once, want 8\n%s", tried.Load(), log)
		}
		frozen := configured("smtp://localhost")
		frozen.Vercel = "1"
		if got := later(t.Context(), o, frozen, &m); got != 5*time.Second {
			t.Errorf("a dropped mail took %s", got)
		}
		discreet(t, log, "mail dropped")
		if strings.Count(log.String(), "\n") != 1 {
			t.Errorf("%s", log)
		}

		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := o.drain(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("drained with mails to send: %v", err)
		}
		close(open)
		if err := o.drain(t.Context()); err != nil || tried.Load() != 1000 || most.Load() > 8 {
			t.Errorf("%d sent, %d at once: %v", tried.Load(), most.Load(), err)
		}
		o.later(t.Context(), configured("smtp://localhost"), "id-1", &m, true)
		if err := o.drain(t.Context()); err != nil || tried.Load() != 1001 {
			t.Errorf("%d sent: %v, want one more after the crowd", tried.Load(), err)
		}
	})
}

// TestSlotsAreFreeInPauses lets eight mails fail: a ninth does not wait for their second attempts.
func TestSlotsAreFreeInPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := atomic.Int32{}
		o := newOutbox(func(context.Context, config.SMTP, *gomail.Msg) error {
			n.Add(1)
			return errNow
		})
		m := verification()
		for range 9 {
			o.later(t.Context(), configured("smtp://localhost"), "id-1", &m, false)
		}
		synctest.Wait()
		if n.Load() != 9 {
			t.Errorf("%d tried before the clock moved, want 9", n.Load())
		}
		if err := o.drain(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// TestPanic is one mail's, not the process's.
func TestPanic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := logged(t)
		o := newOutbox(func(context.Context, config.SMTP, *gomail.Msg) error { panic("a bug") })
		m := verification()
		for range 20 { // more than there are slots
			o.later(t.Context(), configured("smtp://localhost"), "id-1", &m, true)
		}
		if err := o.drain(t.Context()); err != nil {
			t.Error(err)
		}
		discreet(t, log, "a bug")
		if strings.Count(log.String(), "mail given up") != 20 {
			t.Errorf("%s", log)
		}
	})
}

// TestExported goes through the exported functions, with mail to the log, and without any.
func TestExported(t *testing.T) {
	log := logged(t)
	m := Reset(configured(""), "ann@example.com", link)
	Later(t.Context(), configured(config.MailToLog), "id-1", &m)
	Later(t.Context(), configured(config.MailToLog), "id-1", nil)
	if err := Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	line := log.String()
	for _, part := range []string{`"to":"ann@example.com"`, `"subject":"Choose a new password"`, `"request_id":"id-1"`, token} {
		if !strings.Contains(line, part) || strings.Count(line, "\n") != 1 {
			t.Errorf("want one line with %s, got %s", part, line)
		}
	}
	log.Reset()
	Later(t.Context(), configured(""), "id-1", &m)
	if err := Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	discreet(t, log, "SMTP_URL must be")
	if Configured(configured("")) || !Configured(configured(config.MailToLog)) || !Configured(configured("smtp://localhost")) {
		t.Error("Configured")
	}
}

func TestMessages(t *testing.T) {
	cfg := configured("")
	subjects := map[string]bool{}
	for name, c := range map[string]struct {
		make  func(*config.Config, string, string) Message
		valid string
	}{
		"verification": {Verification, "1 hour"}, "reset": {Reset, "1 hour"}, "change": {EmailChange, "1 hour"}, "deletion": {Deletion, "24 hours"},
	} {
		t.Run(name, func(t *testing.T) {
			m := c.make(cfg, "ann&co@example.com", link)
			if m.To != "ann&co@example.com" || m.Link != link || m.Subject == "" || subjects[m.Subject] {
				t.Errorf("%+v", m)
			}
			subjects[m.Subject] = true
			text := html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(m.HTML, "\n"))
			for kind, body := range map[string]string{"text": m.Text, "HTML": text} {
				for _, want := range []string{link, "valid for " + c.valid, "If you did not", "https://todo.example.com", "ann&co@example.com", m.To} {
					if !strings.Contains(body, want) {
						t.Errorf("%s lacks %s:\n%s", kind, want, body)
					}
				}
				if !strings.Contains(body, "\n"+link+"\n") {
					t.Errorf("%s has no line with the link alone:\n%s", kind, body)
				}
			}
			targets := regexp.MustCompile(`(?:href|src|url|action)\s*[=(]\s*"([^"]*)"`).FindAllStringSubmatch(m.HTML, -1)
			if len(targets) != 2 {
				t.Errorf("want the link twice: %v", targets)
			}
			for _, target := range targets {
				if html.UnescapeString(target[1]) != link {
					t.Errorf("leads to %s", target[1])
				}
			}
			for _, remote := range []string{"<img", "<link", "<script", "<style", "@import", "url("} {
				if strings.Contains(m.HTML, remote) {
					t.Errorf("has %s", remote)
				}
			}
		})
	}
}

// TestNotices holds what asks nothing: no link, no word of one, and the one that offers to take a change back.
func TestNotices(t *testing.T) {
	cfg := configured("")
	way := func(make func(*config.Config, string, string) Message) Message {
		return make(cfg, "ann&co@example.com", "GitHub & co")
	}
	subjects := map[string]bool{}
	for name, m := range map[string]Message{
		"asked": EmailChangeAsked(cfg, "ann&co@example.com"), "changed": EmailChanged(cfg, "ann&co@example.com"),
		"undone": EmailChangeUndone(cfg, "ann&co@example.com"), "password": PasswordChanged(cfg, "ann&co@example.com"),
		"added": way(WayAdded), "removed": way(WayRemoved), "taken": way(AccountTaken),
	} {
		text := html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(m.HTML, "\n"))
		if m.To != "ann&co@example.com" || m.Link != "" || m.Subject == "" || subjects[m.Subject] {
			t.Errorf("%s: %+v", name, m)
		}
		subjects[m.Subject] = true
		for kind, body := range map[string]string{"text": m.Text, "HTML": text} {
			if !strings.Contains(body, "ann&co@example.com") || strings.Contains(body, "valid for") ||
				strings.Contains(m.HTML, "<a ") {
				t.Errorf("%s, %s:\n%s", name, kind, body)
			}
		}
	}
	if m := EmailChangedUndo(cfg, "ann@example.com", link); m.Link != link ||
		!strings.Contains(m.Text, "\n"+link+"\n") ||
		!strings.Contains(m.Text, "valid for 7 days") || strings.Count(m.HTML, `href="`) != 2 {
		t.Errorf("%+v", m)
	}
}

// TestNothingIsMarkup gives what comes from outside as HTML: it stays text, and a link is of the web alone.
func TestNothingIsMarkup(t *testing.T) {
	cfg := configured("")
	const hostile = `"><script>alert(1)</script>`
	for _, to := range []string{hostile, "ann@example.com"} {
		m := Verification(cfg, to, "https://todo.example.com/?token="+hostile)
		if strings.Contains(m.HTML, "<script") || strings.Contains(m.HTML, `=">`) {
			t.Errorf("%s", m.HTML)
		}
	}
	if m := Verification(cfg, "ann@example.com", "javascript:alert(1)"); strings.Contains(m.HTML, `href="javascript`) {
		t.Errorf("%s", m.HTML)
	}
}
