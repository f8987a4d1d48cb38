// Package localpg runs a PostgreSQL beside the program, from the machine's own binaries, on a private
// folder: no account, no port and no password to set up. Its data lasts; nothing here deletes it.
//
// The folder holds:
//
//	data/           PostgreSQL's own folder; data.new while it is being made
//	postgres.log    the server's log, emptied at a start that finds it above 10 MB
//	program.lock    locked by the program that uses the folder; holds its process id
//	server.lock     locked by the PostgreSQL processes themselves, through an inherited descriptor
//	.s.PGSQL.5432   the socket (in the temp folder instead where this path is too long for a socket)
//
// Two locks, so that a second program (refused at once) differs from the server that a killed
// program left behind (awaited). The kernel drops both with their holders, so none is ever stale.
package localpg

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

const (
	database   = "todo"
	socketName = ".s.PGSQL.5432"

	// macOS's limit for a socket's path, the smallest one; Linux would allow 107 bytes.
	maxSocketPath = 103

	// A fast shutdown writes a checkpoint, which may take long on a slow disk.
	shutdownLimit = 60 * time.Second
)

// Options say which server Start starts.
type Options struct {
	// Dir is the folder that the server has for itself. It is made when missing, with its parents;
	// one that exists must be empty or have been made by Start.
	Dir string

	// Ephemeral trades the safety of the data for speed: a power failure may destroy it. Tests only.
	Ephemeral bool
}

// Server is a running PostgreSQL. Its methods may be called from several goroutines.
type Server struct {
	dir        string
	ephemeral  bool
	socketDir  string
	tempSocket bool // socketDir is our own, in the temp folder
	program    *os.File
	*run       // nil until it is launched; Keep puts another in its place
	stop       sync.Once
	stopErr    error
}

// run is a PostgreSQL from its start to its end.
type run struct {
	process *os.Process
	done    chan struct{} // closed when it has ended
	exit    error         // how it ended; set before done is closed
}

// Start starts PostgreSQL on o.Dir, makes the folder and the database todo where they are missing, and
// returns when the server accepts connections: after about 1 s the first time, 0.1 s later. ctx bounds
// the start alone; recovery after a crash takes as long as ctx lets it.
//
// It fails, in a sentence that says what to do, when another program uses the folder, when PostgreSQL
// (14 or newer, for existing data the version that made it) is not installed, when the folder holds
// other files or belongs to another user, and when the server ends: then with the last lines of its log.
// A server left by a killed program is awaited for 30 s at most.
func Start(ctx context.Context, o Options) (_ *Server, err error) {
	if o.Dir == "" {
		return nil, errors.New("no folder was given for PostgreSQL")
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, err
	}
	f, err := openFolder(dir)
	if err != nil {
		return nil, err
	}
	defer f.close()
	s := &Server{dir: dir, ephemeral: o.Ephemeral}
	if s.program, err = f.lockProgram(); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			s.release()
		}
	}()
	if err := s.start(ctx, f); err != nil {
		return nil, err
	}
	return s, nil
}

// start starts PostgreSQL on f, and leaves none where it fails.
func (s *Server) start(ctx context.Context, f *folder) error {
	if err := f.prepare(ctx, s.program, s.ephemeral); err != nil {
		return err
	}
	if s.socketDir == "" {
		if err := s.chooseSocketDir(f.as); err != nil {
			return err
		}
	}
	if err := f.clearStaleLocks(filepath.Join(s.socketDir, socketName+".lock")); err != nil {
		return err
	}
	if err := s.launch(f.command("postgres", settings(f.data, s.socketDir, s.ephemeral)...)); err != nil {
		return fmt.Errorf("start PostgreSQL: %w", err)
	}
	if err := s.awaitReady(ctx); err != nil {
		s.run.end()
		return fmt.Errorf("PostgreSQL did not start on folder %s: %w%s", s.dir, err, f.logTail())
	}
	return nil
}

