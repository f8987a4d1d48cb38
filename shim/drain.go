package main

import (
	"context"
	"net"
	"sync/atomic"
	"time"
)

// handshake is how long the kernel may take to complete a connection that has begun.
const handshake = 100 * time.Millisecond

// drainListener accepts connections until drain, which closes it without resetting a connection.
type drainListener struct {
	*net.TCPListener
	local    atomic.Bool   // the last connection came from this machine
	draining chan struct{} // closed when drain takes over from Accept
	late     chan net.Conn // what drain accepts, for Accept to return; nil, or closed, ends Accept
}

func newDrainListener(l net.Listener) *drainListener {
	return &drainListener{TCPListener: l.(*net.TCPListener), draining: make(chan struct{}), late: make(chan net.Conn)}
}

// Accept returns the next connection, with a small write buffer in the kernel: where the client does not read, writing
// the answer blocks, and is cut off by the server's write timeout.
func (l *drainListener) Accept() (net.Conn, error) {
	conn, err := l.AcceptTCP()
	if err == nil {
		_ = conn.SetWriteBuffer(writeBuffer) // best effort
		l.local.Store(conn.RemoteAddr().(*net.TCPAddr).IP.IsLoopback())
		return conn, nil
	}
	select {
	case <-l.draining:
	default:
		return nil, err
	}
	if conn := <-l.late; conn != nil {
		return conn, nil
	}
	return nil, net.ErrClosed
}

// drain ends Accept, at the latest when the context ends. Closing a listener resets the connections that the kernel has
// completed and the program has not accepted yet, with the requests that they bring. So the kernel refuses new ones
// first, where the system can, and the completed ones are accepted. When drain returns, the server has all of them.
func (l *drainListener) drain(until context.Context) {
	wait := time.Millisecond
	if refuseNew(l.TCPListener, l.local.Load()) {
		wait = handshake
	}
	close(l.draining)
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
	hand(nil)     // taken when the server has come back for more
	close(l.late) // which ends Accept where the context has ended before
}
