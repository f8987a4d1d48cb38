package mail

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/shared/config"
)

func TestMessages(t *testing.T) {
	cfg := configured("")
	subjects := map[string]bool{}
	for name, c := range map[string]struct {
		make  func(*config.Config, string, string) Message
		valid string
	}{
		"verification": {Verification, "1 hour"}, "reset": {Reset, "1 hour"},
		"change": {EmailChange, "1 hour"}, "deletion": {Deletion, "24 hours"},
	} {
		t.Run(name, func(t *testing.T) {
			m := c.make(cfg, "ann&co@example.com", link)
			if m.To != "ann&co@example.com" || m.Link != link || m.Subject == "" || subjects[m.Subject] {
				t.Errorf("%+v", m)
			}
			subjects[m.Subject] = true
			text := html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(m.HTML, "\n"))
			for kind, body := range map[string]string{"text": m.Text, "HTML": text} {
				for _, want := range []string{link, "valid for " + c.valid, "If you did not",
					"https://todo.example.com", "ann&co@example.com", m.To} {
					if !strings.Contains(body, want) {
						t.Errorf("%s lacks %s:\n%s", kind, want, body)
					}
				}
				if !strings.Contains(body, "\n"+link+"\n") {
					t.Errorf("%s has no line with the link alone:\n%s", kind, body)
				}
			}
			targets := regexp.MustCompile(`(?:href|src|url|action)\s*[=(]\s*"([^"]*)"`).
				FindAllStringSubmatch(m.HTML, -1)
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

// TestNotices checks that a notice has no link and mentions none, but for the notice that offers to undo a change.
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

// TestNothingIsMarkup passes HTML as input: it stays text, and a link is of http or https only.
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
