package mail

import (
	"bytes"
	"context"
	"io"
	netmail "net/mail"
	"net/textproto"
	"strings"
	"testing"

	gomail "github.com/wneessen/go-mail"

	"github.com/todo-backend/todo-backend/shared/config"
)

// only overrides the reply to a verb.
func only(verb, reply string) func(string) string {
	return func(v string) string {
		if v == verb {
			return reply
		}
		return ""
	}
}

// discreet checks that the log says a thing, with the request id in each line, and shows nothing secret.
func discreet(t *testing.T, log *bytes.Buffer, says string) {
	t.Helper()
	for _, secret := range []string{token, token[:20], "todo.example.com", "hunter2", "YW5uAGh1bnRlcjI", "BodW50ZXIy"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log shows %s:\n%s", secret, log)
		}
	}
	for line := range strings.Lines(log.String()) {
		if !strings.Contains(line, `"request_id":"id-1"`) {
			t.Errorf("no request id in %s", line)
		}
	}
	if !strings.Contains(log.String(), says) {
		t.Errorf("%q is not in the log:\n%s", says, log)
	}
}

// TestRefusals lets the server refuse at each step: there is one attempt if it refuses for good, and three if for now.
func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		verb, reply string
		says        string
		attempts    int
	}{
		"at the greeting": {"connect", "554 5.3.2 no service for " + link, "dial failed: 554", 1},
		"the password": {"AUTH", "535 5.7.8 not AUTH PLAIN AGFubgBodW50ZXIy, hunter2",
			"SMTP AUTH failed: 535", 1},
		"the sender":                 {"MAIL", "553 5.1.8 no such sender", "MAIL FROM command: 553 5.1.8", 1},
		"the recipient":              {"RCPT", "550 5.1.1 no such user", "RCPT TO command: 550 5.1.1", 1},
		"the text, and says why":     {".", "554-5.7.1 spam:\r\n554 5.7.1 " + link, "DATA writer: 554 5.7.1", 1},
		"for now, at the greeting":   {"connect", "421 4.3.2 busy", "dial failed: 421", 3},
		"for now, the password":      {"AUTH", "454 4.7.0 AUTH PLAIN AGFubgBodW50ZXIy", "SMTP AUTH failed: 454", 3},
		"for now, the recipient":     {"RCPT", "450 4.2.0 greylisted, see " + link, "RCPT TO command: 450 4.2.0", 3},
		"the line breaks early":      {"connect", "close", "mail given up", 3},
		"and before the data":        {"DATA", "close", "DATA command: the connection broke", 3},
		"and before the last answer": {".", "close", "DATA writer: the connection broke", 3},
		"what is not SMTP":           {"connect", link, "dial failed: not an SMTP reply", 3},
		"what is not SMTP, later":    {"AUTH", "AGFubgBodW50ZXIy hunter2", "SMTP AUTH failed: not an SMTP reply", 3},
		"a line for a reply":         {".", "2 " + link, "DATA writer: the connection broke", 3},
	} {
		t.Run(name, func(t *testing.T) {
			s := (&server{mechanisms: "PLAIN", answer: only(c.verb, c.reply)}).start(t)
			log := s.deliver(t, "smtp://ann:hunter2@localhost", verification())
			discreet(t, log, c.says)
			if n := s.said(c.verb); n != c.attempts {
				t.Errorf("%d attempts, want %d:\n%s", n, c.attempts, log)
			}
			if n := strings.Count(log.String(), "mail not sent"); n != c.attempts {
				t.Errorf("%d lines of %d attempts:\n%s", n, c.attempts, log)
			}
			if strings.Count(log.String(), "mail given up") != 1 {
				t.Errorf("not given up once:\n%s", log)
			}
		})
	}
}

