package web_test

import (
	"context"
	"errors"
	"io"
	"testing"

	"github.com/todo-backend/todo-backend/shared/secret"
)

// TestMaxConcurrentHashes keeps the only slot of a process busy: a client that does not wait for it gets none.
func TestMaxConcurrentHashes(t *testing.T) {
	process := newProcess(t, io.Discard)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			_, _ = process.Passwords.Hash(ctx, "password")
		}
	}()
	defer func() { stop(); <-done }()
	impatient, cancel := context.WithCancel(t.Context())
	cancel()
	for range 50 { // until the slot is taken when it asks
		if _, err := process.Passwords.Hash(impatient, "password"); errors.Is(err, secret.ErrBusy) {
			return
		}
	}
	t.Error("two slots")
}