// URL returns the server's address for pgx: database todo, user postgres, through the socket.
func (s *Server) URL() string {
	return s.url("user", "postgres", "sslmode", "disable", "default_query_exec_mode", "cache_statement")
}

// PsqlCommand returns the shell command that opens the database in psql.
func (s *Server) PsqlCommand() string {
	return "psql '" + s.url("user", "postgres") + "'"
}

func (s *Server) url(pairs ...string) string {
	// The port is spelled out, or the environment's PGPORT would decide.
	q := url.Values{"host": {s.socketDir}, "port": {"5432"}}
	for i := 0; i < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	// libpq reads "+" as itself, and a person reads "/" better than "%2F".
	return "postgres:///" + database + "?" + strings.NewReplacer("+", "%20", "%2F", "/").Replace(q.Encode())
}

// Stop ends the server's connections and shuts it down, and returns when it is gone and the folder is
// free. A shutdown that takes longer than a minute is cut short; the next start then recovers. Calls
// after the first wait for it and return the same. The error says that the server had failed before.
func (s *Server) Stop() error {
	s.stop.Do(func() {
		s.run.end()
		if s.exit != nil {
			s.stopErr = fmt.Errorf("PostgreSQL on folder %s did not end well: %w; see %s", s.dir, s.exit, filepath.Join(s.dir, logName))
		}
		s.release()
	})
	return s.stopErr
}

// end shuts PostgreSQL down and waits for its end.
func (r *run) end() {
	_ = r.process.Signal(syscall.SIGINT) // fails only when it has ended, which exit tells
	select {
	case <-r.done:
	case <-time.After(shutdownLimit):
		_ = r.process.Signal(syscall.SIGQUIT)
		<-r.done
	}
}

func (s *Server) release() {
	if s.tempSocket {
		_ = os.RemoveAll(s.socketDir)
	}
	_ = s.program.Truncate(0)
	_ = s.program.Close()
}

// launch starts the server. Linux sends the parent-death signal when the forking thread ends, so a
// goroutine keeps that thread for the life of the server.
func (s *Server) launch(cmd *exec.Cmd) error {
	started := make(chan error, 1)
	r := &run{done: make(chan struct{})}
	go func() {
		runtime.LockOSThread()
		if err := cmd.Start(); err != nil {
			started <- err
			return
		}
		r.process = cmd.Process
		started <- nil
		r.exit = cmd.Wait()
		close(r.done)
	}()
	err := <-started
	if err == nil {
		s.run = r
	}
	return err
}

// awaitReady connects until the server answers, and makes the database when it is missing.
func (s *Server) awaitReady(ctx context.Context) error {
	for pause := 2 * time.Millisecond; ; pause = min(2*pause, 25*time.Millisecond) {
		err := s.ensureDatabase(ctx)
		var answer *pgconn.PgError
		if err == nil || errors.As(err, &answer) && answer.Code != "57P03" { // 57P03: still starting up
			return err
		}
		select {
		case <-s.done:
			return fmt.Errorf("it ended at once (%v)", s.exit)
		case <-ctx.Done():
			return fmt.Errorf("it was not ready in time (%w); the last attempt to connect: %w", ctx.Err(), err)
		case <-time.After(pause):
		}
	}
}

func (s *Server) ensureDatabase(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.URL())
	if err == nil {
		return conn.Close(ctx)
	}
	if answer := (*pgconn.PgError)(nil); !errors.As(err, &answer) || answer.Code != "3D000" { // no such database
		return err
	}
	if conn, err = pgx.Connect(ctx, strings.Replace(s.URL(), "/"+database+"?", "/postgres?", 1)); err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, "CREATE DATABASE "+database)
	return err
}

// pidIn returns the process id on the first line of a lock file, or 0.
func pidIn(content []byte) int {
	line, _, _ := strings.Cut(string(content), "\n")
	pid, _ := strconv.Atoi(strings.TrimSpace(line))
	return max(pid, -pid) // a single-user server writes it negated
}
