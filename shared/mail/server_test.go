package mail

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/textproto"
	"strings"
	"sync"
	"testing"
	"time"
)

// received is one mail as the server took it.
type received struct {
	from, to, auth string // auth: user:password
	tls            bool
	data           string
}

// server speaks SMTP (RFC 5321) with AUTH (RFC 4954), and STARTTLS (RFC 3207) or TLS from the first byte on. For each
// command, "connect" and "." (the end of the data) included, answer may return another reply than the usual one:
// "hang" is none, and "close" ends the connection.
type server struct {
	certificate *tls.Certificate // nil: no TLS
	implicit    bool
	mechanisms  string // of AUTH, without TLS too; "": none
	answer      func(verb string) string

	listener net.Listener
	hanging  chan string // the verbs that hang
	mu       sync.Mutex
	mails    []received
	verbs    []string
}

// start lets s listen, and lets every host name lead to it.
func (s *server) start(t *testing.T) *server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.listener, s.hanging = listener, make(chan string, 10)
	var conversations sync.WaitGroup
	conversations.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			conversations.Go(func() { s.talk(conn) })
		}
	})
	dialTo(t, listener.Addr().String())
	t.Cleanup(func() {
		listener.Close()
		conversations.Wait() // so it fails a test, by its deadline, when a connection is left open
	})
	return s
}

// dialTo lets every host name lead to an address.
func dialTo(t *testing.T, address string) {
	before := dial
	dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, address)
	}
	t.Cleanup(func() { dial = before })
}

func (s *server) taken() []received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mails
}

func (s *server) said(verb string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, v := range s.verbs {
		if v == verb {
			n++
		}
	}
	return n
}

func (s *server) talk(conn net.Conn) {
	defer func() { conn.Close() }()
	mail := received{}
	secure := func() {
		conn = tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{*s.certificate}})
		mail.tls = true
	}
	if s.implicit {
		secure()
	}
	lines := textproto.NewReader(bufio.NewReader(conn))
	reply := func(verb, usual string) bool {
		s.mu.Lock()
		s.verbs = append(s.verbs, verb)
		if s.answer != nil {
			if other := s.answer(verb); other != "" {
				usual = other
			}
		}
		s.mu.Unlock()
		switch usual {
		case "hang":
			s.hanging <- verb
			_, _ = io.Copy(io.Discard, conn) // until the client is gone
			return false
		case "close":
			conn.Close()
			return false
		}
		_, err := fmt.Fprintf(conn, "%s\r\n", usual)
		return err == nil && usual[0] < '4'
	}
	if !reply("connect", "220 mail.test ESMTP") {
		return
	}
	for {
		line, err := lines.ReadLine()
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(line, " ")
		switch verb {
		case "EHLO":
			extensions := []string{"mail.test", "ENHANCEDSTATUSCODES", "8BITMIME"}
			if s.certificate != nil && !mail.tls {
				extensions = append(extensions, "STARTTLS")
			}
			if s.mechanisms != "" {
				extensions = append(extensions, "AUTH "+s.mechanisms)
			}
			last := len(extensions) - 1
			reply(verb, "250-"+strings.Join(extensions[:last], "\r\n250-")+"\r\n250 "+extensions[last])
		case "STARTTLS":
			if reply(verb, "220 go") {
				secure()
				lines = textproto.NewReader(bufio.NewReader(conn))
			}
		case "AUTH":
			_, encoded, _ := strings.Cut(rest, " ")
			decoded, _ := base64.StdEncoding.DecodeString(encoded)
			mail.auth = strings.Join(strings.Split(string(decoded), "\x00"), ":")
			reply(verb, "235 welcome")
		case "MAIL":
			mail.from = rest
			reply(verb, "250 fine")
		case "RCPT":
			mail.to = rest
			reply(verb, "250 fine")
		case "DATA":
			if !reply(verb, "354 go on") {
				continue
			}
			data, err := io.ReadAll(lines.DotReader())
			if err != nil {
				return
			}
			mail.data = string(data)
			s.mu.Lock()
			s.mails = append(s.mails, mail) // even if it is refused then
			s.mu.Unlock()
			reply(".", "250 taken")
		case "QUIT":
			reply(verb, "221 bye")
			return
		default:
			reply(verb, "250 fine")
		}
	}
}

// authority makes certificates.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	a := &authority{}
	a.certificate, a.key = sign(t, template, nil)
	return a
}

// trust lets send trust a.
func (a *authority) trust(t *testing.T) *authority {
	roots = x509.NewCertPool()
	roots.AddCert(a.certificate)
	t.Cleanup(func() { roots = nil })
	return a
}

func (a *authority) issue(t *testing.T, hosts ...string) *tls.Certificate {
	t.Helper()
	template := &x509.Certificate{SerialNumber: big.NewInt(2), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), DNSNames: hosts}
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
