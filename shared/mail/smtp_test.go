package mail

import (
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"
)

func TestConversation(t *testing.T) {
	trusted := newAuthority(t)
	certificate := trusted.issue(t, "mail.test")
	for name, c := range map[string]struct {
		server *server
		url    string
		auth   string
		tls    bool
	}{
		"plain":                        {&server{}, "smtp://mail.test:25", "", false},
		"STARTTLS where it is offered": {&server{certificate: certificate}, "smtp://mail.test", "", true},
		"STARTTLS and a password": {&server{certificate: certificate, mechanisms: "LOGIN PLAIN"},
			"smtp://ann%40example.com:p%40ss%2Fw%3Ard@mail.test", ":ann@example.com:p@ss/w:rd", true},
		"TLS": {&server{certificate: certificate, implicit: true}, "smtps://mail.test", "", true},
		"TLS on port 443, the only one that a Space lets out": {
			&server{certificate: certificate, implicit: true, mechanisms: "PLAIN", port: "443"},
			"smtps://ann:secret@mail.test:443", ":ann:secret", true},
		"TLS and a password": {&server{certificate: certificate, implicit: true, mechanisms: "PLAIN"},
			"smtps://ann:secret@mail.test", ":ann:secret", true},
		"a password on this machine": {&server{mechanisms: "PLAIN"},
			"smtp://ann:secret@localhost", ":ann:secret", false},
		"and on another loopback": {&server{mechanisms: "PLAIN"},
			"smtp://ann:secret@127.0.0.2", ":ann:secret", false},
		"an IPv6 address": {&server{mechanisms: "PLAIN"}, "smtp://ann:secret@[::1]", ":ann:secret", false},
		"this machine, with STARTTLS": {&server{certificate: trusted.issue(t, "localhost"), mechanisms: "PLAIN"},
			"smtp://ann:secret@localhost", ":ann:secret", true},
		"AUTH CRAM-MD5 offered too": {&server{certificate: certificate, mechanisms: "CRAM-MD5 PLAIN"},
			"smtp://ann:secret@mail.test", ":ann:secret", true},
	} {
		t.Run(name, func(t *testing.T) {
			s := c.server.start(t)
			s.trusted = trusted
			log := s.deliver(t, c.url, verification())
			got := s.taken()
			if len(got) != 1 || log.Len() != 0 {
				t.Fatalf("%d mails arrived, and the log says %s", len(got), log)
			}
			if got[0].auth != c.auth || got[0].tls != c.tls || got[0].to != "TO:<ann@example.com>" ||
				!strings.HasPrefix(got[0].from, "FROM:<no-reply@example.com>") {
				t.Errorf("%+v", got[0])
			}
			checkMail(t, got[0].data)
		})
	}
}

