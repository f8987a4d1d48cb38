package main

import (
	"context"
	"net"
	"sync/atomic"
	"time"
)

// handshake is how long a connection that has begun may take to be whole.
const handshake = 100 * time.Millisecond

// lastListener accepts connections until finish ends it without losing one.
type lastListener struct {
	*net.TCPListener
	local     atomic.Bool   // the last connection came from this machine
	finishing chan struct{} // closed when finish takes the accepting over
	late      chan net.Conn // what finish accepts; nil ends it
}

func newLastListener(l net.Listener) *lastListener {
	return &lastListener{TCPListener: l.(*net.TCPListener), finishing: make(chan struct{}), late: make(chan net.Conn)}
}

// Accept returns the next connection. The kernel keeps little of what its client does not read, so that the writing of
// an answer stops, and is cut off.
func (l *lastListener) Accept() (net.Conn, error) {
	conn, err := l.AcceptTCP()
	if err == nil {
		_ = conn.SetWriteBuffer(writeBuffer) // a wish
		l.local.Store(conn.RemoteAddr().(*net.TCPAddr).IP.IsLoopback())
		return conn, nil
	}
	select {
	case <-l.finishing:
	default:
		return nil, err
	}
	if conn := <-l.late; conn != nil {
		return conn, nil
	}
	return nil, net.ErrClosed
}

// finish ends the accepting, until the context ends at the latest. A listener that closes resets the connections that
// the kernel has made and nobody has accepted, with the requests that they bring. So new ones are refused first, where
// the system can, and those that were made are accepted. When finish returns, all of them are with the server.
func (l *lastListener) finish(until context.Context) {
	wait := time.Millisecond
	if refuseNew(l.TCPListener, l.local.Load()) {
		wait = handshake
	}
	close(l.finishing)
	_ = l.SetDeadline(time.Now()) // Accept goes over to late
	hand := func(conn net.Conn) bool {
		select {
		case l.late <- conn:
			return true
		case <-until.Done():
			return false
		}
	}
	for enough := time.Now().Add(quiet); time.Now().Before(enough); {
		_ = l.SetDeadline(time.Now().Add(wait))
		conn, err := l.AcceptTCP()
		if err != nil || !hand(conn) {
			break
		}
	}
	hand(nil) // taken when the server has come back for more
}
