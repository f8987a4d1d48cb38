package localpg

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// initialise creates the data in a folder beside it and renames that, so that data is whole whenever it exists.
func (f *folder) initialise(ctx context.Context, major int) error {
	// A leftover of an interrupted start: no server ever ran on it.
	if err := f.root.RemoveAll("data.new"); err != nil {
		return err
	}
	fresh := filepath.Join(f.dir, "data.new")
	cache := ""
	if f.Ephemeral {
		cache = cacheDir(major)
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
