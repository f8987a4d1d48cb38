package database

import (
	"context"
	"sync/atomic"
	"time"
)

type timingKey struct{}

// WithTiming returns a context whose round trips add the nanoseconds that they take to sum, waiting for a connection
// and repeats included.
func WithTiming(ctx context.Context, sum *atomic.Int64) context.Context {
	return context.WithValue(ctx, timingKey{}, sum)
}

// addTiming adds the time since a round trip began to the sum of its context.
func addTiming(ctx context.Context, began time.Time) {
	if sum, ok := ctx.Value(timingKey{}).(*atomic.Int64); ok {
		sum.Add(int64(time.Since(began)))
	}
}
