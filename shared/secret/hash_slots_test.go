package secret

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
)

func TestHashingIsBounded(t *testing.T) {
	h := NewHasher(1)
	if h.slots.free != 1 || h.slots.maxQueued != 64 {
		t.Errorf("%d slots and queues of %d, want 1 and 64", h.slots.free, h.slots.maxQueued)
	}
	h.slots.acquire(t.Context(), signIn)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, hashing := h.Hash(ctx, "password")
	_, rehashing := h.Rehash(ctx, "password")
	_, _, verifying := h.Verify(ctx, "", "password")
	for _, err := range []error{hashing, rehashing, verifying} {
		if !errors.Is(err, ErrBusy) {
			t.Errorf("%v, want ErrBusy", err)
		}
	}
	h.slots.release()
	for range 3 { // each of which releases the slot
		if _, err := h.Hash(t.Context(), "password"); err != nil {
			t.Fatal(err)
		}
	}
}

// TestTurns fills the queues while the only slot is taken, and checks in which order it is granted.
func TestTurns(t *testing.T) {
	for name, c := range map[string]struct {
		come string // i signs in, c chooses a password, x signs in and leaves
		want string
	}{
		"a sign-in after many sign-ups": {"ccccccci", "cicccccc"},
		"many of both":                  {"cccciiii", "cicicici"},
		"sign-ins alone":                {"iii", "iii"},
		"sign-ups alone":                {"ccc", "ccc"},
		"some give up":                  {"cxxicx", "cic"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				slots := newHashSlots(1)
				slots.acquire(t.Context(), signIn)
				leaving, leave := context.WithCancel(t.Context())
				var order []byte
				for _, who := range []byte(c.come) {
					ctx, q := t.Context(), signIn
					if who == 'c' {
						q = newPassword
					} else if who == 'x' {
						ctx = leaving
					}
					go func() {
						if slots.acquire(ctx, q) {
							order = append(order, who)
							slots.release()
						}
					}()
					synctest.Wait()
				}
				leave()
				synctest.Wait()
				slots.release()
				synctest.Wait()
				if string(order) != c.want || slots.free != 1 {
					t.Errorf("order %s, want %s; %d slots are free", order, c.want, slots.free)
				}
			})
		})
	}
}

func TestQueuesAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slots := newHashSlots(2)
		var mu sync.Mutex
		results := map[queue][]bool{}
		for _, q := range []queue{newPassword, signIn} {
			for range 140 {
				go func() {
					acquired := slots.acquire(t.Context(), q)
					mu.Lock()
					defer mu.Unlock()
					results[q] = append(results[q], acquired)
				}()
				synctest.Wait()
			}
		}
		in, up := len(results[signIn]), len(results[newPassword])
		if in != 12 || up != 2+10 || slices.Contains(results[signIn], true) {
			t.Errorf("%d who sign in and %d who choose are answered at once, "+
				"want 12 refused, and 10 beside the two in a slot", in, up)
		}
		for range 2 + 256 {
			slots.release()
		}
		synctest.Wait()
		if slots.free != 2 || len(results[signIn]) != 140 || len(results[newPassword]) != 140 {
			t.Errorf("%d slots are free, and %d and %d were answered",
				slots.free, len(results[signIn]), len(results[newPassword]))
		}
	})
}
