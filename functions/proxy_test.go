package functions_test

import (
	"io"
	"net"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
)

// countingProxy stands between the pool and PostgreSQL and counts ReadyForQuery messages: one ends each round trip.
type countingProxy struct {
	address string
	ready   atomic.Int64
	// the next answer is lost, with its connection: the server has done its part by then
	cut   atomic.Bool
	heard atomic.Pointer[logBuffer] // what clients send, while a test listens
}

// Write hears what a client sends.
func (p *countingProxy) Write(b []byte) (int, error) {
	if heard := p.heard.Load(); heard != nil {
		return heard.Write(b)
	}
	return len(b), nil
}

// statement returns the one statement that holds text among those that reach the database while do runs, on connections
// that have prepared nothing yet.
func (p *countingProxy) statement(t *testing.T, text string, do func()) (sql string) {
	t.Helper()
	resetPool(t)
	heard := new(logBuffer)
	p.heard.Store(heard)
	do()
	p.heard.Store(nil)
	for piece := range strings.SplitSeq(heard.after(0), "\x00") { // a Parse message ends its strings with NUL
		if strings.Contains(piece, text) {
			if sql != "" && sql != piece { // what is described first is parsed twice
				t.Fatalf("two statements hold %q", text)
			}
			sql = piece
		}
	}
	if sql == "" {
		t.Fatalf("no statement holds %q", text)
	}
	return sql
}

// url returns direct, a database's URL, as it is through the proxy.
func (p *countingProxy) url(direct string) string {
	u, _ := url.Parse(direct) // cannot fail: pgtest wrote it
	query := u.Query()
	query.Del("host")
	query.Del("port")
	u.Host, u.RawQuery = p.address, query.Encode()
	return u.String()
}

func newCountingProxy(socket string) (*countingProxy, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &countingProxy{address: listener.Addr().String()}
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go p.forward(client, socket)
		}
	}()
	return p, nil
}

func (p *countingProxy) forward(client net.Conn, socket string) {
	defer client.Close()
	db, err := net.Dial("unix", socket)
	if err != nil {
		return
	}
	defer db.Close()
	go func() { // to the server, as it is
		_, _ = io.Copy(db, io.TeeReader(client, p))
		_ = db.Close()
	}()
	header := make([]byte, 5)
	for { // from the server, message by message: a type and a length that counts itself
		if _, err := io.ReadFull(db, header); err != nil {
			return
		}
		if p.cut.CompareAndSwap(true, false) {
			return
		}
		if header[0] == 'Z' {
			p.ready.Add(1)
		}
		length := int64(header[1])<<24 | int64(header[2])<<16 | int64(header[3])<<8 | int64(header[4])
		if _, err := client.Write(header); err != nil {
			return
		}
		if _, err := io.CopyN(client, db, length-4); err != nil {
			return
		}
	}
}
