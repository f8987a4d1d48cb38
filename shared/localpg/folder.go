package localpg

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	logName     = "postgres.log"
	maxLogSize  = 10 << 20
	orphanLimit = 30 * time.Second
)

// folder is the server's folder while a server is being started on it.
type folder struct {
	dir    string
	data   string
	root   *os.Root // keeps root's hands inside a folder where another user may plant symlinks
	as     account
	bin    string
	log    *os.File
	logged int64    // where this start's part of the log begins
	lock   *os.File // server.lock
}

// openFolder makes the folder private, or refuses one that is not ours.
func openFolder(dir string) (*folder, error) {
	// The parents stay open to the user that the server will run as.
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	for _, path := range []string{dir, filepath.Join(dir, "program.lock"), filepath.Join(dir, "data")} {
		owner, err := ownerOf(path)
		if err == nil {
			err = owner.mayStart(path)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("look at the data folder: %w", err)
	}
	ours, other := false, ""
	for _, e := range entries {
		switch e.Name() {
		case "program.lock":
			ours = true
		case "lost+found": // the top of a volume
		default:
			other = e.Name()
		}
	}
	if !ours && other != "" {
		return nil, fmt.Errorf("folder %s holds other files (%s): set DATA_DIR to an empty or a new folder", dir, other)
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder private: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the data folder: %w", err)
	}
	return &folder{dir: dir, data: filepath.Join(dir, "data"), root: root}, nil
}

// close leaves what the server needs: its own copies of the log and of the lock.
func (f *folder) close() {
	_ = f.root.Close()
	_ = f.log.Close() // nil is fine
	_ = f.lock.Close()
}

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
		return nil, fmt.Errorf("folder %s is in use by another program (process %d): stop that one first, or set DATA_DIR to another folder", f.dir, pidIn(content))
	}
	return nil, fmt.Errorf("lock folder %s: %w", f.dir, err)
}

// prepare finds the binaries and the user to run them as, waits for an earlier server to be gone, and
// initialises the data when there is none.
func (f *folder) prepare(ctx context.Context, program *os.File, ephemeral bool) error {
	version, err := dataVersion(f.data)
	if err != nil {
		return err
	}
	use, err := choose(installed(searched), version, f.data)
	if err != nil {
		return err
	}
	f.bin = use.dir
	if f.as, err = chooseAccount(f.dir, f.data, version != 0, f.bin); err != nil {
		return err
	}
	if err := f.as.own(program); err != nil {
		return fmt.Errorf("hand the folder's lock over: %w", err)
	}
	if err := f.openLog(); err != nil {
		return err
	}
	if err := f.lockServer(ctx); err != nil {
		return err
	}
	if version != 0 {
		return nil
	}
	if err := f.initialise(ctx, use.major, ephemeral); err != nil {
		return fmt.Errorf("initialise PostgreSQL in folder %s: %w", f.dir, err)
	}
	return nil
}

// dataVersion returns the major version of PostgreSQL that made the data, 0 when there is none.
func dataVersion(data string) (int, error) {
	if _, err := os.Lstat(data); errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	content, err := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	version, _ := strconv.Atoi(strings.TrimSpace(string(content)))
	if err == nil && version == 0 {
		err = fmt.Errorf("it holds %q", content)
	}
	if err != nil {
		return 0, fmt.Errorf("cannot tell the version of the data in %s from its file PG_VERSION (%w): restore the folder from a backup, or move it away to begin without data", data, err)
	}
	return version, nil
}

func (f *folder) openLog() (err error) {
	if f.log, err = f.create(logName); err != nil {
		return fmt.Errorf("open PostgreSQL's log: %w", err)
	}
	if f.logged, err = f.log.Seek(0, io.SeekEnd); err == nil && f.logged > maxLogSize {
		f.logged, err = 0, f.log.Truncate(0)
	}
	return err
}

// create opens a file of the folder for the server's user, who may be the one to open it next time.
func (f *folder) create(name string) (*os.File, error) {
	file, err := f.root.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	return file, f.as.own(file)
}

// logTail returns the last lines that this start wrote to the log.
func (f *folder) logTail() string {
	end, _ := f.log.Seek(0, io.SeekEnd)
	from := max(f.logged, end-4096)
	text, _ := io.ReadAll(io.NewSectionReader(f.log, from, end-from))
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return "\nThe last lines of " + filepath.Join(f.dir, logName) + ":\n" + strings.Join(lines[max(0, len(lines)-10):], "\n")
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
			return fmt.Errorf("the PostgreSQL of an earlier program%s is still shutting down on folder %s: try again when it is gone", who, f.dir)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// runningServer returns the process id of the server that runs on the data, 0 when there is none.
func (f *folder) runningServer() int {
	content, _ := os.ReadFile(filepath.Join(f.data, "postmaster.pid"))
	if pid := pidIn(content); pid != 0 && servesFolder(pid, f.data) {
		return pid
	}
	return 0
}

// clearStaleLocks removes PostgreSQL's own lock files when they name a process that is another one by
// now: PostgreSQL would refuse to start. Those of a dead process it clears itself, with further checks.
func (f *folder) clearStaleLocks(socketLock string) error {
	if pid := f.runningServer(); pid != 0 {
		return fmt.Errorf("a PostgreSQL that was not started by this program (process %d) runs on folder %s: stop it with kill -INT %d", pid, f.data, pid)
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

// initialise makes the data in a folder beside it, so that data is whole whenever it exists.
func (f *folder) initialise(ctx context.Context, major int, ephemeral bool) error {
	// A leftover of an interrupted start: no server ever ran on it.
	if err := f.root.RemoveAll("data.new"); err != nil {
		return err
	}
	fresh := filepath.Join(f.dir, "data.new")
	cache := ""
	if ephemeral {
		cache = cacheDir(major)
	}
	if cache == "" || copyTree(fresh, cache, f.as, false) != nil {
		if err := f.root.RemoveAll("data.new"); err != nil { // half a copy
			return err
		}
		locale := "C.UTF-8"
		if runtime.GOOS == "darwin" {
			locale = "en_US.UTF-8"
		}
		args := []string{"-D", fresh, "-U", "postgres", "-E", "UTF8", "--locale=" + locale, "--data-checksums",
			"--auth-local=trust", "--auth-host=reject", "--no-instructions"}
		if ephemeral {
			args = append(args, "--no-sync", "--wal-segsize=1") // the less to copy
		}
		if err := f.run(ctx, "initdb", args...); err != nil {
			return fmt.Errorf("initdb: %w%s", err, f.logTail())
		}
		if cache != "" {
			fillCache(cache, fresh)
		}
	}
	if err := f.root.Rename("data.new", "data"); err != nil {
		return err
	}
	dir, err := os.Open(f.dir)
	if err != nil {
		return err
	}
	defer dir.Close()
	return dir.Sync()
}

// run runs a program of PostgreSQL to its end; with ctx it is killed, helpers included.
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

// command prepares a program of PostgreSQL that writes to the log and holds the server's lock.
func (f *folder) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(f.bin, name), args...)
	// Not the program's environment: it holds secrets, and PGPORT and the like would change settings.
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "TZ=UTC"}
	cmd.Dir = f.dir
	cmd.Stdout, cmd.Stderr = f.log, f.log
	cmd.ExtraFiles = []*os.File{f.lock}
	cmd.SysProcAttr = f.as.sysProcAttr()
	return cmd
}

func flock(file *os.File) error {
	return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}
