package mail

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/todo-backend/todo-backend/shared/config"
)

// TestPrivateAuthority sends to a relay whose certificate a private authority has issued, as the documentation says:
// SSL_CERT_FILE names the authority's PEM file, and the system's authorities stay trusted. Each row is a process, since
// a process reads the system's roots once.
func TestPrivateAuthority(t *testing.T) {
	if relay := os.Getenv("TEST_RELAY"); relay != "" {
		sendThrough(t, relay)
		return
	}
	private, public := newAuthority(t), newAuthority(t) // public stands for the system's
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
	system := "SSL_CERT_DIR=" + filepath.Dir(write("system/public.pem", public))
	for name, c := range map[string]struct {
		signs     *authority
		variables []string
		sent      bool
	}{
		"nothing set":          {private, []string{system}, false},
		"SSL_CERT_FILE":        {private, []string{system, "SSL_CERT_FILE=" + write("private.pem", private)}, true},
		"the system's, beside": {public, []string{system, "SSL_CERT_FILE=" + write("private.pem", private)}, true},
		"an authority that nobody trusts": {newAuthority(t),
			[]string{system, "SSL_CERT_FILE=" + write("private.pem", private)}, false},
		"a certificate of another relay": {private, []string{system, "SSL_CERT_FILE=" + write("private.pem", private),
			"TEST_HOST=other.test"}, false},
		"a file that does not exist at all": {private,
			[]string{system, "SSL_CERT_FILE=" + folder + "/none.pem"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			relay := (&server{certificate: c.signs.issue(t, "mail.test"), mechanisms: "PLAIN"}).start(t)
			command := exec.Command(os.Args[0], "-test.run=^TestPrivateAuthority$", "-test.count=1")
			command.Env = slices.Concat(c.variables,
				[]string{"TEST_RELAY=" + relay.listener.Addr().String(), "PATH=" + os.Getenv("PATH")})
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

// sendThrough sends a mail to the server at an address as if it was mail.test.
func sendThrough(t *testing.T, address string) {
	t.Helper()
	o, _ := newTestOutbox(configured(""), nil)
	o.dial = dialTo(address)
	host := "mail.test"
	if other := os.Getenv("TEST_HOST"); other != "" {
		host = other
	}
	msg, err := compose(o.cfg.MailFrom, verification())
	if err != nil {
		t.Fatal(err)
	}
	server := config.SMTP{Host: host, Port: 587, User: "ann", Password: "secret"}
	if err := o.send(t.Context(), server, msg); err != nil {
		t.Fatal(err)
	}
}

// authority is a certificate authority.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	a := &authority{}
	a.certificate, a.key = sign(t, template, nil)
	return a
}

func (a *authority) issue(t *testing.T, hosts ...string) *tls.Certificate {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		DNSNames: hosts,
	}
	certificate, key := sign(t, template, a)
	return &tls.Certificate{Certificate: [][]byte{certificate.Raw}, PrivateKey: key}
}

func sign(t *testing.T, template *x509.Certificate, by *authority) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if by == nil {
		by = &authority{template, key}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, by.certificate, &key.PublicKey, by.key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return certificate, key
}
