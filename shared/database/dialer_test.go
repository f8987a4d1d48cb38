package database

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/todo-backend/todo-backend/migrations"
	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/pgtest"
)

const neonHost = "ep-cool-1234-pooler.eu.aws.neon.tech"

func newNeon(t testing.TB) *pgtest.Neon {
	t.Helper()
	neon, err := postgres.NewNeon(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(neon.Close)
	return neon
}

// network is what lies between a dialer and a stand-in, to which every name leads.
type network struct {
	neon  *pgtest.Neon
	port  func(context.Context) (net.Conn, error) // to PostgreSQL's port; nil: open
	asked atomic.Int64                            // how often the port was
	webAt string                                  // "": the stand-in's

	mu   sync.Mutex
	open []net.Conn
}

// cut ends every connection, as a lost network does.
func (n *network) cut() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, conn := range n.open {
		conn.Close()
	}
}

func (n *network) dial(ctx context.Context, _, address string) (net.Conn, error) {
	to := n.neon.Port.Addr().String()
	if strings.HasSuffix(address, ":5432") {
		if n.asked.Add(1); n.port != nil {
			return n.port(ctx)
		}
	} else if to = n.webAt; to == "" {
		to = n.neon.Web.Listener.Addr().String()
	}
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", to)
	if err == nil {
		n.mu.Lock()
		n.open = append(n.open, conn)
		n.mu.Unlock()
	}
	return conn, err
}

// pool opens a pool that reaches the tests' database as Neon's through n, and returns its log.
func (n *network) pool(t *testing.T, setting, url string) (*DB, *bytes.Buffer) {
	t.Helper()
	log := new(bytes.Buffer)
	cfg := &config.Config{DatabaseURL: url + "&sslrootcert=" + n.neon.Roots, DatabaseWebSocket: setting, MaxConns: 2,
		AcquireTimeout: 5 * time.Second, MaxConnIdle: time.Minute, MaxConnLife: time.Hour}
	dialer := NewDialer(cfg, slog.New(slog.NewTextHandler(log, nil)))
	dialer.dial = n.dial
	db, err := openThrough(dialer, cfg, dialer.log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Pool.Close)
	return db, log
}

func refuse(context.Context) (net.Conn, error) {
	return nil, os.NewSyscallError("connect", syscall.ECONNREFUSED)
}

func drop(ctx context.Context) (net.Conn, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// hangUp takes a connection, and ends it: so do firewalls that look into what they let pass.
func hangUp(context.Context) (net.Conn, error) {
	ours, theirs := net.Pipe()
	theirs.Close()
	return ours, nil
}

// mute takes a connection, and says nothing: as Neon's pooler did for one user with channel_binding=require.
func mute(context.Context) (net.Conn, error) {
	ours, theirs := net.Pipe()
	go func() { _, _ = io.Copy(io.Discard, theirs) }()
	return ours, nil
}

// TestWays connects twice, to see which way a connection goes, and that the log says once why.
func TestWays(t *testing.T) {
	const at, bound = "postgres://postgres@" + neonHost + "/run?sslmode=require", "&channel_binding=require"
	const elsewhere = "postgres://postgres@db.example.com/run?sslmode=require"
	const closed, unbound = "PostgreSQL's port does not answer", "channel_binding=require cannot be kept"
	for name, c := range map[string]struct {
		setting, url string
		port         func(context.Context) (net.Conn, error)
		asked, web   int64
		says         string
	}{
		"the port is open":             {"", at, nil, 2, 0, ""},
		"the port is closed":           {"", at, refuse, 1, 2, closed},
		"the port is silent":           {"", at, drop, 1, 2, closed},
		"the port ends the connection": {"", at, hangUp, 2, 2, ""},
		"nobody signs in at the port":  {"", at + bound, mute, 2, 2, unbound},
		"the WebSocket is set":         {"on", at, nil, 0, 2, ""},
		"a proxy is set":               {"wss://localhost/v2", elsewhere, nil, 0, 2, ""},
		"closed, and channel binding":  {"", at + bound, refuse, 1, 2, unbound},
		"set, and channel binding":     {"on", at + bound, nil, 0, 2, unbound},
		"closed, and not Neon's":       {"", "postgres://postgres@127.0.0.1:1/run?sslmode=require", nil, 0, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := &network{neon: newNeon(t), port: c.port}
			db, log := n.pool(t, c.setting, c.url)
			for range 2 {
				conn, err := db.Pool.Acquire(t.Context())
				if (err == nil) != (c.web+c.asked > 0) {
					t.Fatal(err)
				}
				if err == nil {
					conn.Release()
				}
				db.Pool.Reset()
			}
			if asked, web := n.asked.Load(), n.neon.WebSocket.Load(); web != c.web || asked != c.asked {
				t.Errorf("the port was asked %d times, want %d; %d WebSockets, want %d", asked, c.asked, web, c.web)
			}
			if c.says == "" && log.Len() > 0 || c.says != "" && strings.Count(log.String(), c.says) != 1 {
				t.Errorf("the log says %s", log)
			}
		})
	}
}

