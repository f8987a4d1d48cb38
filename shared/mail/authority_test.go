package mail

import (
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/shared/config"
)

// TestOwnAuthority sends to a relay whose certificate is of an authority of its own, as the README says: SSL_CERT_FILE
// names the authority's PEM file, and what the system trusts stays trusted. The system's roots are read once a process,
// so each row is one.
func TestOwnAuthority(t *testing.T) {
	if relay := os.Getenv("TEST_RELAY"); relay != "" {
		sendThrough(t, relay)
		return
	}
	own, other := newAuthority(t), newAuthority(t) // other stands for those of the system
	folder := t.TempDir()
	write := func(name string, a *authority) string {
		file := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file,
			pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.certificate.Raw}), 0o644); err != nil {
			t.Fatal(err)
		}
		return file
	}
	system := "SSL_CERT_DIR=" + filepath.Dir(write("system/other.pem", other))
	for name, c := range map[string]struct {
		signs     *authority
		variables []string
		sent      bool
	}{
		"nothing set":          {own, []string{system}, false},
		"SSL_CERT_FILE":        {own, []string{system, "SSL_CERT_FILE=" + write("own.pem", own)}, true},
		"the system's, beside": {other, []string{system, "SSL_CERT_FILE=" + write("own.pem", own)}, true},
		"an authority that nobody trusts": {newAuthority(t),
			[]string{system, "SSL_CERT_FILE=" + write("own.pem", own)}, false},
		"a certificate of another relay": {own, []string{system, "SSL_CERT_FILE=" + write("own.pem", own),
			"TEST_HOST=other.test"}, false},
		"a file that does not exist at all": {own, []string{system, "SSL_CERT_FILE=" + folder + "/none.pem"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			relay := (&server{certificate: c.signs.issue(t, "mail.test"), mechanisms: "PLAIN"}).start(t)
			command := exec.Command(os.Args[0], "-test.run=^TestOwnAuthority$", "-test.count=1")
			command.Env = append(c.variables, "TEST_RELAY="+relay.listener.Addr().String(), "PATH="+os.Getenv("PATH"))
			out, err := command.CombinedOutput()
			if (err == nil) != c.sent || !c.sent && !strings.Contains(string(out), "certificate") {
				t.Errorf("%v: %s, want it sent: %v", err, out, c.sent)
			}
			if mails := relay.taken(); c.sent && (len(mails) != 1 || !mails[0].tls || mails[0].auth != ":ann:secret") ||
				!c.sent && len(mails) > 0 {
				t.Errorf("the relay has %+v", mails)
			}
		})
	}
}

// sendThrough sends a mail to the server at an address, which it takes for mail.test.
func sendThrough(t *testing.T, address string) {
	t.Helper()
	dialTo(t, address)
	host := "mail.test"
	if other := os.Getenv("TEST_HOST"); other != "" {
		host = other
	}
	msg, err := compose(configured(""), verification())
	if err != nil {
		t.Fatal(err)
	}
	if err := send(t.Context(), config.SMTP{Host: host, Port: 587, User: "ann", Password: "secret"}, msg); err != nil {
		t.Fatal(err)
	}
}
