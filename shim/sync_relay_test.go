package main_test

import (
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
	"testing"
)

// cutter passes connections on to servers in turn, and cuts them at random: before a request, in the middle of it, when
// the server has answered, and in the middle of the answer.
type cutter struct {
	url     string
	servers []string
	whole   atomic.Bool // nothing is cut any more
	taken   atomic.Int64
	cuts    [4]atomic.Int64

	mu     sync.Mutex
	random *rand.Rand
}

func newCutter(t *testing.T, seed uint64, servers ...string) *cutter {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	c := &cutter{url: "http://" + listener.Addr().String(), servers: servers, random: rand.New(rand.NewPCG(seed, 0))}
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial("tcp", servers[c.taken.Add(1)%int64(len(servers))])
			if err != nil {
				client.Close()
				continue
			}
			go c.pass(client, server, 0)
			go c.pass(server, client, 2)
		}
	}()
	return c
}

// pass passes on what comes, and counts a cut before it as one of a kind, a cut in its middle as the next.
func (c *cutter) pass(from, to net.Conn, kind int) {
	defer from.Close()
	defer to.Close()
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		passed, cut := c.part(n, kind)
		if _, err := to.Write(buffer[:passed]); err != nil || cut {
			return
		}
	}
}

// part returns how much of n bytes is passed on, and whether the connection is cut then.
func (c *cutter) part(n, kind int) (passed int, cut bool) {
	c.mu.Lock()
	fate := c.random.IntN(200)
	c.mu.Unlock()
	if c.whole.Load() || fate > 1 {
		return n, false
	}
	c.cuts[kind+fate].Add(1)
	return n / 2 * fate, true
}
