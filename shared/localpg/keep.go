package localpg

import (
	"context"
	"fmt"
	"path/filepath"
	"time"
)

const (
	restarts  = 5           // in a row; then something is wrong that does not pass
	steady    = time.Minute // a server that has run for so long has started well
	firstWait = 100 * time.Millisecond
)

// Keep starts the server again when it ends by itself, crashed or killed, each time after twice as long a wait, and
// tells say why. It returns nil when ctx ends, and an error when the server could not be started, or has ended, five
// times in a row. Stop may be called when it has returned.
func (s *Server) Keep(ctx context.Context, say func(error)) error {
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
		err := fmt.Errorf("PostgreSQL on folder %s has ended: %w; see %s", s.dir, s.exit, filepath.Join(s.dir, logName))
		for err != nil {
			if ctx.Err() != nil {
				return nil
			}
			if failures++; failures > restarts {
				return fmt.Errorf("PostgreSQL does not stay up: %w", err)
			}
			say(err)
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(firstWait << failures):
			}
			began = time.Now()
			err = s.again(ctx)
		}
	}
}

// again starts the server on the folder that it has.
func (s *Server) again(ctx context.Context) error {
	f, err := openFolder(s.dir)
	if err != nil {
		return err
	}
	defer f.close()
	return s.start(ctx, f)
}
