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
	"strconv"
	"strings"
)

const (
	logName    = "postgres.log"
	maxLogSize = 10 << 20
)

// folder is the server's folder while a server is being started on it.
type folder struct {
	Options
	dir    string
	data   string
	root   *os.Root // keeps root's hands inside a folder where another user may plant symlinks
	user   osUser   // whom the server runs as
	bin    string
	log    *os.File
	logged int64    // where this start's part of the log begins
	lock   *os.File // server.lock
}

// openFolder makes dir private, and refuses one that holds the files of others or belongs to another user.
func openFolder(dir string, o Options) (*folder, error) {
	// The parents stay open to the user that the server will run as.
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	for _, path := range []string{dir, filepath.Join(dir, "program.lock"), filepath.Join(dir, "data")} {
		if err := o.checkOwner(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
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
		return nil, fmt.Errorf("folder %s holds other files (%s): %s",
			dir, other, o.otherDir("an empty or a new folder"))
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder private: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the data folder: %w", err)
	}
	return &folder{Options: o, dir: dir, data: filepath.Join(dir, "data"), root: root}, nil
}

// close leaves what the server needs: its own copies of the log and of the lock.
func (f *folder) close() {
	_ = f.root.Close()
	_ = f.log.Close() // nil is fine
	_ = f.lock.Close()
}

// prepare finds the binaries and the user to run them as, waits for an earlier server to end, and
// initialises the data when it is missing.
func (f *folder) prepare(ctx context.Context, program *os.File) error {
	version, err := dataVersion(f.data)
	if err != nil {
		return err
	}
	inst, err := f.findServer(ctx, version)
	if err != nil {
		return err
	}
	f.bin = inst.dir
	if f.user, err = f.chooseUser(version != 0); err != nil {
		return err
	}
	if err := f.user.chownFile(program); err != nil {
		return err
	}
	if err := f.openLog(); err != nil {
		return fmt.Errorf("open PostgreSQL's log: %w", err)
	}
	if err := f.lockServer(ctx); err != nil {
		return err
	}
	if version != 0 {
		return nil
	}
	if err := f.initialise(ctx, inst); err != nil {
		return fmt.Errorf("initialise PostgreSQL in folder %s: %w", f.dir, err)
	}
	return nil
}

// dataVersion returns the major version of PostgreSQL that created the data, or 0 without data.
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
		return 0, fmt.Errorf("cannot tell the version of the data in %s from its file PG_VERSION (%w): "+
			"restore the folder from a backup, or move it away to begin without data", data, err)
	}
	return version, nil
}

// create opens a file of the folder for the server's user, who may be the one to open it next time.
func (f *folder) create(name string) (*os.File, error) {
	file, err := f.root.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	return file, f.user.chownFile(file)
}

// command prepares a program of PostgreSQL that writes to the log and holds the server's lock.
func (f *folder) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(f.bin, name), args...)
	// Not the program's environment: it holds secrets, and PGPORT and the like would change settings.
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "TZ=UTC"}
	cmd.Dir = f.dir
	cmd.Stdout, cmd.Stderr = f.log, f.log
	cmd.ExtraFiles = []*os.File{f.lock}
	f.user.runAs(cmd)
	return cmd
}

func (f *folder) openLog() (err error) {
	if f.log, err = f.create(logName); err != nil {
		return err
	}
	if f.logged, err = f.log.Seek(0, io.SeekEnd); err == nil && f.logged > maxLogSize {
		f.logged, err = 0, f.log.Truncate(0)
	}
	return err
}

// logTail returns the last lines that this start wrote to the log.
func (f *folder) logTail() string {
	end, _ := f.log.Seek(0, io.SeekEnd)
	from := max(f.logged, end-4096)
	text, _ := io.ReadAll(io.NewSectionReader(f.log, from, end-from))
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	lines = lines[max(0, len(lines)-10):]
	return "\nThe last lines of " + filepath.Join(f.dir, logName) + ":\n" + strings.Join(lines, "\n")
}
