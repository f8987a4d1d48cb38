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

	"github.com/todo-backend/todo-backend/shared/pgtest"
)

// TestDrain ends the shim while a request runs: it is finished, and no new one is taken.
func TestDrain(t *testing.T) {
	t.Parallel()
	for _, target := range []string{"", "listTasks"} {
		t.Run("FUNCTION_TARGET="+target, func(t *testing.T) {
			t.Parallel()
			url, variables := database(t)
			all := start(t, t.TempDir(), variables...).up(t)
			p := all
			if target != "" {
				p = start(t, t.TempDir(), append(variables, "FUNCTION_TARGET="+target)...).up(t)
			}
			token := signup(t, all)
			conn := connect(t, url)
			tx, err := conn.Begin(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := tx.Exec(t.Context(), `lock table tasks in access exclusive mode`); err != nil {
				t.Fatal(err)
			}
			status := make(chan int)
			go func() { status <- p.list(token) }()
			waitUntil(t, url, someoneWaits)
			p.signal(t, syscall.SIGTERM)
			pgtest.Eventually(t, "new requests are refused", func() bool {
				response, err := http.Get(p.url + "/health")
				if err == nil {
					response.Body.Close()
				}
				return err != nil || response.StatusCode == 503
			})
			if err := tx.Rollback(t.Context()); err != nil {
				t.Fatal(err)
			}
			if s := <-status; s != 200 {
				t.Errorf("the request in flight got %d", s)
			}
			if code := p.ends(t); code != 0 {
				t.Errorf("exit %d: %s", code, p.output)
			}
		})
	}
}

// TestDrainLimit ends the shim while a request runs that does not end: the limit holds, also where it has passed before
// the listener is drained.
func TestDrainLimit(t *testing.T) {
	t.Parallel()
	for _, limit := range []string{"100ms", "1ms", "2ms", "3ms"} {
		t.Run(limit, func(t *testing.T) {
			t.Parallel()
			url, variables := database(t)
			p := start(t, t.TempDir(), append(variables, "SHUTDOWN_TIMEOUT="+limit)...).up(t)
			token := signup(t, p)
			tx, err := connect(t, url).Begin(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := tx.Exec(t.Context(), `lock table tasks in access exclusive mode`); err != nil {
				t.Fatal(err)
			}
			go p.list(token)
			waitUntil(t, url, someoneWaits)
			p.signal(t, syscall.SIGTERM)
			if code := p.ends(t); code != 1 || !strings.Contains(p.output.String(), "still running") {
				t.Errorf("exit %d: %s", code, p.output)
			}
		})
	}
}

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
			pgtest.Eventually(t, "the clients get on", func() bool { return answered.Load() >= 500 })
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
	t.Parallel()
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
	pgtest.Eventually(t, "something was swallowed", func() bool { return s.swallowed.Load() > 0 })
}
