package database

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// TestReadOnlyServer has a pool of connections to a server that only reads, as those of a primary that has become a
// standby: each write finds the server that a new connection leads to, and happens once.
func TestReadOnlyServer(t *testing.T) {
	exec(t, `drop table if exists written; create table written (n int); create table if not exists meeting ()`)
	set(t, "default_transaction_read_only = on")
	db, _ := openMode(t, "", conns)
	onEach(t, nil, func(_ int, meet Statement) {
		if err := db.Read(t.Context(), meet); err != nil {
			t.Error(err)
		}
	})
	exec(t, `alter database run reset all`)
	onEach(t, nil, func(n int, meet Statement) {
		if err := db.Write(t.Context(), Exec(`insert into written values ($1)`, n), meet); err != nil {
			t.Error(err)
		}
	})
	if n := number(t, `select count(distinct n) from written`); n != conns ||
		n != number(t, `select count(*) from written`) {
		t.Errorf("%d writes, want each of %d once", n, conns)
	}
}

// TestReadOnlyForLong has no other server, as where a quota is used up: a write that fails does not take the
// connections from those who read, but once a second.
func TestReadOnlyForLong(t *testing.T) {
	exec(t, `drop table if exists written; create table written (n int)`)
	set(t, "default_transaction_read_only = on")
	began := time.Now()
	db, _ := openMode(t, "", 1)
	const writes = 30
	for n := range writes {
		if err := db.Write(t.Context(), Exec(`insert into written values ($1)`, n)); !errors.Is(err, ErrUnavailable) {
			t.Fatalf("%v, want ErrUnavailable", err)
		}
		if err := db.Read(t.Context(), Exec(`select from written`)); err != nil {
			t.Fatal(err)
		}
	}
	most := 2 + int64(time.Since(began)/time.Second)
	if n := db.Pool.Stat().NewConnsCount(); n > most {
		t.Errorf("%d writes have cost %d connections, want %d", writes, n, most)
	}
}

// TestHostThatHangs lists a host first that takes connections and says nothing: the second has its turn in time.
func TestHostThatHangs(t *testing.T) {
	hung, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer hung.Close()
	u, err := url.Parse(admin.Config().ConnString())
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	query.Set("host", "127.0.0.1,"+query.Get("host"))
	query.Set("port", fmt.Sprint(hung.Addr().(*net.TCPAddr).Port, ",5432"))
	u.RawQuery = query.Encode()
	db, err := openWith(u.String(), "", 1, slog.Default())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Pool.Close()
	if err := db.Read(t.Context(), Exec(`select`)); err != nil {
		t.Error(err)
	}
}

// TestVanishedMachine lets what every connection sends and is sent get lost from a moment on, and leads new ones to a
// server: what was asked is refused in the end, and nothing that is asked later.
func TestVanishedMachine(t *testing.T) {
	u, err := url.Parse(admin.Config().ConnString())
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	socket := query.Get("host") + "/.s.PGSQL.5432"
	front, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer front.Close()
	var vanished atomic.Int64            // so many times
	accepted := make(chan net.Conn, 100) // more than there are
	go func() {
		for {
			client, err := front.Accept()
			if err != nil {
				return
			}
			accepted <- client
			server, err := net.Dial("unix", socket)
			if err != nil {
				t.Error(err)
				return
			}
			before := vanished.Load()
			forward := func(to io.WriteCloser, from io.Reader) {
				defer to.Close()
				for b := make([]byte, 1<<16); ; {
					n, err := from.Read(b)
					if err != nil {
						return
					}
					if vanished.Load() == before {
						_, _ = to.Write(b[:n])
					}
				}
			}
			go forward(server, client)
			go forward(client, server)
		}
	}()
	query.Set("host", "127.0.0.1")
	query.Set("port", fmt.Sprint(front.Addr().(*net.TCPAddr).Port))
	u.RawQuery = query.Encode()
	db, err := openWith(u.String(), "", conns, slog.Default())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Pool.Close()
	defer func() { // which waits for them
		for len(accepted) > 0 {
			(<-accepted).Close()
		}
	}()
	read := func(timeout time.Duration, statements ...Statement) error {
		ctx, cancel := context.WithTimeout(t.Context(), timeout)
		defer cancel()
		return db.Read(ctx, statements...)
	}
	onEach(t, nil, func(_ int, meet Statement) {
		if err := read(20*time.Second, meet); err != nil {
			t.Error(err)
		}
	})
	vanished.Add(1)
	if err := read(200*time.Millisecond, Exec(`select`)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v, want that the time is over", err)
	}
	for range conns {
		if err := read(5*time.Second, Exec(`select`)); err != nil {
			t.Error(err)
		}
	}
}

func TestConnectTimeout(t *testing.T) {
	for address, want := range map[string]time.Duration{
		"postgres://ann@a/todo?sslmode=require":                   6 * time.Second,
		"postgres://ann@a/todo?sslmode=prefer":                    6 * time.Second, // without TLS then
		"postgres://ann@a/todo?connect_timeout=2":                 2 * time.Second,
		"postgres://ann@a/todo?connect_timeout=9":                 6 * time.Second,
		"postgres://ann@a,b/todo?sslmode=prefer":                  3 * time.Second,
		"postgres://ann@a:1,a:2,b:1/todo":                         2 * time.Second,
		"postgres://ann@a:1,b:1/todo?connect_timeout=1":           1 * time.Second,
		"host=/run/postgresql,/run/other user=ann dbname=todo":    3 * time.Second,
		"postgres:///todo?host=/run/postgresql,/run/other&user=a": 3 * time.Second,
	} {
		c, err := pgxpool.ParseConfig(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := connectTimeout(c.ConnConfig, 6*time.Second); got != want {
			t.Errorf("%s: %v, want %v", address, got, want)
		}
	}
}
