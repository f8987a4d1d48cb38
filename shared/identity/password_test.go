package identity_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/problem"
)

// TestBusy keeps the only slot busy, since MAX_HASHINGS is 1, and wants a 503 for a client that does not wait for it.
func TestBusy(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			_, _ = identity.Hash(ctx, "password")
		}
	}()
	defer func() { stop(); <-done }()
	impatient, cancel := context.WithCancel(t.Context())
	cancel()
	for name, call := range map[string]func() error{
		"hash":   func() error { _, err := identity.Hash(impatient, "password"); return err },
		"rehash": func() error { _, err := identity.Rehash(impatient, "password"); return err },
		"verify": func() error { _, _, err := identity.Verify(impatient, "", "password"); return err },
	} {
		var err error
		for range 50 { // until the slot is taken when it asks
			if err = call(); err != nil {
				break
			}
		}
		p, ok := errors.AsType[*problem.Problem](err)
		if !ok || p.Status != http.StatusServiceUnavailable || p.Header.Get("Retry-After") == "" {
			t.Errorf("%s: %v, want 503", name, err)
		}
	}
}
