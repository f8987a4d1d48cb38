package localpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// A fast shutdown writes a checkpoint, which may take long on a slow disk.
const shutdownLimit = 60 * time.Second

// postmaster is PostgreSQL's main process from its start to its end.
type postmaster struct {
	process *os.Process
	done    chan struct{} // closed when it has ended
	exit    error         // how it ended; set before done is closed
}

// launch starts the server. Linux sends the parent-death signal when the forking thread ends, so a goroutine keeps that
// thread for as long as the server runs, and gives it back: it may have forked others that still run.
func launch(cmd *exec.Cmd) (*postmaster, error) {
	started := make(chan error, 1)
	p := &postmaster{done: make(chan struct{})}
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		if err := cmd.Start(); err != nil {
			started <- err
			return
		}
		p.process = cmd.Process
		started <- nil
		p.exit = cmd.Wait()
		close(p.done)
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return p, nil
}

// shutDown shuts PostgreSQL down and waits for its end.
func (p *postmaster) shutDown() {
	_ = p.process.Signal(syscall.SIGINT) // fails only when it has ended, which exit tells
	select {
	case <-p.done:
	case <-time.After(shutdownLimit):
		_ = p.process.Signal(syscall.SIGQUIT)
		<-p.done
	}
}

// awaitReady connects until the server answers and has the database.
func (s *Server) awaitReady(ctx context.Context) error {
	for pause := 2 * time.Millisecond; ; pause = min(2*pause, 25*time.Millisecond) {
		err := s.ensureDatabase(ctx)
		refusal, refused := errors.AsType[*pgconn.PgError](err)
		if err == nil || refused && refusal.Code != "57P03" { // 57P03: still starting up
			return err
		}
		select {
		case <-s.done:
			return fmt.Errorf("it ended at once (%w)", s.exit)
		case <-ctx.Done():
			return fmt.Errorf("it was not ready in time (%w); the last attempt to connect: %w", ctx.Err(), err)
		case <-time.After(pause):
		}
	}
}

// run runs a program of PostgreSQL to its end; when ctx ends it is killed, helpers included.
func (f *folder) run(ctx context.Context, name string, args ...string) error {
	runtime.LockOSThread() // see launch
	defer runtime.UnlockOSThread()
	cmd := f.command(name, args...)
	if err := cmd.Start(); err != nil {
		return err
	}
	defer context.AfterFunc(ctx, func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })()
	err := cmd.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}