func TestTheThirdAttemptSucceeds(t *testing.T) {
	failures := []string{"421 4.3.2 busy", "close"}
	s := &server{answer: func(verb string) string {
		if verb != "." || len(failures) == 0 {
			return ""
		}
		reply := failures[0]
		failures = failures[1:]
		return reply
	}}
	s.start(t)
	log := s.deliver(t, "smtp://localhost", verification())
	discreet(t, log, `"attempt":2`)
	got := s.taken()
	if len(got) != 3 || strings.Contains(log.String(), "given up") {
		t.Fatalf("%d attempts:\n%s", len(got), log)
	}
	checkMail(t, got[2].data)
	if id := messageID(t, got[0]); id != messageID(t, got[1]) || id != messageID(t, got[2]) {
		t.Errorf("one mail has several ids")
	}
	s.deliver(t, "smtp://localhost", verification())
	if got := s.taken(); len(got) != 4 || messageID(t, got[3]) == messageID(t, got[0]) {
		t.Errorf("two mails have one id")
	}
}

func messageID(t *testing.T, r received) string {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(r.data))
	if err != nil {
		t.Fatal(err)
	}
	return m.Header.Get("Message-Id")
}

// TestQuitFails breaks QUIT: the mail has arrived, and another attempt would send it twice.
func TestQuitFails(t *testing.T) {
	for _, reply := range []string{"close", "421 4.3.2 gone", "554 no"} {
		s := (&server{answer: only("QUIT", reply)}).start(t)
		log := s.deliver(t, "smtp://localhost", verification())
		if n := len(s.taken()); n != 1 || log.Len() != 0 {
			t.Errorf("%s: %d mails, and the log says %s", reply, n, log)
		}
	}
}

// TestHangingServer cancels the context while a reply is outstanding: the attempt ends and leaves no connection open.
func TestHangingServer(t *testing.T) {
	trusted := newAuthority(t)
	certificate := trusted.issue(t, "mail.test")
	const url, urlTLS = "smtp://ann:secret@mail.test", "smtps://ann:secret@mail.test"
	for _, c := range []struct{ verb, url string }{
		{"connect", url}, {"EHLO", url}, {"STARTTLS", url}, {"AUTH", url}, {"RCPT", url}, {".", url}, {"QUIT", url},
		{"connect", urlTLS}, {".", urlTLS},
	} {
		t.Run(c.verb+" "+c.url[:5], func(t *testing.T) {
			s := (&server{certificate: certificate, trusted: trusted, mechanisms: "PLAIN",
				implicit: strings.HasPrefix(c.url, "smtps"), answer: only(c.verb, "hang")}).start(t)
			parsed, err := config.ParseSMTP(c.url)
			if err != nil {
				t.Fatal(err)
			}
			o, _ := s.outbox(c.url)
			msg, err := compose(o.cfg.MailFrom, verification())
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			result := make(chan error, 1)
			go func() { result <- o.attempt(ctx, parsed, msg) }()
			if verb := <-s.hanging; verb != c.verb {
				t.Fatal(verb)
			}
			cancel()
			switch err := <-result; {
			case c.verb == "QUIT" && err != nil:
				t.Error(err)
			case c.verb != "QUIT" && (err == nil || err.Error() != "the mail server did not answer in time"):
				t.Errorf("%v", err)
			}
		})
	}
}

func TestNoServer(t *testing.T) {
	s := (&server{}).start(t)
	s.listener.Close()
	log := s.deliver(t, "smtp://localhost", verification())
	discreet(t, log, "connection refused")
	if strings.Count(log.String(), "mail not sent") != 3 {
		t.Errorf("%s", log)
	}
}

func TestDescribe(t *testing.T) {
	if code := replyCode(io.EOF); code != 0 {
		t.Error(code)
	}
	if got := describe(&textproto.Error{Code: 500, Msg: token}); got != "500" {
		t.Error(got)
	}
	if got := describe(&gomail.SendError{Reason: gomail.ErrSMTPData}); !strings.HasSuffix(got, "the connection broke") {
		t.Error(got)
	}
}
