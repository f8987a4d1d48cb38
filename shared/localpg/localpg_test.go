package localpg

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// helperDir makes the test binary a program that starts PostgreSQL on that folder, says so and waits.
	helperDir = "LOCALPG_TEST_DIR"

	// helperDurable makes that an ordinary server, not an ephemeral one.
	helperDurable = "LOCALPG_TEST_DURABLE"
)

// base holds all folders of the tests. They are removed at the end, all at once: making files right after
// removing some is slow on ext4.
var base string

func TestMain(m *testing.M) {
	if dir := os.Getenv(helperDir); dir != "" {
		s, err := Start(context.Background(), Options{Dir: dir, Ephemeral: os.Getenv(helperDurable) == ""})
		if err != nil {
			fmt.Println("error", strconv.Quote(err.Error()))
			os.Exit(1)
		}
		fmt.Println("url", strconv.Quote(s.URL()))
		_, _ = io.Copy(io.Discard, os.Stdin)
		if err := s.Stop(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	var err error
	if base, err = os.MkdirTemp("", "lpg-"); err == nil {
		err = os.Chmod(base, 0o755)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	if err := os.RemoveAll(base); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// program is a helper process that has called Start.
type program struct {
	cmd      *exec.Cmd
	stdin    io.Closer
	url, err string // what its Start returned
}

// runProgram runs a helper on dir.
func runProgram(t *testing.T, dir string) *program {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return runCommand(t, dir, exec.Command(self))
}

// runProgramAs runs a helper as another user; only root can.
func runProgramAs(t *testing.T, dir string, as account) *program {
	t.Helper()
	cmd := exec.Command(reachableCopy(t))
	cmd.Dir = "/"
	cmd.Env = []string{"HOME=/nonexistent", "PATH=" + os.Getenv("PATH")}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: as.credential()}
	return runCommand(t, dir, cmd)
}

// runCommand runs a command that ends up as a helper on dir.
func runCommand(t *testing.T, dir string, cmd *exec.Cmd) *program {
	t.Helper()
	p := &program{cmd: cmd}
	p.cmd.Env = append(cmd.Environ(), helperDir+"="+dir)
	p.cmd.Stderr = os.Stderr
	stdin, err := p.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.stdin = stdin
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.end() })
	line, _ := bufio.NewReader(stdout).ReadString('\n')
	kind, quoted, _ := strings.Cut(strings.TrimSpace(line), " ")
	text, err := strconv.Unquote(quoted)
	if err != nil {
		t.Fatalf("the helper said %q", line)
	}
	if kind == "url" {
		p.url = text
	} else {
		p.err = text
	}
	return p
}

// end lets the helper stop its server and waits for both.
func (p *program) end() error {
	p.stdin.Close()
	return p.cmd.Wait()
}

// kill is kill -9 of the program alone.
func (p *program) kill(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	p.end()
}

// reachableCopy copies the test binary, which lies in a closed folder, to where other users can run it.
func reachableCopy(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("/tmp", "lpg-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "localpg.test")
	if err := os.WriteFile(path, content, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// newDir names a folder for PostgreSQL that does not exist yet, in a folder that every user can enter.
func newDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp(base, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "pg")
}

// spare is a folder that an earlier test is done with.
var spare string

// usedDir returns a folder that has data, and saves the second that making one takes. The folder must be
// in order at the end of the test.
func usedDir(t *testing.T) string {
	t.Helper()
	dir := spare
	if spare = ""; dir == "" {
		dir = newDir(t)
		stop(t, start(t, dir))
	}
	t.Cleanup(func() {
		if !t.Failed() {
			spare = dir
		}
	})
	return dir
}

func tryStart(t *testing.T, dir string) (*Server, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	s, err := Start(ctx, Options{Dir: dir, Ephemeral: true})
	if err == nil {
		t.Cleanup(func() { _ = s.Stop() })
	}
	return s, err
}

func start(t *testing.T, dir string) *Server {
	t.Helper()
	s, err := tryStart(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func stop(t *testing.T, s *Server) {
	t.Helper()
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
}

// query runs a statement on a connection of its own, and returns its first value as text.
func query(t *testing.T, url, statement string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	results, err := conn.PgConn().Exec(t.Context(), statement).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	if last := results[len(results)-1]; len(last.Rows) > 0 {
		return string(last.Rows[0][0])
	}
	return ""
}

// wantError checks that an error came and says all that a person needs.
func wantError(t *testing.T, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("error %q does not say %q", err, word)
		}
	}
}

func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !condition(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("after 10 s still not: %s", what)
		}
	}
}

// serverGone tells whether no process holds the lock that all of PostgreSQL's processes inherit.
func serverGone(t *testing.T, dir string) bool {
	t.Helper()
	file, err := os.Open(filepath.Join(dir, "server.lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	return flock(file) == nil
}

func postmasterPid(t *testing.T, dir string) int {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, "data", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	return pidIn(content)
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestSettings(t *testing.T) {
	for _, ephemeral := range []bool{false, true} {
		want := map[string]string{
			"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "max_connections": "100",
			"listen_addresses": "", "TimeZone": "UTC", "log_timezone": "UTC", "server_encoding": "UTF8",
			"data_checksums": "on", "unix_socket_permissions": "0700",
		}
		if ephemeral {
			want["fsync"], want["synchronous_commit"], want["full_page_writes"] = "off", "off", "off"
			want["max_connections"] = "200"
		}
		dir := newDir(t)
		s, err := Start(t.Context(), Options{Dir: dir, Ephemeral: ephemeral})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Stop()
		for name, value := range want {
			if got := query(t, s.URL(), "SHOW "+name); got != value {
				t.Errorf("ephemeral %v: %s = %q, want %q", ephemeral, name, got, value)
			}
		}
		if got := query(t, s.URL(), "SELECT current_user || '@' || current_database()"); got != "postgres@todo" {
			t.Errorf("the URL leads to %s", got)
		}
		if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("the folder of the socket: %v, %v, want it private", info.Mode(), err)
		}
		if config, err := pgx.ParseConfig(s.URL()); err != nil || config.DefaultQueryExecMode != pgx.QueryExecModeCacheStatement {
			t.Errorf("the URL's exec mode: %v, %v", config.DefaultQueryExecMode, err)
		}
		stop(t, s)
	}
}

func TestDataSurvives(t *testing.T) {
	for name, end := range map[string]func(t *testing.T, p *program, dir string){
		"a shutdown": func(t *testing.T, p *program, dir string) {
			if err := p.end(); err != nil {
				t.Fatal(err)
			}
			if !serverGone(t, dir) || exists(filepath.Join(dir, "data", "postmaster.pid")) {
				t.Error("Stop returned before the server was gone")
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
			if strings.HasSuffix(name, "everything") {
				t.Setenv(helperDurable, "yes")
			}
			dir := usedDir(t)
			p := runProgram(t, dir)
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

func TestASecondProgramIsRefusedAtOnce(t *testing.T) {
	dir := usedDir(t)
	p := runProgram(t, dir)
	begin := time.Now()
	_, err := tryStart(t, dir)
	if took := time.Since(begin); took > time.Second {
		t.Errorf("the refusal took %v", took)
	}
	wantError(t, err, dir, strconv.Itoa(p.cmd.Process.Pid), "DATA_DIR")
	query(t, p.url, "SELECT 1") // the first one goes on
	if err := p.end(); err != nil {
		t.Errorf("the first program's Stop: %v", err)
	}

	start(t, dir) // and the same within one program
	_, err = tryStart(t, dir)
	wantError(t, err, dir, strconv.Itoa(os.Getpid()))
}

func TestASecondProgramIsRefusedWhileTheFirstStillInitialises(t *testing.T) {
	dir := newDir(t)
	f, err := openFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer f.close()
	lock, err := f.lockProgram()
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	_, err = tryStart(t, dir)
	wantError(t, err, dir, strconv.Itoa(os.Getpid()))
}

func TestAnOrphanServerIsAwaitedForALimitedTime(t *testing.T) {
	dir := usedDir(t)
	p := runProgram(t, dir)
	query(t, p.url, "DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT 'data' AS v")
	pid := postmasterPid(t, dir)
	// Without its checkpointer, the server's shutdown takes for ever.
	checkpointer, err := strconv.Atoi(query(t, p.url, "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(checkpointer, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Kill(checkpointer, syscall.SIGCONT) })
	p.kill(t)

	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	_, err = Start(ctx, Options{Dir: dir, Ephemeral: true})
	wantError(t, err, dir, strconv.Itoa(pid), "shutting down")

	if err := syscall.Kill(checkpointer, syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	s := start(t, dir)
	if got := query(t, s.URL(), "SELECT v FROM kept"); got != "data" {
		t.Errorf("the data is %q", got)
	}
}

// On macOS nothing tells a server that its program was killed.
func TestAnOrphanServerThatKnowsNothingIsShutDown(t *testing.T) {
	dir := usedDir(t)
	f, err := openFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer f.close()
	lock, err := f.lockProgram()
	if err != nil {
		t.Fatal(err)
	}
	if err := f.prepare(t.Context(), lock, true); err != nil {
		t.Fatal(err)
	}
	cmd := f.command("postgres", settings(f.data, dir, true)...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the orphan runs", func() bool { return exists(filepath.Join(dir, socketName)) })
	f.lock.Close()
	lock.Close() // the program is gone
	s := start(t, dir)
	if err := cmd.Wait(); err != nil {
		t.Errorf("the orphan did not end well: %v", err)
	}
	query(t, s.URL(), "SELECT 1")
}

// lockHolder runs a process as the server's user: PostgreSQL takes another user's process for a dead one.
func lockHolder(t *testing.T, as account) int {
	t.Helper()
	cmd := exec.Command("sleep", "60")
	cmd.Dir = "/"
	cmd.SysProcAttr = as.sysProcAttr()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	return cmd.Process.Pid
}

func TestALockThatNamesAnotherProcessByNowIsStale(t *testing.T) {
	dir := usedDir(t)
	p := runProgram(t, dir)
	data, socket := filepath.Join(dir, "data", "postmaster.pid"), filepath.Join(dir, socketName+".lock")
	old := postmasterPid(t, dir)
	if err := syscall.Kill(old, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	p.kill(t)
	eventually(t, "the server's processes are gone", func() bool { return serverGone(t, dir) })

	owner, err := ownerOf(data)
	if err != nil {
		t.Fatal(err)
	}
	pid := lockHolder(t, owner)
	for _, path := range []string{data, socket} {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(content), "\n")
		write(t, path, strconv.Itoa(pid)+"\n"+rest)
	}
	s := start(t, dir)
	query(t, s.URL(), "SELECT 1")
}

func TestAServerStartedByHandIsNotDisturbed(t *testing.T) {
	dir := usedDir(t)
	owner, err := ownerOf(filepath.Join(dir, "data"))
	if err != nil {
		t.Fatal(err)
	}
	all := installed(searched)
	use, err := choose(all, 0, "")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(filepath.Join(use.dir, "postgres"), settings(filepath.Join(dir, "data"), dir, true)...)
	cmd.SysProcAttr = owner.sysProcAttr()
	cmd.Dir = dir
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Signal(syscall.SIGINT)
		if err := cmd.Wait(); err != nil {
			t.Errorf("the server by hand did not end well: %v", err)
		}
	}()
	eventually(t, "the server by hand runs", func() bool { return exists(filepath.Join(dir, socketName)) })
	_, err = tryStart(t, dir)
	wantError(t, err, dir, strconv.Itoa(cmd.Process.Pid), "kill -INT")
}

func TestStop(t *testing.T) {
	t.Run("may be called again and at once", func(t *testing.T) {
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
		s := start(t, usedDir(t))
		conn, err := pgx.Connect(t.Context(), s.URL())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(context.Background())
		begin := time.Now()
		stop(t, s)
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("it took %v", took)
		}
	})
	t.Run("tells that the server had failed", func(t *testing.T) {
		s := start(t, usedDir(t))
		if err := s.process.Kill(); err != nil {
			t.Fatal(err)
		}
		<-s.done
		wantError(t, s.Stop(), s.dir, logName)
	})
}

func TestTheServerIsOutOfTheTerminalsProcessGroup(t *testing.T) {
	s := start(t, usedDir(t))
	group, err := syscall.Getpgid(s.process.Pid)
	if err != nil || group == syscall.Getpgrp() {
		t.Errorf("process group %d, %v: the program's own is %d", group, err, syscall.Getpgrp())
	}
}

func TestAHalfMadeFolderIsMadeAgain(t *testing.T) {
	dir := newDir(t)
	for _, name := range []string{"program.lock", "data.new/base/1/stray"} {
		write(t, filepath.Join(dir, name), "")
	}
	s := start(t, dir)
	query(t, s.URL(), "SELECT 1")
	if exists(filepath.Join(dir, "data.new")) || exists(filepath.Join(dir, "data/base/1/stray")) {
		t.Error("the leftover is still there")
	}
}

// TestFoldersThatAreLeftAlone has the cases in which a start must fail and change nothing.
func TestFoldersThatAreLeftAlone(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		says  []string
	}{
		"other files":            {map[string]string{"holiday.jpg": "jpg"}, []string{"other files", "holiday.jpg", "DATA_DIR"}},
		"a PostgreSQL's own":     {map[string]string{"PG_VERSION": "15\n", "base/1": ""}, []string{"other files", "DATA_DIR"}},
		"data without a version": {map[string]string{"program.lock": "", "data/base/1": "x"}, []string{"PG_VERSION", "backup"}},
		"data of no version":     {map[string]string{"program.lock": "", "data/PG_VERSION": "new\n"}, []string{"PG_VERSION", "new"}},
		"data of an old version": {map[string]string{"program.lock": "", "data/PG_VERSION": "9\n", "data.new/PG_VERSION": "15\n"}, []string{"PostgreSQL 9", "not installed", "install"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := newDir(t)
			for path, content := range c.files {
				write(t, filepath.Join(dir, path), content)
			}
			_, err := tryStart(t, dir)
			wantError(t, err, append(c.says, dir)...)
			for path, content := range c.files {
				if path == "program.lock" {
					continue
				}
				if got, err := os.ReadFile(filepath.Join(dir, path)); err != nil || string(got) != content {
					t.Errorf("%s was touched: %q, %v", path, got, err)
				}
			}
		})
	}
}

func TestAFileInThePlaceOfTheFolder(t *testing.T) {
	path := newDir(t)
	write(t, path, "")
	_, err := tryStart(t, path)
	wantError(t, err, path, "not a directory")
	_, err = tryStart(t, filepath.Join(path, "pg"))
	wantError(t, err, path, "not a directory")
	_, err = tryStart(t, "")
	wantError(t, err, "no folder")
}

// TestPathsOfTheSocket moves one folder from path to path, as people do.
func TestPathsOfTheSocket(t *testing.T) {
	parent := filepath.Dir(newDir(t))
	longest := strings.Repeat("x", max(1, maxSocketPath-len(parent+"//"+socketName)))
	dir := ""
	for _, c := range []struct {
		name   string
		inside bool
	}{
		{"pg", true},
		{longest, true},
		{longest + "x", false},
		{strings.Repeat("x", 200), false},
		{"my data & 'more' +%?#", true},
		{"a,b", false},
		{`a"b`, false},
		{"données", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if old := dir; old != "" {
				if err := os.Rename(old, filepath.Join(parent, c.name)); err != nil {
					t.Fatal(err)
				}
			}
			dir = filepath.Join(parent, c.name)
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
			if psql, err := exec.LookPath("psql"); err == nil {
				command := strings.Replace(s.PsqlCommand(), "psql", psql, 1) + ` -Atc 'SELECT current_database()'`
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

func TestTheEnvironmentDoesNotChangeTheServer(t *testing.T) {
	for name, value := range map[string]string{"PGPORT": "6000", "PGHOST": "nowhere.invalid", "PGUSER": "other",
		"PGDATABASE": "other", "PGDATA": "/nonexistent", "PGSSLMODE": "verify-full", "LC_ALL": "xx_XX"} {
		t.Setenv(name, value)
	}
	t.Setenv("SECRET_OF_THE_PROGRAM", "s3cret")
	s := start(t, usedDir(t))
	if got := query(t, s.URL(), "SELECT current_database() || current_setting('timezone') || current_setting('port')"); got != "todoUTC5432" {
		t.Errorf("got %q", got)
	}
	if environ, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", s.process.Pid)); err == nil && strings.Contains(string(environ), "s3cret") {
		t.Error("the server has the program's secrets")
	}
}

func TestAStartThatFailsShowsTheLog(t *testing.T) {
	dir := usedDir(t)
	conf := filepath.Join(dir, "data", "postgresql.conf")
	content, err := os.ReadFile(conf)
	if err != nil {
		t.Fatal(err)
	}
	write(t, conf, string(content)+"\nno_such_setting = 1\n")
	defer write(t, conf, string(content))
	begin := time.Now()
	_, err = tryStart(t, dir)
	wantError(t, err, dir, logName, `unrecognized configuration parameter "no_such_setting"`)
	if strings.Contains(err.Error(), "received fast shutdown") {
		t.Errorf("the error shows the log of an earlier start: %v", err)
	}
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("the end of the server was noticed after %v", took)
	}
	if !serverGone(t, dir) {
		t.Error("a server is left")
	}
}

func TestACancelledStartLeavesNothingRunning(t *testing.T) {
	dir := newDir(t)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { // in the middle of initdb
		for !exists(filepath.Join(dir, "data.new", "PG_VERSION")) && ctx.Err() == nil {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	_, err := Start(ctx, Options{Dir: dir})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error = %v", err)
	}
	eventually(t, "initdb is gone", func() bool { return serverGone(t, dir) })
	if log, err := os.ReadFile(filepath.Join(dir, logName)); err != nil || strings.Contains(string(log), "syncing data to disk") {
		t.Errorf("initdb went on to its end: %v", err)
	}
	query(t, start(t, dir).URL(), "SELECT 1")
}

func TestTheLogIsBounded(t *testing.T) {
	dir := usedDir(t)
	stop(t, start(t, dir))
	path := filepath.Join(dir, logName)
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	stop(t, start(t, dir))
	if after, err := os.Stat(path); err != nil || after.Size() <= before.Size() {
		t.Errorf("a small log was not kept: %v", err)
	}
	if err := os.Truncate(path, maxLogSize+1); err != nil {
		t.Fatal(err)
	}
	stop(t, start(t, dir))
	if after, err := os.Stat(path); err != nil || after.Size() > 1<<20 {
		t.Errorf("the log has %d bytes, %v", after.Size(), err)
	}
}

func TestEphemeralServersShareOneInitdb(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	ranInitdb := func(dir string) bool {
		t.Helper()
		log, err := os.ReadFile(filepath.Join(dir, logName))
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(string(log), "bootstrap script")
	}
	first, second := newDir(t), newDir(t)
	if stop(t, start(t, first)); !ranInitdb(first) {
		t.Fatal("the first start did not run initdb")
	}
	if stop(t, start(t, second)); ranInitdb(second) {
		t.Error("the second start ran initdb again")
	}
	version, err := dataVersion(filepath.Join(second, "data"))
	if err != nil {
		t.Fatal(err)
	}
	// A cache that cannot serve costs time, nothing else.
	if err := os.Remove(filepath.Join(cacheDir(version), "PG_VERSION")); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(cacheDir(version)), "new-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left in the cache: %v, %v", left, err)
	}
	if os.Geteuid() == 0 {
		return // root can read and write everywhere
	}
	t.Setenv("HOME", "/nonexistent")
	t.Setenv("XDG_CACHE_HOME", "/nonexistent")
	start(t, newDir(t))
}

func TestURL(t *testing.T) {
	s := &Server{socketDir: "/srv/my data/pg+%&"}
	u, err := url.Parse(s.URL())
	if err != nil || u.Query().Get("host") != s.socketDir || strings.Contains(u.RawQuery, "+") {
		t.Errorf("URL %s, %v", s.URL(), err)
	}
	if want := "psql 'postgres:///todo?host=/srv/my%20data/pg%2B%25%26&port=5432&user=postgres'"; s.PsqlCommand() != want {
		t.Errorf("got  %s\nwant %s", s.PsqlCommand(), want)
	}
}
