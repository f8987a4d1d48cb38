package main_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestMemoryIsBounded lets four accounts ask for pages of the largest tasks on 150 connections that do not read: until
// each of them is answered or cut off, the process stays within its container, and somebody else is served.
func TestMemoryIsBounded(t *testing.T) {
	const unread, accounts = 150, 4
	url, variables := database(t)
	p := start(t, t.TempDir(), append(variables, "TRUSTED_PROXIES=127.0.0.1")...).up(t)
	conn := connect(t, url)
	owner := &client{p: p, address: "203.0.113.1"}
	owner.signUp(t, "owner@example.com")
	var others []*client
	for i := range accounts {
		other := &client{p: p, address: fmt.Sprintf("198.51.100.%d", i)}
		other.signUp(t, fmt.Sprintf("other-%d@example.com", i))
		fill(t, conn, fmt.Sprintf("other-%d@example.com", i), 1000)
		others = append(others, other)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var held sync.WaitGroup
	defer held.Wait()
	defer cancel()
	for i := range unread {
		other := others[i%accounts]
		held.Go(func() {
			other.unread(ctx, "GET /api/tasks?limit=1000 HTTP/1.1\r\nHost: x\r\nX-Request-Id: unread\r\n"+
				"Authorization: Bearer "+other.token+"\r\n\r\n")
		})
	}
	answered := func() int { return strings.Count(p.output.String(), `"msg":"request","request_id":"unread"`) }
	for deadline := time.Now().Add(2 * time.Minute); answered() < unread; {
		owner.need(t, 200, "GET", "/api/auth/me", "")
		owner.need(t, 201, "POST", "/api/tasks", `{"title":"Buy milk"}`)
		if time.Now().After(deadline) {
			t.Fatalf("%d of %d are answered or cut off", answered(), unread)
		}
	}
	peak := peakMemory(t, p)
	t.Logf("peak memory %d MiB", peak>>10)
	if peak > containerMemory {
		t.Errorf("the process took %d KiB, more than the %d KiB of its container", peak, containerMemory)
	}
}
