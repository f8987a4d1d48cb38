package localpg

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const (
	socketName = ".s.PGSQL.5432"

	// macOS's limit for a socket's path, the smallest one; Linux would allow 107 bytes.
	maxSocketPath = 103
)

// chooseSocketDir finds a private folder whose path is short enough for a socket.
func (s *Server) chooseSocketDir(owner osUser) error {
	fits := func(dir string) bool {
		// pgx and libpq take a comma for the end of a host, and PostgreSQL a quote for its own.
		return len(filepath.Join(dir, socketName)) <= maxSocketPath && !strings.ContainsAny(dir, `,"`)
	}
	if fits(s.dir) {
		s.socketDir = s.dir
		return nil
	}
	var err error
	for _, parent := range []string{os.TempDir(), "/tmp"} {
		if !fits(filepath.Join(parent, "todo-postgres-0123456789")) {
			continue
		}
		if s.socketDir, err = os.MkdirTemp(parent, "todo-postgres-"); err == nil {
			s.tempSocket = true
			return owner.chown(s.socketDir)
		}
	}
	return fmt.Errorf("the path of folder %s is too long for PostgreSQL's socket, "+
		"and the temp folder does not serve (%v): %s, or set TMPDIR to one",
		s.dir, err, s.options.otherDir("a shorter path"))
}

// settings are given on the command line, so that data made by an older program gets them too.
func settings(data, socketDir string, ephemeral bool) []string {
	set := []string{
		"listen_addresses=",
		"port=5432",
		`unix_socket_directories="` + socketDir + `"`,
		"unix_socket_permissions=0700",
		"timezone=UTC",
		"log_timezone=UTC",
		"log_checkpoints=off",
		"logging_collector=off",
		"shared_buffers=64MB",
	}
	if ephemeral {
		// Tests that lock crosswise on purpose need not wait for a second each time.
		set = append(set, "max_connections=200", "fsync=off", "synchronous_commit=off", "full_page_writes=off",
			"deadlock_timeout=100ms")
	} else {
		set = append(set, "max_connections=100")
	}
	args := []string{"-D", data}
	for _, v := range set {
		args = append(args, "-c", v)
	}
	return args
}
