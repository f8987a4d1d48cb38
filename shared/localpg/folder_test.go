package localpg

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestAHalfMadeFolderIsMadeAgain(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
	for name, c := range map[string]struct {
		files map[string]string
		says  []string
	}{
		"other files": {map[string]string{"holiday.jpg": "jpg"}, []string{"other files", "holiday.jpg", "DATA_DIR"}},
		"a PostgreSQL's own": {
			map[string]string{"PG_VERSION": "15\n", "base/1": ""}, []string{"other files", "DATA_DIR"}},
		"data without a version": {
			map[string]string{"program.lock": "", "data/base/1": "x"}, []string{"PG_VERSION", "backup"}},
		"data of no version": {
			map[string]string{"program.lock": "", "data/PG_VERSION": "new\n"}, []string{"PG_VERSION", "new"}},
		"data of an old version": {
			map[string]string{"program.lock": "", "data/PG_VERSION": "9\n", "data.new/PG_VERSION": "15\n"},
			[]string{"PostgreSQL 9", "not installed", "install", "has PostgreSQL", "17", "not 9"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
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
	t.Parallel()
	path := newDir(t)
	write(t, path, "")
	_, err := tryStart(t, path)
	wantError(t, err, path, "not a directory")
	_, err = tryStart(t, filepath.Join(path, "pg"))
	wantError(t, err, path, "not a directory")
	_, err = tryStart(t, "")
	wantError(t, err, "no folder")
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
	_, err = tryStart(t, dir)
	wantError(t, err, dir, logName, "it ended at once", `unrecognized configuration parameter "no_such_setting"`)
	if strings.Contains(err.Error(), "received fast shutdown") {
		t.Errorf("the error shows the log of an earlier start: %v", err)
	}
	if !serverGone(t, dir) {
		t.Error("a server is left")
	}
}

func TestACancelledStartLeavesNothingRunning(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { // in the middle of initdb
		for !exists(filepath.Join(dir, "data.new", "PG_VERSION")) && ctx.Err() == nil {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	_, err := Start(ctx, options(dir, false))
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error = %v", err)
	}
	eventually(t, "initdb has ended", func() bool { return serverGone(t, dir) })
	log, err := os.ReadFile(filepath.Join(dir, logName))
	if err != nil || strings.Contains(string(log), "syncing data to disk") {
		t.Errorf("initdb went on to its end: %v", err)
	}
	query(t, start(t, dir).URL(), "SELECT 1")
}

func TestTheLogIsBounded(t *testing.T) {
	t.Parallel()
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
	inst, err := (&folder{Options: options("", true)}).findServer(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	// A cache that cannot serve costs time, nothing else.
	if err := os.Remove(filepath.Join(cacheDir(inst), "PG_VERSION")); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(cacheDir(inst)), "new-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left in the cache: %v, %v", left, err)
	}
	if os.Geteuid() == 0 || len(findInstallations(searchPaths)) == 0 {
		return // root can read and write everywhere, and a fetched server is in the cache
	}
	t.Setenv("HOME", "/nonexistent")
	t.Setenv("XDG_CACHE_HOME", "/nonexistent")
	start(t, newDir(t))
}
