package functions_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/todo-backend/todo-backend/shared/pgtest"
)

// mailed waits for the newest link that address was mailed, and has not been asked for before.
func mailed(t *testing.T, address string) *url.URL {
	t.Helper()
	var link *url.URL
	pgtest.Eventually(t, "a mail to "+address, func() bool {
		link = inbox.newest(t, address)
		return link != nil
	})
	return link
}

// inbox holds the links that the log has told, by address.
var inbox = mails{unopened: map[string][]string{}}

type mails struct {
	mu       sync.Mutex
	seen     int // bytes of the log
	unopened map[string][]string
}

// newest takes the newest link that address was mailed out of the inbox; nil where there is none.
func (m *mails) newest(t *testing.T, address string) *url.URL {
	t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	m.read(t)
	links := m.unopened[address]
	if len(links) == 0 {
		return nil
	}
	link, err := url.Parse(links[len(links)-1])
	if err != nil {
		t.Fatal(err)
	}
	m.unopened[address] = links[:len(links)-1]
	return link
}

// read goes on in the log where it has ended before; the caller holds the lock.
func (m *mails) read(t *testing.T) {
	t.Helper()
	log := logs.after(m.seen)
	for line := range strings.Lines(log) {
		var entry struct{ Msg, To, Link string }
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatal(err)
		}
		if entry.Msg == "mail" && entry.Link != "" { // a notice has none
			m.unopened[entry.To] = append(m.unopened[entry.To], entry.Link)
		}
	}
	m.seen += len(log)
}

// open follows a mail's link to the backend.
func open(t *testing.T, link *url.URL) answer {
	t.Helper()
	if link.Scheme+"://"+link.Host != "https://api.example.com" {
		t.Fatalf("the mail leads to %s", link)
	}
	return request{method: "GET", path: link.RequestURI()}.send(t)
}

// post sends a body from an address of its own.
func post(t *testing.T, path, body string, header ...string) answer {
	t.Helper()
	h := map[string]string{"X-Forwarded-For": randomAddress()}
	for i := 0; i+1 < len(header); i += 2 {
		h[header[i]] = header[i+1]
	}
	return request{method: "POST", path: path, body: body, header: h}.send(t)
}

// notices waits for a mail of a subject to address, which asks nothing, and returns how many of them the log has.
func notices(t *testing.T, address, subject string) (n int) {
	t.Helper()
	pgtest.Eventually(t, "a notice to "+address+": "+subject, func() bool {
		n = 0
		for _, line := range logs.linesContaining(address) {
			var entry struct{ Msg, To, Subject string }
			if json.Unmarshal([]byte(line), &entry) == nil && entry.Msg == "mail" &&
				entry.To == address && entry.Subject == subject {
				n++
			}
		}
		return n > 0
	})
	return n
}
