package database

import (
	"bytes"
	"context"
	"crypto/sha1" //nolint:gosec // RFC 6455, 4.2.2
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/pgtest"
)

const setOn = "postgres://postgres@" + neonHost + "/run?sslmode=require"

// serve puts another server in the place of the stand-in's port 443.
func (n *network) serve(t *testing.T, answer http.HandlerFunc) {
	t.Helper()
	web := httptest.NewUnstartedServer(answer)
	web.TLS = n.neon.Web.TLS.Clone()
	web.StartTLS()
	t.Cleanup(web.Close)
	n.webAt = web.Listener.Addr().String()
}

// speak takes the WebSocket, sends these bytes, and ends the connection.
func speak(raw string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
		key := sha1.Sum([]byte(r.Header.Get("Sec-WebSocket-Key") + guid)) //nolint:gosec
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		defer conn.Close()
		fmt.Fprintf(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
			"Sec-WebSocket-Accept: %s\r\n\r\n%s", base64.StdEncoding.EncodeToString(key[:]), raw)
	}
}

// TestWebSocketRefused connects to servers that take no WebSocket, or break it: the error says so.
func TestWebSocketRefused(t *testing.T) {
	status := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }
	}
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		says   string
	}{
		"401": {status(401), "401"}, "404": {status(404), "404"}, "502": {status(502), "502"},
		"a redirect to a WebSocket without TLS": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "ws://"+neonHost+"/v2", http.StatusFound)
		}, "302"},
		"200":                 {status(200), "200"},
		"closed at once":      {speak(""), "EOF"},
		"a close frame":       {speak("\x88\x02\x03\xe8"), "EOF"},
		"a close for a fault": {speak("\x88\x06\x03\xf3oops"), "oops"},
		"a cut header":        {speak("\x82"), "EOF"},
		"a cut frame":         {speak("\x82\x20R\x00\x00"), "EOF"},
		"a text message":      {speak("\x81\x02hi"), "text message"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := &network{neon: newNeon(t)}
			n.serve(t, c.answer)
			db, _ := n.pool(t, "on", setOn)
			conn, err := db.Pool.Acquire(t.Context())
			if err == nil {
				conn.Release()
			}
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, want %s", err, c.says)
			}
		})
	}
}

// TestDialIsCancelled ends the context of a connection that waits for the WebSocket, and of one that waits inside it.
func TestDialIsCancelled(t *testing.T) {
	for name, accept := range map[string]bool{"before": false, "inside": true} {
		n, waiting := &network{neon: newNeon(t)}, make(chan struct{})
		n.serve(t, func(w http.ResponseWriter, r *http.Request) {
			if accept {
				ws, err := websocket.Accept(w, r, nil)
				if err != nil {
					return
				}
				defer func() { _ = ws.CloseNow() }()
				close(waiting)
				_, _, _ = ws.Read(context.Background())
				_, _, _ = ws.Read(context.Background()) // until the client ends it
				return
			}
			close(waiting)
			<-r.Context().Done()
		})
		db, _ := n.pool(t, "on", setOn)
		ctx, cancel := context.WithCancel(t.Context())
		go func() { <-waiting; cancel() }()
		config := db.Pool.Config().ConnConfig
		if _, err := pgx.ConnectConfig(ctx, config); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestCancelledStatement ends the context of a statement: PostgreSQL is asked to cancel it, through a WebSocket too.
func TestCancelledStatement(t *testing.T) {
	n := &network{neon: newNeon(t), port: refuse}
	db, _ := n.pool(t, "", setOn)
	if err := db.Read(t.Context(), Exec(`select 1`)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	const running = `
		select count(*) from pg_stat_activity where query = 'select pg_sleep(77)' and wait_event = 'PgSleep'`
	go func() {
		defer cancel()
		pgtest.Eventually(t, "the statement runs", func() bool { return number(t, running) == 1 })
	}()
	if err := db.Read(ctx, Exec(`select pg_sleep(77)`)); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	pgtest.Eventually(t, "the statement has ended", func() bool { return number(t, running) == 0 })
	pgtest.Eventually(t, "two WebSockets, the connection's and the cancel request's", func() bool {
		return n.neon.WebSocket.Load() == 2
	})
}

// TestHungUp looks at idle connections, which costs none of them its life, and finds those that the server has ended.
func TestHungUp(t *testing.T) {
	n := &network{neon: newNeon(t)}
	db, _ := n.pool(t, "on", setOn)
	conn, err := db.Pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	socket := conn.Conn().PgConn().Conn().(*webSocketConn)
	for range 3 {
		for range 2 {
			if socket.hungUp() {
				t.Fatal("an idle connection is taken for one that has ended")
			}
		}
		var n int
		if err := conn.QueryRow(t.Context(), `select 7`).Scan(&n); err != nil || n != 7 {
			t.Fatal(n, err)
		}
	}
	exec(t, fmt.Sprintf(`select pg_terminate_backend(%d)`, conn.Conn().PgConn().PID()))
	pgtest.Eventually(t, "the end is seen", socket.hungUp)
	if err := conn.Ping(t.Context()); err == nil || !strings.Contains(err.Error(), "57P01") {
		t.Errorf("%v, want the server's reason", err)
	}
}

// TestWebSocketConn holds what pgx expects of a connection.
func TestWebSocketConn(t *testing.T) {
	n := &network{neon: newNeon(t)}
	large := bytes.Repeat([]byte("0123456789abcdef"), 1<<16) // the library's own limit is 32 KiB
	n.serve(t, func(w http.ResponseWriter, r *http.Request) {
		ws, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		defer func() { _ = ws.CloseNow() }()
		ws.SetReadLimit(-1)
		for err == nil {
			var message []byte
			if _, message, err = ws.Read(context.Background()); err == nil {
				err = ws.Write(context.Background(), websocket.MessageBinary, message)
			}
		}
	})
	client := n.neon.Web.Client()
	client.Transport.(*http.Transport).DialContext = n.dial
	conn, err := dialWebSocket(t.Context(), client, "wss://localhost/v2")
	if err != nil {
		t.Fatal(err)
	}
	if addr := conn.RemoteAddr(); addr.Network() != "websocket" || addr.String() != "wss://localhost/v2" {
		t.Errorf("%s %s", addr.Network(), addr)
	}
	_ = conn.SetDeadline(time.Now().Add(time.Minute))
	if _, err := conn.Write(large); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, len(large))
	if _, err := io.ReadFull(conn, got); err != nil || !bytes.Equal(got, large) {
		t.Errorf("a large message: %v", err)
	}
	_ = conn.SetDeadline(time.Time{})
	go func() { _ = conn.SetDeadline(time.Now()) }()
	_, err = conn.Read(got)
	if timeout, ok := errors.AsType[net.Error](err); !ok || !timeout.Timeout() {
		t.Errorf("reading until the deadline: %v", err)
	}
	if n, err := conn.Write(large); n != 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("writing after it: %d %v", n, err)
	}
	conn.Close()
}
