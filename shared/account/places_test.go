package account

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/todo-backend/todo-backend/shared/problem"
)

func TestHashingIsBounded(t *testing.T) {
	q, err := places()
	if err != nil {
		t.Fatal(err)
	}
	if q.free != 1 || q.atMost != 64 {
		t.Errorf("%d places and lines of %d, MAX_HASHINGS is 1", q.free, q.atMost)
	}
	q.take(t.Context(), signingIn)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, hashing := Hash(ctx, "password")
	_, again := Rehash(ctx, "password")
	_, _, verifying := Verify(ctx, "", "password")
	for _, err := range []error{hashing, again, verifying} {
		if p, ok := errors.AsType[*problem.Problem](err); !ok || p.Status != 503 || p.Header.Get("Retry-After") == "" {
			t.Errorf("%v, want 503", err)
		}
	}
	q.give()
	for range 3 { // and the place is given back each time
		if _, err := Hash(t.Context(), "password"); err != nil {
			t.Fatal(err)
		}
	}
}

// TestTurns lets lines form while the only place is taken, and looks in which order it is given.
func TestTurns(t *testing.T) {
	for name, c := range map[string]struct {
		come string // i signs in, c chooses, x signs in and goes away
		want string
	}{
		"one who signs in after a crowd of sign-ups": {"ccccccci", "cicccccc"},
		"both are a crowd":                           {"cccciiii", "cicicici"},
		"sign-ins alone":                             {"iii", "iii"},
		"sign-ups alone":                             {"ccc", "ccc"},
		"some go away":                               {"cxxicx", "cic"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				q := &queue{free: 1, atMost: 64}
				q.take(t.Context(), signingIn)
				gone, goAway := context.WithCancel(t.Context())
				var order []byte
				for _, who := range []byte(c.come) {
					ctx, l := t.Context(), signingIn
					if who == 'c' {
						l = choosing
					} else if who == 'x' {
						ctx = gone
					}
					go func() {
						if q.take(ctx, l) {
							order = append(order, who)
							q.give()
						}
					}()
					synctest.Wait()
				}
				goAway()
				synctest.Wait()
				q.give()
				synctest.Wait()
				if string(order) != c.want || q.free != 1 {
					t.Errorf("order %s, want %s; %d places are free", order, c.want, q.free)
				}
			})
		})
	}
}

func TestLinesAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := &queue{free: 2, atMost: 128}
		var mu sync.Mutex
		results := map[line][]bool{}
		for _, l := range []line{choosing, signingIn} {
			for range 140 {
				go func() {
					taken := q.take(t.Context(), l)
					mu.Lock()
					defer mu.Unlock()
					results[l] = append(results[l], taken)
				}()
				synctest.Wait()
			}
		}
		in, up := len(results[signingIn]), len(results[choosing])
		if in != 12 || up != 2+10 || slices.Contains(results[signingIn], true) {
			t.Errorf("%d who sign in and %d who choose are answered at once, "+
				"want 12 refused, and 10 beside the two in a place", in, up)
		}
		for range 2 + 256 {
			q.give()
		}
		synctest.Wait()
		if q.free != 2 || len(results[signingIn]) != 140 || len(results[choosing]) != 140 {
			t.Errorf("%d places are free, and %d and %d were answered",
				q.free, len(results[signingIn]), len(results[choosing]))
		}
	})
}