// TestPortOpensAgain closes both ways, and opens the port, which is asked again then.
func TestPortOpensAgain(t *testing.T) {
	n := &network{neon: newNeon(t), port: refuse, webAt: "127.0.0.1:1"}
	db, log := n.pool(t, "", "postgres://postgres@"+neonHost+"/run?sslmode=require")
	conn, err := db.Pool.Acquire(t.Context())
	if err == nil {
		conn.Release()
		t.Fatal("connected to nothing")
	}
	for _, way := range []string{"connection refused", ":5432", "/v2"} {
		if !strings.Contains(err.Error(), way) {
			t.Errorf("%s is not said: %v", way, err)
		}
	}
	n.port = nil
	if err := db.Read(t.Context(), Exec(`select 1`)); err != nil || n.neon.WebSocket.Load() != 0 || log.Len() != 0 {
		t.Errorf("%v, %d WebSockets, the log says %s", err, n.neon.WebSocket.Load(), log)
	}
}

// TestUntrustedWebSocket holds that nothing is said to a proxy whose certificate is not its host's.
func TestUntrustedWebSocket(t *testing.T) {
	n, other := &network{neon: newNeon(t)}, newNeon(t)
	for name, c := range map[string]struct{ url, web string }{
		"another authority": {"postgres://postgres@" + neonHost + "/run?sslmode=require",
			other.Web.Listener.Addr().String()},
		"another host": {"postgres://postgres@evil.example/run?sslmode=disable", ""},
	} {
		n.webAt = c.web
		db, _ := n.pool(t, "on", c.url)
		conn, err := db.Pool.Acquire(t.Context())
		if err == nil {
			conn.Release()
		}
		if err == nil || !strings.Contains(err.Error(), "certificate") {
			t.Errorf("%s: %v", name, err)
		}
		if n.neon.WebSocket.Load()+other.WebSocket.Load() != 0 {
			t.Error(name, "the proxy was reached")
		}
	}
}

// TestMigrations brings a database to the newest version where the port is silent.
func TestMigrations(t *testing.T) {
	if _, err := postgres.NewDatabase(t.Context(), "migrated", ""); err != nil {
		t.Fatal(err)
	}
	n := &network{neon: newNeon(t), port: drop}
	db, _ := n.pool(t, "", "postgres://postgres@"+neonHost+"/migrated?sslmode=require")
	applied, err := migrations.Up(t.Context(), db.Pool.Config().ConnString(), db.Dialer.Configure)
	if err != nil || applied < 10 || n.neon.WebSocket.Load() == 0 {
		t.Errorf("%d applied, %v, %d WebSockets", applied, err, n.neon.WebSocket.Load())
	}
}
