package localpg

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const orphanLimit = 30 * time.Second

// lockProgram makes this program the folder's only user until the returned file is closed.
func (f *folder) lockProgram() (*os.File, error) {
	file, err := f.root.OpenFile("program.lock", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock folder %s: %w", f.dir, err)
	}
	if err = flock(file); err == nil {
		pid := strconv.Itoa(os.Getpid()) + "\n"
		if err = file.Truncate(0); err == nil {
			_, err = file.WriteAt([]byte(pid), 0)
		}
	}
	if err == nil {
		return file, nil
	}
	defer file.Close()
	if errors.Is(err, syscall.EWOULDBLOCK) {
		content, _ := io.ReadAll(file)
		return nil, fmt.Errorf("folder %s is in use by another program (process %d): stop that one first, or %s",
			f.dir, pidIn(content), f.otherDir("another folder"))
	}
	return nil, fmt.Errorf("lock folder %s: %w", f.dir, err)
}

// lockServer takes the lock that the server will inherit. While a server of an earlier program holds
// it, that server is told to shut down and awaited.
func (f *folder) lockServer(ctx context.Context) (err error) {
	if f.lock, err = f.create("server.lock"); err != nil {
		return fmt.Errorf("lock folder %s for PostgreSQL: %w", f.dir, err)
	}
	ctx, cancel := context.WithTimeout(ctx, orphanLimit)
	defer cancel()
	for {
		if err = flock(f.lock); err == nil {
			return nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return fmt.Errorf("lock folder %s for PostgreSQL: %w", f.dir, err)
		}
		pid := f.runningServer()
		if pid != 0 {
			_ = syscall.Kill(pid, syscall.SIGINT)
		}
		select {
		case <-ctx.Done():
			who := ""
			if pid != 0 {
				who = fmt.Sprintf(" (process %d)", pid)
			}
			return fmt.Errorf("the PostgreSQL of an earlier program%s is still shutting down on folder %s: "+
				"try again when it has stopped", who, f.dir)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// runningServer returns the process id of the server that runs on the data, or 0.
func (f *folder) runningServer() int {
	content, _ := os.ReadFile(filepath.Join(f.data, "postmaster.pid"))
	if pid := pidIn(content); pid != 0 && servesFolder(pid, f.data) {
		return pid
	}
	return 0
}

// clearStaleLocks removes PostgreSQL's own lock files when their process id belongs to an unrelated process by
// now: PostgreSQL would refuse to start. Those of a process that has ended it clears itself, with further checks.
func (f *folder) clearStaleLocks(socketLock string) error {
	if pid := f.runningServer(); pid != 0 {
		return fmt.Errorf("a PostgreSQL that was not started by this program (process %d) runs on folder %s: "+
			"stop it with kill -INT %d", pid, f.data, pid)
	}
	for _, name := range []string{filepath.Join(f.data, "postmaster.pid"), socketLock} {
		content, _ := os.ReadFile(name)
		if pid := pidIn(content); pid == 0 || syscall.Kill(pid, 0) != nil {
			continue
		}
		if err := os.Remove(name); err != nil {
			return fmt.Errorf("remove a stale lock: %w", err)
		}
	}
	return nil
}

// awaitLock locks a file as soon as no other program does.
func awaitLock(ctx context.Context, file *os.File) error {
	for {
		if err := flock(file); !errors.Is(err, syscall.EWOULDBLOCK) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func flock(file *os.File) error {
	return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}

// pidIn returns the process id on the first line of a lock file, or 0.
func pidIn(content []byte) int {
	line, _, _ := strings.Cut(string(content), "\n")
	pid, _ := strconv.Atoi(strings.TrimSpace(line))
	return max(pid, -pid) // a single-user server writes it negated
}
