package localpg

import (
	"context"
	"fmt"
	"path/filepath"
	"time"
)

const (
	maxRestarts = 5           // in a row; after those a further one will not help
	steady      = time.Minute // a server that has run for so long has started well
	backoff     = 100 * time.Millisecond
)

// Keep restarts the server when it ends by itself, crashed or killed, each time after twice as long a wait, and passes
// the reason to report. It returns nil when ctx ends, and an error when the server could not be started, or has ended,
// five times in a row. Stop may be called once Keep has returned.
func (s *Server) Keep(ctx context.Context, report func(error)) error {
	failures := 0
	for began := time.Now(); ; {
		select {
		case <-ctx.Done():
			return nil
		case <-s.done:
		}
		if time.Since(began) > steady {
			failures = 0
		}
		err := fmt.Errorf("PostgreSQL on folder %s has ended: %w; see %s",
			s.dir, s.exit, filepath.Join(s.dir, logName))
		for err != nil {
			if ctx.Err() != nil {
				return nil
			}
			if failures++; failures > maxRestarts {
				return fmt.Errorf("PostgreSQL does not stay up: %w", err)
			}
			report(err)
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(backoff << failures):
			}
			began = time.Now()
			err = s.start(ctx)
		}
	}
}
