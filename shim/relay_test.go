package main_test

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"strings"
	"sync/atomic"
	"testing"
)

// relay is a mail server that takes TLS from the first byte on (RFC 8314), and every mail.
type relay struct {
	mails atomic.Int64
}

func newRelay(t *testing.T, listener net.Listener, secure *tls.Config) *relay {
	t.Helper()
	r := new(relay)
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go r.talk(tls.Server(conn, secure))
		}
	}()
	return r
}

func (r *relay) talk(conn net.Conn) {
	defer conn.Close()
	lines := textproto.NewReader(bufio.NewReader(conn))
	for reply := "220 relay ESMTP"; ; {
		if _, err := fmt.Fprintf(conn, "%s\r\n", reply); err != nil {
			return
		}
		line, err := lines.ReadLine()
		if err != nil {
			return
		}
		switch verb, _, _ := strings.Cut(line, " "); verb {
		case "DATA":
			if _, err := io.WriteString(conn, "354 go on\r\n"); err != nil {
				return
			}
			if _, err := io.Copy(io.Discard, lines.DotReader()); err != nil {
				return
			}
			r.mails.Add(1)
			reply = "250 taken"
		case "QUIT":
			reply = "221 bye"
		default:
			reply = "250 fine"
		}
	}
}
