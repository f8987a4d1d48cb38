package localpg

import (
	"context"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// cacheFormat changes when initdb's arguments do.
const cacheFormat = 2

// initialise creates the data in a folder beside it and renames that, so that data is whole whenever it exists.
func (f *folder) initialise(ctx context.Context, inst installation) error {
	// A leftover of an interrupted start: no server ever ran on it.
	if err := f.root.RemoveAll("data.new"); err != nil {
		return err
	}
	fresh := filepath.Join(f.dir, "data.new")
	cache := ""
	if f.Ephemeral {
		cache = cacheDir(inst)
	}
	if cache == "" || copyTree(fresh, cache, f.user, false) != nil {
		if err := f.root.RemoveAll("data.new"); err != nil { // half a copy
			return err
		}
		locale := "C.UTF-8"
		if runtime.GOOS == "darwin" {
			locale = "en_US.UTF-8"
		}
		args := []string{
			"-D", fresh, "-U", "postgres", "-E", "UTF8", "--locale=" + locale, "--data-checksums", "--auth-local=trust",
			"--auth-host=reject", "--no-instructions",
		}
		if f.Ephemeral {
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

// cacheDir returns where a folder that the installation initialised is kept for ephemeral servers, "" where the user
// has no cache. Builds of one major version differ in their collations.
func cacheDir(inst installation) string {
	base, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	build := crc32.ChecksumIEEE([]byte(inst.dir))
	return filepath.Join(base, "todo-localpg",
		fmt.Sprintf("v%d-pg%d-%08x-uid%d", cacheFormat, inst.major, build, os.Geteuid()))
}

// fillCache keeps a copy of a fresh data folder. A failure costs the next start a second, no more.
func fillCache(cache, fresh string) {
	if os.MkdirAll(filepath.Dir(cache), 0o700) != nil {
		return
	}
	temp, err := os.MkdirTemp(filepath.Dir(cache), "new-")
	if err != nil {
		return
	}
	defer os.RemoveAll(temp)
	whole := filepath.Join(temp, "data")
	if copyTree(whole, fresh, osUser{uid: os.Geteuid(), gid: os.Getegid()}, true) == nil {
		_ = os.Rename(whole, cache) // fails when another was faster, which is as good
	}
}

// copyTree copies a folder to one that does not exist and gives it to owner, durably when sync is true.
func copyTree(to, from string, owner osUser, sync bool) error {
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		return err
	}
	if err := os.Chmod(to, 0o700); err != nil { // or PostgreSQL refuses it
		return err
	}
	return filepath.WalkDir(to, func(path string, entry fs.DirEntry, err error) error {
		if err == nil {
			err = owner.chown(path)
		}
		if err != nil || !sync {
			return err
		}
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		return file.Sync()
	})
}
