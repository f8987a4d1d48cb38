package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/net/netutil"

	"github.com/todo-backend/todo-backend/shared/web"
)

const (
	connections = 2000      // open at once; more wait to be accepted
	writeBuffer = 128 << 10 // bytes that the kernel keeps of what a client has not read yet
)

// server is the HTTP server of every form, on $PORT. It bounds what a client can hold of it, and shuts down without
// cutting off a request.
type server struct {
	http     *http.Server
	listener *drainListener

	mu       sync.Mutex
	draining bool
	kept     map[net.Conn]struct{} // connections between two requests, which the last answer did not close
}

type connKey struct{}

// listen opens the port for handler, whose requests process answers. Its error says what to do.
func listen(process *web.Process, handler http.Handler) (*server, error) {
	cfg := process.Config
	listener, err := net.Listen("tcp", net.JoinHostPort("0.0.0.0", strconv.Itoa(cfg.Port)))
	if err != nil {
		return nil, fmt.Errorf("cannot listen on port %d (set PORT to another): %w", cfg.Port, err)
	}
	s := &server{listener: newDrainListener(listener), kept: map[net.Conn]struct{}{}}
	s.http = &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			conn, _ := r.Context().Value(connKey{}).(net.Conn)
			handler.ServeHTTP(&answer{ResponseWriter: w, server: s, conn: conn}, r)
		}),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		// counted from the request's header on, so it includes reading
		WriteTimeout:   cfg.RequestTimeout + 10*time.Second,
		IdleTimeout:    2 * time.Minute,
		MaxHeaderBytes: 16 << 10,
		ErrorLog:       slog.NewLogLogger(process.Log.Handler(), slog.LevelWarn),
		BaseContext: func(net.Listener) context.Context {
			return web.WithProcess(context.Background(), process)
		},
		ConnContext: func(ctx context.Context, conn net.Conn) context.Context {
			return context.WithValue(ctx, connKey{}, conn)
		},
		ConnState: s.trackState,
	}
	return s, nil
}

// serve answers until ctx ends, then finishes the requests in flight, at the latest when the context until ends. No
// request is cut off: from then on each answer closes its connection; once no connection is kept alive, new ones are
// refused, and the listener closes last.
func (s *server) serve(ctx, until context.Context) error {
	served := make(chan error, 1)
	go func() { served <- s.http.Serve(netutil.LimitListener(s.listener, connections)) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	slog.Info("stopping: no new requests, those in flight are finished")
	s.mu.Lock()
	s.draining = true
	s.mu.Unlock()
	s.awaitNoneKept(until)
	s.listener.drain(until)
	if err := s.http.Shutdown(until); err != nil {
		return errors.Join(errors.New("requests were still running after SHUTDOWN_TIMEOUT"), s.http.Close())
	}
	return nil
}

// quiet is how long draining waits for connections that send nothing.
const quiet = time.Second

// awaitNoneKept waits until an answer has closed every connection that is kept alive, at most for the time quiet.
func (s *server) awaitNoneKept(until context.Context) {
	enough := time.After(quiet)
	for {
		s.mu.Lock()
		kept := len(s.kept)
		s.mu.Unlock()
		if kept == 0 {
			return
		}
		select {
		case <-until.Done():
			return
		case <-enough:
			return
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// trackState takes a connection off the kept ones when its next request comes, or it ends.
func (s *server) trackState(conn net.Conn, state http.ConnState) {
	if state == http.StateActive || state == http.StateClosed {
		s.mu.Lock()
		delete(s.kept, conn)
		s.mu.Unlock()
	}
}

// keep reports whether an answer may keep its connection alive, and counts it then: not while the server is draining.
func (s *server) keep(conn net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.draining {
		s.kept[conn] = struct{}{}
	}
	return !s.draining
}

// answer sets Connection: close (RFC 9112, 9.6) where its header is sent while the server is draining.
type answer struct {
	http.ResponseWriter
	server *server
	conn   net.Conn
	status int // that of the answer, or 0 while it has not begun
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= 200 {
		a.status = status
		if !a.server.keep(a.conn) {
			a.Header().Set("Connection", "close")
		}
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.WriteHeader(http.StatusOK)
	}
	return a.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the server's own writer.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
