package localpg

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// fake installs programs that answer like PostgreSQL's.
func fake(t *testing.T, dir, version string, programs ...string) {
	t.Helper()
	for _, name := range programs {
		path := filepath.Join(dir, name)
		write(t, path, fmt.Sprintf("#!/bin/sh\necho 'postgres (PostgreSQL) %s (Debian 1.2)'\n", version))
		if err := os.Chmod(path, 0o700); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFindInstallations(t *testing.T) {
	base := t.TempDir()
	base, err := filepath.EvalSymlinks(base)
	if err != nil {
		t.Fatal(err)
	}
	in := func(name string) string { return filepath.Join(base, name) }
	fake(t, in("pg/9.6/bin"), "9.6.24", "postgres", "initdb")
	fake(t, in("pg/14/bin"), "14.2", "postgres", "initdb")
	fake(t, in("pg/17/bin"), "17beta1", "postgres", "initdb")
	fake(t, in("pg/18/bin"), "18.1", "initdb")   // no server
	fake(t, in("pg/19/bin"), "19.1", "postgres") // no initdb
	fake(t, in("pg/20/bin"), "of no version", "postgres", "initdb")
	fake(t, in("path"), "16.4", "postgres", "initdb")
	write(t, in("config/pg_config"), "#!/bin/sh\necho "+in("pg/14/bin")+"\n")
	if err := os.Chmod(in("config/pg_config"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(in("links"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(in("path/postgres"), in("links/postgres")); err != nil {
		t.Fatal(err)
	}

	for name, c := range map[string]struct {
		path, pattern string
		want          []installation
	}{
		"nothing": {in("empty"), in("none/*"), nil},
		"newest first": {in("empty"), in("pg/*/bin"),
			[]installation{{in("pg/17/bin"), 17}, {in("pg/14/bin"), 14}, {in("pg/9.6/bin"), 9}}},
		"PATH":              {in("path"), in("none/*"), []installation{{in("path"), 16}}},
		"a link in PATH":    {in("links"), in("path"), []installation{{in("path"), 16}}},
		"pg_config in PATH": {in("config"), in("none/*"), []installation{{in("pg/14/bin"), 14}}},
		"PATH and others": {in("path"), in("pg/1[47]/bin"),
			[]installation{{in("pg/17/bin"), 17}, {in("path"), 16}, {in("pg/14/bin"), 14}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("PATH", c.path)
			if got := findInstallations([]string{c.pattern}); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestSelectVersion(t *testing.T) {
	all := []installation{{"c", 17}, {"b", 15}, {"a", 13}}
	for name, c := range map[string]struct {
		all            []installation
		version, major int
		want           string
		says           []string
	}{
		"new data: the newest":         {all, 0, 0, "c", nil},
		"new data of a version":        {all, 0, 15, "b", nil},
		"old data: its version":        {all, 15, 17, "b", nil},
		"data older than we would use": {all, 13, 0, "a", nil},
		"data of a missing version": {all, 16, 0, "",
			[]string{"/srv/data", "PostgreSQL 16", "not installed here (but 17, 15, 13)", "16"}},
		"new data of a missing version": {all, 0, 14, "", []string{"PostgreSQL 14 is not", "(but 17, 15, 13)"}},
		"new data, nothing installed":   {nil, 0, 0, "", []string{"not installed here:", "DATABASE_URL"}},
		"new data, all too old":         {all[2:], 0, 0, "", []string{"PostgreSQL 14 or newer", "DATABASE_URL"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := &folder{Options: options("", true), data: "/srv/data"}
			f.Major = c.major
			got, err := f.selectVersion(c.all, c.version)
			if c.says != nil {
				wantError(t, err, c.says...)
			} else if err != nil || got.dir != c.want {
				t.Errorf("got %v, %v, want %s", got, err, c.want)
			}
		})
	}
}

func TestInstallHint(t *testing.T) {
	for _, c := range []struct {
		goos, osRelease string
		version         int
		want            string
	}{
		{"linux", "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n", 0,
			"run apt-get update && apt-get install -y postgresql"},
		{"linux", "ID=debian\n", 13, "run apt-get update && apt-get install -y postgresql-13"},
		{"linux", "ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", 0,
			"run apt-get update && apt-get install -y postgresql"},
		{"linux", "ID=fedora\n", 0, "run dnf install -y postgresql-server"},
		{"linux", "ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n", 16, "run dnf install -y postgresql16-server"},
		{"linux", "ID='alpine'\n", 0, "run apk add postgresql"},
		{"linux", "ID=alpine\n", 17, "run apk add postgresql17"},
		{"darwin", "", 0, "run brew install postgresql@17"},
		{"darwin", "", 15, "run brew install postgresql@15"},
		{"linux", "ID=plan9\n", 0, "install the server of PostgreSQL"},
		{"linux", "", 15, "install the server of PostgreSQL 15"},
	} {
		if got := installHint(c.goos, c.osRelease, c.version); got != c.want {
			t.Errorf("%s %q %d:\ngot  %s\nwant %s", c.goos, c.osRelease, c.version, got, c.want)
		}
	}
}
