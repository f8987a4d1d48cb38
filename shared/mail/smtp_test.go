package mail

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"net/textproto"
	"os"
	"strings"
	"testing"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/web"
)

const (
	link  = "https://todo.example.com/verify?token=" + token + "&next=%2Fhome&a=b+c"
	token = "eyJhbGciOiJIUzI1NiJ9.eyJlbWFpbCI6ImFubkBleGFtcGxlLmNvbSIsImlhdCI6MX0.0123456789-abcdefghijklmnopqrstuvwxyz_ABCDEFGH"
)

func TestMain(m *testing.M) {
	web.Log = slog.New(slog.DiscardHandler)
	web.MailPace.Set(time.Millisecond) // what is not on a clock of synctest need not wait
	os.Exit(m.Run())
}

// logged lets web.Log write to a buffer; it is read after drain.
func logged(t *testing.T) *bytes.Buffer {
	before := web.Log
	t.Cleanup(func() { web.Log = before })
	log := new(bytes.Buffer)
	web.Log = slog.New(slog.NewJSONHandler(log, nil))
	return log
}

func configured(url string) *config.Config {
	return &config.Config{SMTPURL: url, MailFrom: "Tödo <no-reply@example.com>", FrontendURL: "https://todo.example.com"}
}

// sent sends one mail as Later does, but without a pause between two attempts, and returns when it is sent or given up.
func sent(t *testing.T, url string, m Message) {
	t.Helper()
	o := newOutbox(send)
	clear(o.pauses)
	o.later(t.Context(), configured(url), "id-1", &m, true)
	if err := o.drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// verification is a mail of this package.
func verification() Message { return Verification(configured(""), "ann@example.com", link) }

func TestConversation(t *testing.T) {
	trusted := newAuthority(t).trust(t)
	certificate := trusted.issue(t, "mail.test")
	for name, c := range map[string]struct {
		server *server
		url    string
		auth   string
		tls    bool
	}{
		"plain":                        {&server{}, "smtp://mail.test:25", "", false},
		"STARTTLS where it is offered": {&server{certificate: certificate}, "smtp://mail.test", "", true},
		"STARTTLS and a password":      {&server{certificate: certificate, mechanisms: "LOGIN PLAIN"}, "smtp://ann%40example.com:p%40ss%2Fw%3Ard@mail.test", ":ann@example.com:p@ss/w:rd", true},
		"TLS":                          {&server{certificate: certificate, implicit: true}, "smtps://mail.test", "", true},
		"TLS and a password":           {&server{certificate: certificate, implicit: true, mechanisms: "PLAIN"}, "smtps://ann:secret@mail.test", ":ann:secret", true},
		"a password on this machine":   {&server{mechanisms: "PLAIN"}, "smtp://ann:secret@localhost", ":ann:secret", false},
		"and on another loopback":      {&server{mechanisms: "PLAIN"}, "smtp://ann:secret@127.0.0.2", ":ann:secret", false},
		"an IPv6 address":              {&server{mechanisms: "PLAIN"}, "smtp://ann:secret@[::1]", ":ann:secret", false},
		"this machine, with STARTTLS":  {&server{certificate: trusted.issue(t, "localhost"), mechanisms: "PLAIN"}, "smtp://ann:secret@localhost", ":ann:secret", true},
		"AUTH CRAM-MD5 offered too":    {&server{certificate: certificate, mechanisms: "CRAM-MD5 PLAIN"}, "smtp://ann:secret@mail.test", ":ann:secret", true},
	} {
		t.Run(name, func(t *testing.T) {
			s := c.server.start(t)
			log := logged(t)
			sent(t, c.url, verification())
			got := s.taken()
			if len(got) != 1 || log.Len() != 0 {
				t.Fatalf("%d mails arrived, and the log says %s", len(got), log)
			}
			if got[0].auth != c.auth || got[0].tls != c.tls || !strings.HasPrefix(got[0].from, "FROM:<no-reply@example.com>") || got[0].to != "TO:<ann@example.com>" {
				t.Errorf("%+v", got[0])
			}
			checkMail(t, got[0].data)
		})
	}
}

// checkMail holds the bytes of verification() against what it should say.
func checkMail(t *testing.T, data string) {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"To": "<ann@example.com>", "Subject": "Confirm your email address",
		"Auto-Submitted": "auto-generated", "Mime-Version": "1.0", "Bcc": "", "Cc": "", "X-Mailer": "", "User-Agent": ""} {
		if got := m.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if from, err := m.Header.AddressList("From"); err != nil || len(from) != 1 || *from[0] != (netmail.Address{Name: "Tödo", Address: "no-reply@example.com"}) {
		t.Errorf("From: %v %v", from, err)
	}
	if _, err := m.Header.Date(); err != nil {
		t.Errorf("Date: %v", err)
	}
	id := m.Header.Get("Message-Id")
	if random, ok := strings.CutSuffix(id, "@example.com>"); !ok || len(random) < 20 || random[0] != '<' {
		t.Errorf("Message-ID: %s", id)
	}
	kind, parameters, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("%s %v", kind, err)
	}
	parts := multipart.NewReader(m.Body, parameters["boundary"])
	for i, want := range []struct{ kind, body string }{{"text/plain", verification().Text}, {"text/html", verification().HTML}} {
		part, err := parts.NextRawPart()
		if err != nil {
			t.Fatalf("part %d: %v", i, err)
		}
		if kind, parameters, err := mime.ParseMediaType(part.Header.Get("Content-Type")); err != nil || kind != want.kind || !strings.EqualFold(parameters["charset"], "utf-8") ||
			part.Header.Get("Content-Transfer-Encoding") != "quoted-printable" {
			t.Errorf("part %d: %v", i, part.Header)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		if got := strings.ReplaceAll(string(body), "\r\n", "\n"); err != nil || strings.TrimSpace(got) != strings.TrimSpace(want.body) {
			t.Errorf("part %d: %v %s", i, err, body)
		}
	}
	if _, err := parts.NextRawPart(); err != io.EOF {
		t.Errorf("a third part, or %v", err)
	}
}

// TestNotOverAnOpenLine gives send servers that it must not trust: no password and no mail gets to them.
func TestNotOverAnOpenLine(t *testing.T) {
	trusted, other := newAuthority(t).trust(t), newAuthority(t)
	const url = "smtp://ann:hunter2@mail.test"
	for name, c := range map[string]struct {
		server *server
		url    string
	}{
		"no STARTTLS":            {&server{mechanisms: "PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256"}, url},
		"no STARTTLS, no AUTH":   {&server{}, url},
		"STARTTLS refused":       {&server{mechanisms: "PLAIN", certificate: trusted.issue(t, "mail.test"), answer: only("STARTTLS", "454 4.7.0 later")}, url},
		"another authority":      {&server{mechanisms: "PLAIN", certificate: other.issue(t, "mail.test")}, url},
		"another host":           {&server{mechanisms: "PLAIN", certificate: trusted.issue(t, "evil.test")}, url},
		"TLS, another authority": {&server{mechanisms: "PLAIN", implicit: true, certificate: other.issue(t, "mail.test")}, "smtps://ann:hunter2@mail.test"},
		"TLS, another host":      {&server{mechanisms: "PLAIN", implicit: true, certificate: trusted.issue(t, "evil.test")}, "smtps://ann:hunter2@mail.test"},
		"TLS to a plain server":  {&server{mechanisms: "PLAIN", answer: only("connect", "220 "+strings.Repeat("x", 100))}, "smtps://ann:hunter2@mail.test"},
		"no password, STARTTLS":  {&server{certificate: other.issue(t, "mail.test")}, "smtp://mail.test"},
		"no AUTH over TLS":       {&server{certificate: trusted.issue(t, "mail.test")}, url},
		"a loopback in its name": {&server{mechanisms: "PLAIN"}, "smtp://ann:hunter2@localhost.example.com"},
		"an address of others":   {&server{mechanisms: "PLAIN"}, "smtp://ann:hunter2@192.0.2.1"},
	} {
		t.Run(name, func(t *testing.T) {
			s := c.server.start(t)
			log := logged(t)
			sent(t, c.url, verification())
			if s.said("AUTH")+s.said("MAIL")+s.said("DATA") != 0 || len(s.taken()) != 0 {
				t.Errorf("the server heard %v", s.verbs)
			}
			discreet(t, log, "mail given up")
		})
	}
}

// only answers one verb in another way.
func only(verb, reply string) func(string) string {
	return func(v string) string {
		if v == verb {
			return reply
		}
		return ""
	}
}

// discreet checks that the log has the request id and says this, and nothing secret.
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

// TestRefusals lets the server refuse at each step: for good is refused once, and for now three times.
func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		verb, reply string
		says        string
		attempts    int
	}{
		"at the greeting":            {"connect", "554 5.3.2 no service for " + link, "dial failed: 554", 1},
		"the password":               {"AUTH", "535 5.7.8 not AUTH PLAIN AGFubgBodW50ZXIy, hunter2", "SMTP AUTH failed: 535", 1},
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
			log := logged(t)
			sent(t, "smtp://ann:hunter2@localhost", verification())
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
	log := logged(t)
	sent(t, "smtp://localhost", verification())
	discreet(t, log, `"attempt":2`)
	got := s.taken()
	if len(got) != 3 || strings.Contains(log.String(), "given up") {
		t.Fatalf("%d attempts:\n%s", len(got), log)
	}
	checkMail(t, got[2].data)
	if id := messageID(t, got[0]); id != messageID(t, got[1]) || id != messageID(t, got[2]) {
		t.Errorf("one mail has several ids")
	}
	sent(t, "smtp://localhost", verification())
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

// TestTakenIsSent breaks the goodbye: the mail is there, and another attempt would bring it twice.
func TestTakenIsSent(t *testing.T) {
	for _, reply := range []string{"close", "421 4.3.2 gone", "554 no"} {
		s := (&server{answer: only("QUIT", reply)}).start(t)
		log := logged(t)
		sent(t, "smtp://localhost", verification())
		if n := len(s.taken()); n != 1 || log.Len() != 0 {
			t.Errorf("%s: %d mails, and the log says %s", reply, n, log)
		}
	}
}

// TestHangingServer ends the context while the server owes an answer: send returns, and leaves no connection open.
func TestHangingServer(t *testing.T) {
	certificate := newAuthority(t).trust(t).issue(t, "mail.test")
	for _, c := range []struct{ verb, url string }{
		{"connect", "smtp://ann:secret@mail.test"}, {"EHLO", "smtp://ann:secret@mail.test"}, {"STARTTLS", "smtp://ann:secret@mail.test"},
		{"AUTH", "smtp://ann:secret@mail.test"}, {"RCPT", "smtp://ann:secret@mail.test"}, {".", "smtp://ann:secret@mail.test"},
		{"QUIT", "smtp://ann:secret@mail.test"}, {"connect", "smtps://ann:secret@mail.test"}, {".", "smtps://ann:secret@mail.test"},
	} {
		t.Run(c.verb+" "+c.url[:5], func(t *testing.T) {
			s := (&server{certificate: certificate, mechanisms: "PLAIN", implicit: strings.HasPrefix(c.url, "smtps"), answer: only(c.verb, "hang")}).start(t)
			parsed, err := config.ParseSMTP(c.url)
			if err != nil {
				t.Fatal(err)
			}
			msg, err := compose(configured(c.url), verification())
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			result := make(chan error, 1)
			go func() { result <- newOutbox(send).attempt(ctx, parsed, msg) }()
			if verb := <-s.hanging; verb != c.verb {
				t.Fatal(verb)
			}
			cancel()
			if err := <-result; (err == nil) != (c.verb == "QUIT") || err != nil && err.Error() != "the mail server did not answer in time" {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestNoServer(t *testing.T) {
	s := (&server{}).start(t)
	s.listener.Close()
	log := logged(t)
	sent(t, "smtp://localhost", verification())
	discreet(t, log, "connection refused")
	if strings.Count(log.String(), "mail not sent") != 3 {
		t.Errorf("%s", log)
	}
}

// TestHostileAddresses: what is not one address goes nowhere.
func TestHostileAddresses(t *testing.T) {
	s := (&server{}).start(t)
	for _, to := range []string{
		"", " ", "ann", "@example.com", "ann@", "ann@example.com\r\nBcc: eve@example.com", "ann@example.com\nBcc: eve@example.com",
		"ann\r\nRCPT TO:<eve@example.com>@example.com", "ann@example.com, eve@example.com", "ann@example.com>\r\nRCPT TO:<eve@example.com",
		"\"ann\r\n\"@example.com", "ann@example.com\r\n.\r\n", "ann@exa\r\nmple.com", "Ann\r\nBcc: eve@example.com <ann@example.com>", "ann@example.com\x00", "eve@example.com;",
		"friends: ann@example.com, eve@example.com;",
	} {
		log := logged(t)
		m := verification()
		m.To = to
		sent(t, "smtp://localhost", m)
		discreet(t, log, "the recipient is not an address")
		if len(s.taken()) != 0 || s.said("connect") != 0 {
			t.Fatalf("%q: %v", to, s.verbs)
		}
	}
}

// TestHostileSubject is more than is needed: subjects are fixed.
func TestHostileSubject(t *testing.T) {
	s := (&server{}).start(t)
	m := verification()
	m.Subject = "Hello\r\nBcc: eve@example.com\r\n\r\n<b>"
	sent(t, "smtp://localhost", m)
	got := s.taken()
	if len(got) != 1 {
		t.Fatal("not sent")
	}
	read, err := netmail.ReadMessage(strings.NewReader(got[0].data))
	if err != nil || read.Header.Get("Bcc") != "" || read.Header.Get("Auto-Submitted") == "" {
		t.Errorf("%v %v", err, read.Header)
	}
}

func TestDescribeKnowsNoReply(t *testing.T) {
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
