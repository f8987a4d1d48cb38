package main_test

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// installVercel returns the path of the pinned CLI, which npm installs once into the user's cache. It skips the test
// but for make verify-vercel: a build takes a minute, and npm.
func installVercel(t *testing.T) string {
	t.Helper()
	if os.Getenv("VERIFY_VERCEL") == "" {
		t.Skip("make verify-vercel runs it")
	}
	if runtime.GOOS+"/"+runtime.GOARCH != "linux/amd64" {
		t.Skip("the builder makes its artifacts for linux/amd64")
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(cache, "todo-vercel", vercelCLI)
	cli := filepath.Join(dir, "node_modules", ".bin", "vercel")
	if _, err := os.Stat(cli); err == nil {
		return cli
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		t.Fatal(err)
	}
	temp, err := os.MkdirTemp(filepath.Dir(dir), "new-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(temp)
	if err := os.WriteFile(filepath.Join(temp, "package.json"), []byte(vercelPackage), 0o600); err != nil {
		t.Fatal(err)
	}
	npm := exec.Command("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund")
	npm.Dir = temp
	if out, err := npm.CombinedOutput(); err != nil {
		t.Fatalf("npm install vercel@%s (Node 20 or newer is needed): %v\n%s", vercelCLI, err, out)
	}
	if err := os.Rename(temp, dir); err != nil {
		t.Fatal(err)
	}
	return cli
}

// copyTracked copies what git tracks, or would, to a new folder: the build renames and rewrites files while it runs.
func copyTracked(t *testing.T) string {
	t.Helper()
	list := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir = ".."
	out, err := list.Output()
	if err != nil {
		t.Fatalf("git ls-files: %v", err)
	}
	tree := t.TempDir()
	for name := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		content, err := os.ReadFile(filepath.Join("..", name))
		if errors.Is(err, fs.ErrNotExist) { // removed, and not yet from the index
			continue
		}
		to := filepath.Join(tree, name)
		if err = cmp.Or(err, os.MkdirAll(filepath.Dir(to), 0o777)); err == nil {
			err = os.WriteFile(to, content, 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return tree
}

// vercelBuildOutput runs `vercel build` in tree, without an account, and returns the folder of what it has made.
// settings are those of the project, as `vercel pull` would write them.
func vercelBuildOutput(t *testing.T, cli, tree, settings string, args ...string) string {
	t.Helper()
	if err := os.Mkdir(filepath.Join(tree, ".vercel"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(tree, ".vercel", "project.json"), []byte(`{"settings":`+settings+`}`),
		0o666); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	build := exec.Command(cli, append(args, "build", "--standalone", "--yes", "--global-config", t.TempDir())...)
	build.Dir = tree
	// On Vercel, build.env of the configuration sets CGO_ENABLED; a local build leaves it out.
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "VERCEL_TELEMETRY_DISABLED=1", "TMPDIR="+t.TempDir())
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("vercel build: %v\n%s", err, out)
	}
	fmt.Printf("vercel build took %s\n", time.Since(began).Round(time.Second))
	return filepath.Join(tree, ".vercel", "output")
}
