package pgtest

import (
	"testing"
	"time"
)

// Eventually waits until condition reports true, and fails the test with what when it has not after 20 seconds. It asks
// every 2 ms, so that the core is left to what is waited for.
func Eventually(t testing.TB, what string, condition func() bool) {
	t.Helper()
	again := time.NewTicker(2 * time.Millisecond)
	defer again.Stop()
	for deadline := time.Now().Add(20 * time.Second); !condition(); <-again.C {
		if time.Now().After(deadline) {
			t.Fatalf("still not so: %s", what)
		}
	}
}