// checkMail checks the bytes of verification() as sent.
func checkMail(t *testing.T, data string) {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"To": "<ann@example.com>", "Subject": "Confirm your email address",
		"Auto-Submitted": "auto-generated", "Mime-Version": "1.0", "Bcc": "", "Cc": "", "X-Mailer": "",
		"User-Agent": ""} {
		if got := m.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	sender := netmail.Address{Name: "Tödo", Address: "no-reply@example.com"}
	if from, err := m.Header.AddressList("From"); err != nil || len(from) != 1 || *from[0] != sender {
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
	for i, want := range []struct{ kind, body string }{
		{"text/plain", verification().Text}, {"text/html", verification().HTML},
	} {
		part, err := parts.NextRawPart()
		if err != nil {
			t.Fatalf("part %d: %v", i, err)
		}
		kind, parameters, err := mime.ParseMediaType(part.Header.Get("Content-Type"))
		if err != nil || kind != want.kind || !strings.EqualFold(parameters["charset"], "utf-8") ||
			part.Header.Get("Content-Transfer-Encoding") != "quoted-printable" {
			t.Errorf("part %d: %v", i, part.Header)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		got := strings.ReplaceAll(string(body), "\r\n", "\n")
		if err != nil || strings.TrimSpace(got) != strings.TrimSpace(want.body) {
			t.Errorf("part %d: %v %s", i, err, body)
		}
	}
	if _, err := parts.NextRawPart(); err != io.EOF {
		t.Errorf("a third part, or %v", err)
	}
}

// TestUntrustedServer sends to servers that must not be trusted: neither the password nor the mail reaches them.
func TestUntrustedServer(t *testing.T) {
	trusted, other := newAuthority(t), newAuthority(t)
	const url, urlTLS = "smtp://ann:hunter2@mail.test", "smtps://ann:hunter2@mail.test"
	for name, c := range map[string]struct {
		server *server
		url    string
	}{
		"no STARTTLS":          {&server{mechanisms: "PLAIN LOGIN CRAM-MD5 SCRAM-SHA-256"}, url},
		"no STARTTLS, no AUTH": {&server{}, url},
		"STARTTLS refused": {&server{mechanisms: "PLAIN", certificate: trusted.issue(t, "mail.test"),
			answer: only("STARTTLS", "454 4.7.0 later")}, url},
		"another authority": {&server{mechanisms: "PLAIN", certificate: other.issue(t, "mail.test")}, url},
		"another host":      {&server{mechanisms: "PLAIN", certificate: trusted.issue(t, "evil.test")}, url},
		"TLS, another authority": {&server{mechanisms: "PLAIN", implicit: true,
			certificate: other.issue(t, "mail.test")}, urlTLS},
		"TLS, another host": {&server{mechanisms: "PLAIN", implicit: true,
			certificate: trusted.issue(t, "evil.test")}, urlTLS},
		"TLS to a plain server": {&server{mechanisms: "PLAIN",
			answer: only("connect", "220 "+strings.Repeat("x", 100))}, urlTLS},
		"no password, STARTTLS":  {&server{certificate: other.issue(t, "mail.test")}, "smtp://mail.test"},
		"no AUTH over TLS":       {&server{certificate: trusted.issue(t, "mail.test")}, url},
		"a loopback in its name": {&server{mechanisms: "PLAIN"}, "smtp://ann:hunter2@localhost.example.com"},
		"a remote address":       {&server{mechanisms: "PLAIN"}, "smtp://ann:hunter2@192.0.2.1"},
	} {
		t.Run(name, func(t *testing.T) {
			s := c.server.start(t)
			s.trusted = trusted
			log := s.deliver(t, c.url, verification())
			if s.said("AUTH")+s.said("MAIL")+s.said("DATA") != 0 || len(s.taken()) != 0 {
				t.Errorf("the server heard %v", s.verbs)
			}
			discreet(t, log, "mail given up")
		})
	}
}

// TestHostileAddresses sends nothing if the recipient is not exactly one address.
func TestHostileAddresses(t *testing.T) {
	s := (&server{}).start(t)
	for _, to := range []string{
		"", " ", "ann", "@example.com", "ann@", "ann@example.com\r\nBcc: eve@example.com",
		"ann@example.com\nBcc: eve@example.com", "ann\r\nRCPT TO:<eve@example.com>@example.com",
		"ann@example.com, eve@example.com", "ann@example.com>\r\nRCPT TO:<eve@example.com", "\"ann\r\n\"@example.com",
		"ann@example.com\r\n.\r\n", "ann@exa\r\nmple.com", "Ann\r\nBcc: eve@example.com <ann@example.com>",
		"ann@example.com\x00", "eve@example.com;", "friends: ann@example.com, eve@example.com;",
	} {
		m := verification()
		m.To = to
		log := s.deliver(t, "smtp://localhost", m)
		discreet(t, log, "the recipient is not an address")
		if len(s.taken()) != 0 || s.said("connect") != 0 {
			t.Fatalf("%q: %v", to, s.verbs)
		}
	}
}

// TestHostileSubject adds no header, even though today's subjects are constant.
func TestHostileSubject(t *testing.T) {
	s := (&server{}).start(t)
	m := verification()
	m.Subject = "Hello\r\nBcc: eve@example.com\r\n\r\n<b>"
	s.deliver(t, "smtp://localhost", m)
	got := s.taken()
	if len(got) != 1 {
		t.Fatal("not sent")
	}
	read, err := netmail.ReadMessage(strings.NewReader(got[0].data))
	if err != nil || read.Header.Get("Bcc") != "" || read.Header.Get("Auto-Submitted") == "" {
		t.Errorf("%v %v", err, read.Header)
	}
}
