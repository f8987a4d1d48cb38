package mail

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
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
	trusted     *authority       // by the outbox; nil: the system's
	implicit    bool
	port        string // that the outbox must ask for; "": any
	mechanisms  string // of AUTH, without TLS too; "": none
	answer      func(verb string) string

	listener net.Listener
	hanging  chan string // the verbs that hang
	mu       sync.Mutex
	mails    []received
	verbs    []string
}

// start starts to listen.
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
	t.Cleanup(func() {
		listener.Close()
		conversations.Wait() // so it fails a test, by its deadline, when a connection is left open
	})
	return s
}

// outbox returns an outbox for which every host name leads to s, and its log.
func (s *server) outbox(url string) (*Outbox, *bytes.Buffer) {
	o, log := newTestOutbox(configured(url), nil)
	o.dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		if s.port != "" && !strings.HasSuffix(address, ":"+s.port) {
			return nil, fmt.Errorf("%s is closed", address)
		}
		return dialTo(s.listener.Addr().String())(ctx, network, address)
	}
	if s.trusted != nil {
		o.roots = x509.NewCertPool()
		o.roots.AddCert(s.trusted.certificate)
	}
	clear(o.pauses)
	return o, log
}

// deliver returns the log of one mail, sent without pauses between attempts, once it is sent or given up.
func (s *server) deliver(t *testing.T, url string, m Message) *bytes.Buffer {
	t.Helper()
	o, log := s.outbox(url)
	o.Send(t.Context(), "id-1", time.Now(), m)
	if err := o.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	return log
}

// dialTo returns a dialer that connects to an address, whatever it is asked for.
func dialTo(address string) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, address)
	}
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
			_, _ = io.Copy(io.Discard, conn) // until the client hangs up
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
			s.mails = append(s.mails, mail) // even if it is refused afterwards
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
