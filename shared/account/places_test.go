package account

import (
	"context"
	"errors"
	"testing"

	"github.com/todo-backend/todo-backend/shared/problem"
)

func TestHashingIsBounded(t *testing.T) {
	free, err := places()
	if err != nil {
		t.Fatal(err)
	}
	if cap(free) != 1 {
		t.Errorf("%d places, MAX_HASHINGS is 1", cap(free))
	}
	free <- struct{}{} // taken
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, hashing := Hash(ctx, "password")
	_, _, verifying := Verify(ctx, "", "password")
	for _, err := range []error{hashing, verifying} {
		if p, ok := errors.AsType[*problem.Problem](err); !ok || p.Status != 503 {
			t.Errorf("%v, want 503", err)
		}
	}
	<-free
	for range 3 { // and the place is given back each time
		if _, err := Hash(t.Context(), "password"); err != nil {
			t.Fatal(err)
		}
	}
}
