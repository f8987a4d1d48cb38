package main_test

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"

	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// TestDrainUnderLoad ends the shim under clients that keep their connections and stop at nothing: every request that a
// connection was made for gets a whole answer, until no connection is made any more.
func TestDrainUnderLoad(t *testing.T) {
	for round := range 3 {
		t.Run(fmt.Sprint(round), func(t *testing.T) {
			p := start(t, t.TempDir(), "DATABASE_URL=postgres://postgres@127.0.0.1:1/none", "FUNCTION_TARGET=docs",
				"BETTER_AUTH_SECRET=0123456789abcdef0123456789abcdef").up(t)
			var answered atomic.Int64
			var clients sync.WaitGroup
			for range 24 {
				clients.Go(func() {
					// a connection of its own, kept alive
					client := &http.Client{Transport: &http.Transport{DisableCompression: true}}
					for {
						// POST: net/http repeats none
						r, err := http.NewRequest("POST", p.url+"/docs", strings.NewReader("{}"))
						if err != nil {
							t.Error(err)
							return
						}
						answer, err := client.Do(r)
						if err == nil {
							_, err = io.Copy(io.Discard, answer.Body)
							answer.Body.Close()
						}
						if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "dial" {
							return // no connection is made any more
						} else if err != nil {
							t.Errorf("after %d answers: %v", answered.Load(), err)
							return
						}
						answered.Add(1)
					}
				})
			}
			for answered.Load() < 500 {
				if t.Context().Err() != nil {
					t.Fatal("the clients do not get on")
				}
				time.Sleep(time.Millisecond)
			}
			p.signal(t, syscall.SIGTERM)
			if code := p.ends(t); code != 0 {
				t.Errorf("exit %d: %s", code, p.output)
			}
			clients.Wait()
		})
	}
}

// TestDrainWithoutDatabase ends the shim while the database takes everything and answers nothing: SHUTDOWN_TIMEOUT is
// for all of it, also for the connections' goodbye.
func TestDrainWithoutDatabase(t *testing.T) {
	url, variables := database(t)
	proxy := newSwallower(t, connect(t, url).Config().Host+"/.s.PGSQL.5432")
	name := connect(t, url).Config().Database
	p := start(t, t.TempDir(), "DATABASE_URL=postgres://postgres@"+proxy.address+"/"+name+"?sslmode=disable",
		variables[1],
		"SHUTDOWN_TIMEOUT=300ms", "REQUEST_TIMEOUT=5m", "DATABASE_ACQUIRE_TIMEOUT=5m").up(t)
	token := signup(t, p)
	proxy.swallow.Store(true)
	for range 4 {
		go p.list(token)
	}
	proxy.await(t)
	p.signal(t, syscall.SIGTERM)
	select {
	case <-p.done:
		if code := p.ProcessState.ExitCode(); code != 1 || !strings.Contains(p.output.String(), "still running") {
			t.Errorf("exit %d: %s", code, p.output)
		}
	case <-time.After(10 * time.Second): // thirty times what was set
		t.Fatalf("the shim does not end: %s", p.output)
	}
}

// swallower passes on what comes for a PostgreSQL, until it swallows it.
type swallower struct {
	address   string
	swallow   atomic.Bool
	swallowed atomic.Int64 // bytes
}

func newSwallower(t *testing.T, socket string) *swallower {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	s := &swallower{address: listener.Addr().String()}
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { client.Close() })
			db, err := net.Dial("unix", socket)
			if err != nil {
				client.Close()
				continue
			}
			t.Cleanup(func() { db.Close() })
			go func() { _, _ = io.Copy(client, db) }()
			go func() {
				piece := make([]byte, 4096)
				for {
					n, err := client.Read(piece)
					if s.swallow.Load() {
						s.swallowed.Add(int64(n))
					} else if _, err := db.Write(piece[:n]); err != nil {
						return
					}
					if err != nil {
						if !s.swallow.Load() {
							db.Close()
						}
						return
					}
				}
			}()
		}
	}()
	return s
}

// await waits until something was swallowed.
func (s *swallower) await(t *testing.T) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); s.swallowed.Load() == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("nothing came")
		}
	}
}
