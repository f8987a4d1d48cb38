package localpg

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// ordinary returns a user of the system whom the test, run by root, plays.
func ordinary(t *testing.T, name string) osUser {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("this case is for root")
	}
	u, err := user.Lookup(name)
	if err != nil {
		t.Skip("there is no such user here: ", err)
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	return osUser{name, uid, gid}
}

// ownedDir makes a folder of the user that nobody else can enter.
func ownedDir(t *testing.T, path string, owner osUser) string {
	t.Helper()
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := owner.chown(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestWhomTheServerRunsAs starts each folder twice, as root.
func TestWhomTheServerRunsAs(t *testing.T) {
	t.Parallel()
	someone := ordinary(t, "daemon") // neither postgres nor nobody, who come first anyway
	root := osUser{"root", 0, 0}
	for name, c := range map[string]struct {
		prepare  func(dir string) string // returns the folder to start on
		want     osUser
		fallback bool
	}{
		"a new folder": {func(dir string) string { return dir }, unprivileged()[0], false},
		"an empty folder of root": {func(dir string) string { return ownedDir(t, dir, root) },
			unprivileged()[0], false},
		"an empty folder of a user": {func(dir string) string { return ownedDir(t, dir, someone) }, someone, false},
		"in the closed home of a user": {func(dir string) string {
			return filepath.Join(ownedDir(t, dir, someone), "pg")
		}, unprivileged()[0], true},
		"in the closed home of root": {func(dir string) string {
			return filepath.Join(ownedDir(t, dir, root), "pg")
		}, unprivileged()[0], true},
		"in an open folder of a user, in the closed home of root": {func(dir string) string {
			dir = filepath.Join(ownedDir(t, dir, root), "open")
			ownedDir(t, dir, someone)
			if err := os.Chmod(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			return filepath.Join(dir, "pg")
		}, unprivileged()[0], true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if strings.HasPrefix(base, "/root/") {
				t.Skip("the temp folder itself lies in the closed home of root")
			}
			o := options(c.prepare(newDir(t)), true)
			dir := o.Dir
			if c.fallback {
				_, err := tryStartWith(t, o)
				wantError(t, err, dir, "no other user can reach", "DATA_DIR", "ordinary user")
				if owner, err := ownerOf(dir); err != nil || owner.uid != 0 {
					t.Errorf("the folder belongs to %v, %v now", owner, err)
				}
				o.Fallback = filepath.Join(base, "fallback")
				dir = filepath.Join(o.Fallback, dir)
			}
			for range 2 {
				s, err := tryStartWith(t, o)
				if err != nil {
					t.Fatal(err)
				}
				query(t, s.URL(), "SELECT 1")
				if s.Dir() != dir {
					t.Errorf("the server is on %s, want %s", s.Dir(), dir)
				}
				owner, err := ownerOf(fmt.Sprintf("/proc/%d", s.process.Pid))
				if err != nil || owner.uid != c.want.uid {
					t.Errorf("the server runs as %v, %v, want %v", owner, err, c.want)
				}
				status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.process.Pid))
				if err != nil || !strings.Contains(string(status), "CapEff:\t0000000000000000\n") {
					t.Errorf("the server has powers of root: %s, %v", status, err)
				}
				for _, file := range []string{"", "data", logName, "program.lock", "server.lock"} {
					if owner, err := ownerOf(filepath.Join(dir, file)); err != nil || owner.uid != c.want.uid {
						t.Errorf("%q belongs to %v, %v, want %v", file, owner, err, c.want)
					}
				}
				stop(t, s)
				if c.fallback { // data stays in use where it is, also when the folder can be reached by now
					if err := os.Chmod(filepath.Dir(o.Dir), 0o755); err != nil {
						t.Fatal(err)
					}
				}
			}
		})
	}
}

func TestRootIsToldThatTheDataIsRoots(t *testing.T) {
	t.Parallel()
	ordinary(t, "nobody")
	dir := newDir(t)
	stop(t, start(t, dir))
	if err := os.Chown(filepath.Join(dir, "data"), 0, 0); err != nil {
		t.Fatal(err)
	}
	_, err := tryStart(t, dir)
	wantError(t, err, dir, "belongs to root", "chown -R")
}

// TestOrdinaryUser is for root, who can be one; the other tests run as the user who runs them.
func TestOrdinaryUser(t *testing.T) {
	t.Parallel()
	nobody := ordinary(t, "nobody")
	if strings.HasPrefix(base, "/root/") {
		t.Skip("the temp folder lies in the closed home of root")
	}

	t.Run("has data that survives, root's help included", func(t *testing.T) {
		dir := filepath.Join(ownedDir(t, newDir(t), nobody), "pg")
		p := runProgramAs(t, dir, nobody)
		if p.err != "" {
			t.Fatal(p.err)
		}
		query(t, p.url, "CREATE TABLE kept AS SELECT 'data' AS v")
		if err := p.end(); err != nil {
			t.Fatal(err)
		}
		stop(t, start(t, dir)) // as root
		p = runProgramAs(t, dir, nobody)
		if p.err != "" {
			t.Fatal(p.err)
		}
		if got := query(t, p.url, "SELECT v FROM kept"); got != "data" {
			t.Errorf("the data is %q", got)
		}
	})

	t.Run("is told about the folder of another", func(t *testing.T) {
		dir := newDir(t)
		stop(t, start(t, dir)) // as root, so it belongs to postgres
		owner, err := ownerOf(dir)
		if err != nil {
			t.Fatal(err)
		}
		if owner.uid == nobody.uid {
			t.Skip("there is no user postgres here")
		}
		p := runProgramAs(t, dir, nobody)
		wantError(t, fmt.Errorf("%s", p.err), dir, "belongs to user "+owner.name, "chown", "DATA_DIR")

		if err := nobody.chown(dir); err != nil { // the folder alone, not the data in it
			t.Fatal(err)
		}
		p = runProgramAs(t, dir, nobody)
		wantError(t, fmt.Errorf("%s", p.err), dir, "belongs to user "+owner.name, "chown -R")
	})
}

func TestRootIsToldWhenTheOwnerOfTheDataCannotReachItAnyMore(t *testing.T) {
	t.Parallel()
	nobody := ordinary(t, "nobody")
	if strings.HasPrefix(base, "/root/") {
		t.Skip("the temp folder lies in the closed home of root")
	}
	dir := filepath.Join(ownedDir(t, newDir(t), nobody), "pg")
	stop(t, start(t, dir))
	if err := os.Chown(filepath.Dir(dir), 0, 0); err != nil {
		t.Fatal(err)
	}
	_, err := tryStart(t, dir)
	wantError(t, err, dir, "user nobody", "chmod o+x")
}

// TestRootOfAContainer is the root of a user namespace that no other user is mapped into, as in some containers.
func TestRootOfAContainer(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() != 0 && len(findInstallations(searchPaths)) == 0 {
		t.Skip("a server fetched by an ordinary user is not where this root looks")
	}
	if err := exec.Command("unshare", "-U", "true").Run(); err != nil {
		t.Skip("user namespaces do not work here: ", err)
	}
	cmd := exec.Command(self)
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Geteuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getegid(), Size: 1}},
	}
	dir := newDir(t)
	p := runCommand(t, dir, cmd)
	wantError(t, errors.New(p.err), dir, "does not run as root", "DATA_DIR", "ordinary user")
}
