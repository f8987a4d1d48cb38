package localpg

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
)

func TestSettings(t *testing.T) {
	t.Parallel()
	for _, ephemeral := range []bool{false, true} {
		t.Run(fmt.Sprintf("ephemeral %v", ephemeral), func(t *testing.T) {
			t.Parallel()
			want := map[string]string{
				"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "max_connections": "100",
				"listen_addresses": "", "TimeZone": "UTC", "log_timezone": "UTC", "server_encoding": "UTF8",
				"data_checksums": "on", "unix_socket_permissions": "0700", "deadlock_timeout": "1s",
			}
			if ephemeral {
				want["fsync"], want["synchronous_commit"], want["full_page_writes"] = "off", "off", "off"
				want["max_connections"], want["deadlock_timeout"] = "200", "100ms"
			}
			dir := newDir(t)
			s, err := tryStartWith(t, options(dir, ephemeral))
			if err != nil {
				t.Fatal(err)
			}
			for name, value := range want {
				if got := query(t, s.URL(), "SHOW "+name); got != value {
					t.Errorf("%s = %q, want %q", name, got, value)
				}
			}
			if got := query(t, s.URL(), "SELECT current_user || '@' || current_database()"); got != "postgres@todo" {
				t.Errorf("the URL leads to %s", got)
			}
			if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
				t.Errorf("the folder of the socket: %v, %v, want it private", info.Mode(), err)
			}
			stop(t, s)
		})
	}
}

func TestURL(t *testing.T) {
	t.Parallel()
	s := &Server{options: options("", false), socketDir: "/srv/my data/pg+%&"}
	u, err := url.Parse(s.URL())
	if err != nil || u.Query().Get("host") != s.socketDir || strings.Contains(u.RawQuery, "+") {
		t.Errorf("URL %s, %v", s.URL(), err)
	}
	want := "postgres:///todo?host=/srv/my%20data/pg%2B%25%26&port=5432&user=postgres"
	if s.ConnectionString() != want {
		t.Errorf("got  %s\nwant %s", s.ConnectionString(), want)
	}
}

func TestDataSurvives(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(t *testing.T, p *program, dir string){
		"a shutdown": func(t *testing.T, p *program, dir string) {
			if err := p.end(); err != nil {
				t.Fatal(err)
			}
			if !serverGone(t, dir) || exists(filepath.Join(dir, "data", "postmaster.pid")) {
				t.Error("Stop returned before the server had ended")
			}
		},
		"kill -9 of the program": func(t *testing.T, p *program, dir string) {
			p.kill(t) // the next start, right away, has to wait for the server
		},
		"kill -9 of everything": func(t *testing.T, p *program, dir string) { // only with fsync
			pid := postmasterPid(t, dir)
			if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
				t.Fatal(err)
			}
			p.kill(t)
			if !exists(filepath.Join(dir, "data", "postmaster.pid")) {
				t.Error("no stale lock was left to recover from")
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var variables []string
			if strings.HasSuffix(name, "everything") {
				variables = append(variables, helperDurable+"=yes")
			}
			dir := usedDir(t)
			p := runProgram(t, dir, variables...)
			if p.err != "" {
				t.Fatal(p.err)
			}
			query(t, p.url, "DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT 'data' AS v")
			end(t, p, dir)
			s := start(t, dir)
			if got := query(t, s.URL(), "SELECT v FROM kept"); got != "data" {
				t.Errorf("after %s the data is %q", name, got)
			}
		})
	}
}

func TestStop(t *testing.T) {
	t.Parallel()
	t.Run("may be called again and at once", func(t *testing.T) {
		t.Parallel()
		s := start(t, usedDir(t))
		var wait sync.WaitGroup
		for range 3 {
			wait.Go(func() {
				if err := s.Stop(); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		stop(t, s)
		if !serverGone(t, s.dir) {
			t.Error("the server is still there")
		}
	})
	t.Run("does not wait for open connections", func(t *testing.T) {
		t.Parallel()
		s := start(t, usedDir(t))
		conn, err := pgx.Connect(t.Context(), s.URL())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(context.Background())
		stop(t, s)
		log, err := os.ReadFile(filepath.Join(s.dir, logName))
		if err != nil || strings.Contains(string(log), "received immediate shutdown request") {
			t.Errorf("the shutdown was cut short: %v\n%s", err, log)
		}
	})
	t.Run("tells that the server had failed", func(t *testing.T) {
		t.Parallel()
		s := start(t, usedDir(t))
		if err := s.process.Kill(); err != nil {
			t.Fatal(err)
		}
		<-s.done
		wantError(t, s.Stop(), s.dir, logName)
	})
}

func TestTheServerIsOutOfTheTerminalsProcessGroup(t *testing.T) {
	t.Parallel()
	s := start(t, usedDir(t))
	group, err := syscall.Getpgid(s.process.Pid)
	if err != nil || group == syscall.Getpgrp() {
		t.Errorf("process group %d, %v: the program's own is %d", group, err, syscall.Getpgrp())
	}
}

func TestTheEnvironmentDoesNotChangeTheServer(t *testing.T) {
	for name, value := range map[string]string{"PGPORT": "6000", "PGHOST": "nowhere.invalid", "PGUSER": "other",
		"PGDATABASE": "other", "PGDATA": "/nonexistent", "PGSSLMODE": "verify-full", "LC_ALL": "xx_XX"} {
		t.Setenv(name, value)
	}
	t.Setenv("SECRET_OF_THE_PROGRAM", "s3cret")
	s := start(t, usedDir(t))
	got := query(t, s.URL(), "SELECT current_database() || current_setting('timezone') || current_setting('port')")
	if got != "todoUTC5432" {
		t.Errorf("got %q", got)
	}
	environ, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", s.process.Pid))
	if err == nil && strings.Contains(string(environ), "s3cret") {
		t.Error("the server has the program's secrets")
	}
}

// TestPathsOfTheSocket moves a folder to each path, as people do.
func TestPathsOfTheSocket(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		inside bool
	}{
		{"plain", true},
		{"longest", true}, // as long as a socket's path may be
		{"longestx", false},
		{strings.Repeat("x", 200), false},
		{"my data & 'more' +%?#", true},
		{"a,b", false},
		{`a"b`, false},
		{"données", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			before := newDir(t)
			stop(t, start(t, before))
			parent := filepath.Dir(before)
			longest := strings.Repeat("x", max(1, maxSocketPath-len(parent+"//"+socketName)))
			dir := filepath.Join(parent, strings.Replace(c.name, "longest", longest, 1))
			if err := os.Rename(before, dir); err != nil {
				t.Fatal(err)
			}
			s := start(t, dir)
			if inside := s.socketDir == dir; inside != c.inside {
				t.Errorf("the socket is in %s", s.socketDir)
			}
			if got := query(t, s.URL(), "SELECT 1"); got != "1" {
				t.Errorf("SELECT 1 = %s", got)
			}
			if info, err := os.Stat(s.socketDir); err != nil || info.Mode().Perm() != 0o700 {
				t.Errorf("the socket's folder: %v, %v", info, err)
			}
			if command := s.PsqlCommand(); command != "" {
				command += ` -Atc 'SELECT current_database()'`
				if out, err := exec.Command("sh", "-c", command).CombinedOutput(); string(out) != "todo\n" {
					t.Errorf("%s: %s, %v", command, out, err)
				}
			}
			stop(t, s)
			if !c.inside && exists(s.socketDir) {
				t.Errorf("%s is left", s.socketDir)
			}
		})
	}
}
