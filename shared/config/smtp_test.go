package config_test

import (
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/shared/config"
)

func TestSMTP(t *testing.T) {
	const noReply = `"todo-backend" <no-reply@localhost>`
	for _, c := range []struct {
		url, from, auth string
		want            config.SMTP
		sender          string
		loopback        bool
	}{
		{"smtp://ann:p%40ss%2Fw%3Ard@mail.example.com", "", "",
			config.SMTP{Host: "mail.example.com", Port: 587, User: "ann", Password: "p@ss/w:rd"}, noReply, false},
		{"smtps://ann%40example.org:x@mail.example.com/", "", "",
			config.SMTP{Host: "mail.example.com", Port: 465, User: "ann@example.org", Password: "x", TLS: true},
			`"todo-backend" <ann@example.org>`, false},
		{"smtp://mail.example.com:25", "", "https://api.example.com:8443",
			config.SMTP{Host: "mail.example.com", Port: 25}, `"todo-backend" <no-reply@api.example.com>`, false},
		{"smtp://mail.example.com", "Tödo <a@example.com>", "",
			config.SMTP{Host: "mail.example.com", Port: 587}, "Tödo <a@example.com>", false},
		{"smtp://[::1]:2525", "", "", config.SMTP{Host: "::1", Port: 2525}, noReply, true},
		{"smtp://127.0.0.2:25", "", "", config.SMTP{Host: "127.0.0.2", Port: 25}, noReply, true},
		{"smtp://localhost", "", "", config.SMTP{Host: "localhost", Port: 587}, noReply, true},
		{"smtp://localhost.example.com", "", "",
			config.SMTP{Host: "localhost.example.com", Port: 587}, noReply, false},
	} {
		cfg, err := load(t, with(map[string]string{"SMTP_URL": c.url, "MAIL_FROM": c.from, "BETTER_AUTH_URL": c.auth}))
		if err != nil {
			t.Fatal(err)
		}
		got, err := config.ParseSMTP(cfg.SMTPURL)
		if err != nil || got != c.want || got.Loopback() != c.loopback || cfg.MailFrom != c.sender {
			t.Errorf("%s: %+v %v, loopback %v, from %s", c.url, got, err, got.Loopback(), cfg.MailFrom)
		}
	}
	cfg, err := load(t, with(map[string]string{"SMTP_URL": config.SMTPLog, "BETTER_AUTH_URL": "http://[::1]:7860"}))
	if err != nil || cfg.SMTPURL != config.SMTPLog {
		t.Errorf("%v", err)
	}
	_, err = load(t, with(map[string]string{"SMTP_URL": "smtp://localhost", "BETTER_AUTH_URL": "http://[::1]:7860"}))
	if err == nil || !strings.HasPrefix(err.Error(), "MAIL_FROM ") {
		t.Errorf("%v, want MAIL_FROM to be asked for, since an IPv6 address cannot be a sender's host", err)
	}
}
