package database

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"
)

const webSocketNetwork = "websocket"

type webSocketAddr string

func (webSocketAddr) Network() string  { return webSocketNetwork }
func (a webSocketAddr) String() string { return string(a) }

// webSocketConn is a connection to PostgreSQL inside a WebSocket (RFC 6455), as Neon's own client makes it: what either
// side sends travels in binary messages, whose bounds mean nothing. A deadline that passes ends the connection, since a
// WebSocket cannot be read on after an interruption. pgx sets one where a context ends, and then drops the connection.
type webSocketConn struct {
	ws       *websocket.Conn
	address  webSocketAddr
	message  io.Reader  // what is being read, or nil
	ahead    chan piece // of what is read before it is asked for, or nil
	deadline *time.Timer
	expired  atomic.Bool
}

// piece is what a read has brought.
type piece struct {
	bytes []byte
	err   error
}

// dialWebSocket connects to the URL address. ctx bounds the handshake alone.
func dialWebSocket(ctx context.Context, client *http.Client, address string) (net.Conn, error) {
	//nolint:bodyclose // the library closes it
	ws, _, err := websocket.Dial(ctx, address, &websocket.DialOptions{HTTPClient: client})
	if err != nil {
		return nil, fmt.Errorf("connecting to %s: %w", address, err)
	}
	ws.SetReadLimit(-1) // a message is read piece by piece
	c := &webSocketConn{ws: ws, address: webSocketAddr(address)}
	c.deadline = time.AfterFunc(math.MaxInt64, func() {
		c.expired.Store(true)
		_ = ws.CloseNow()
	})
	return c, nil
}

func (c *webSocketConn) Read(p []byte) (int, error) {
	if c.ahead == nil {
		return c.read(p)
	}
	received := <-c.ahead
	n := copy(p, received.bytes)
	if received.bytes = received.bytes[n:]; len(received.bytes) > 0 || received.err != nil {
		c.ahead <- received
	} else {
		c.ahead = nil
	}
	if n > 0 {
		return n, nil
	}
	return 0, received.err
}

func (c *webSocketConn) read(p []byte) (int, error) {
	for {
		if c.message == nil {
			kind, message, err := c.ws.Reader(context.Background())
			switch status := websocket.CloseStatus(err); {
			case status == websocket.StatusNormalClosure || status == websocket.StatusGoingAway:
				return 0, io.EOF
			case err != nil:
				return 0, c.explain(err)
			case kind != websocket.MessageBinary:
				return 0, errors.New("a text message in place of PostgreSQL's protocol")
			}
			c.message = message
		}
		n, err := c.message.Read(p)
		if errors.Is(err, io.EOF) {
			c.message, err = nil, nil
		}
		if n > 0 || err != nil {
			return n, c.explain(err)
		}
	}
}

// hungUp reports whether the server has sent something, such as its end, while nothing was asked of it. It waits for a
// millisecond, and leaves behind what reads on where that is in vain.
func (c *webSocketConn) hungUp() bool {
	if c.ahead == nil {
		c.ahead = make(chan piece, 1)
		go func(ahead chan piece) {
			bytes := make([]byte, 1024)
			n, err := c.read(bytes)
			ahead <- piece{bytes[:n], err}
		}(c.ahead)
	}
	select {
	case received := <-c.ahead:
		c.ahead <- received
		return true
	case <-time.After(time.Millisecond):
		return false
	}
}

func (c *webSocketConn) Write(p []byte) (int, error) {
	if err := c.ws.Write(context.Background(), websocket.MessageBinary, p); err != nil {
		return 0, c.explain(err) // what has arrived of p lacks its end, and has no effect
	}
	return len(p), nil
}

// explain returns err, or the deadline that has led to it.
func (c *webSocketConn) explain(err error) error {
	if err != nil && c.expired.Load() {
		return os.ErrDeadlineExceeded
	}
	return err
}

// SetDeadline sets when the connection ends.
func (c *webSocketConn) SetDeadline(t time.Time) error {
	c.deadline.Stop()
	if !t.IsZero() {
		c.deadline.Reset(time.Until(t))
	}
	return nil
}

func (c *webSocketConn) SetReadDeadline(t time.Time) error  { return c.SetDeadline(t) }
func (c *webSocketConn) SetWriteDeadline(t time.Time) error { return c.SetDeadline(t) }

func (c *webSocketConn) LocalAddr() net.Addr  { return c.address }
func (c *webSocketConn) RemoteAddr() net.Addr { return c.address }

// Close returns at once; the other side has some seconds to say goodbye.
func (c *webSocketConn) Close() error {
	c.deadline.Stop()
	go func() { _ = c.ws.Close(websocket.StatusNormalClosure, "") }()
	return nil
}
