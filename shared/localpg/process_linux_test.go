package localpg

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// serversOf returns the processes that work in the folder's data, whoever started them.
func serversOf(t *testing.T, dir string) (pids []int) {
	t.Helper()
	entries, err := os.ReadDir("/proc")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if pid, err := strconv.Atoi(e.Name()); err == nil && servesFolder(pid, filepath.Join(dir, "data")) {
			pids = append(pids, pid)
		}
	}
	return pids
}

func TestKill9OfTheProgramEndsTheServerWell(t *testing.T) {
	dir := usedDir(t)
	p := runProgram(t, dir)
	if len(serversOf(t, dir)) < 2 {
		t.Fatal("the server's processes are not seen")
	}
	p.kill(t)
	eventually(t, "the server is gone without a next start", func() bool { return len(serversOf(t, dir)) == 0 })
	if exists(filepath.Join(dir, "data", "postmaster.pid")) {
		t.Error("the server did not shut down, it was cut off")
	}
}

func TestKill9OfTheProgramInTheMiddleOfInitdb(t *testing.T) {
	t.Setenv(helperDurable, "yes")
	dir := newDir(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), helperDir+"="+dir)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "initdb is at work", func() bool { return exists(filepath.Join(dir, "data.new", "PG_VERSION")) })
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	query(t, start(t, dir).URL(), "SELECT 1")
}

// Linux ends the server with the thread that forked it, so that thread must not be the caller's.
func TestTheServerOutlivesTheThreadThatCalledStart(t *testing.T) {
	dir := usedDir(t)
	var s *Server
	var err error
	thread := 0
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // without an unlock the thread ends with its goroutine
		thread = syscall.Gettid()
		s, err = tryStart(t, dir)
	}()
	<-done
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "the thread has ended", func() bool { return !exists(fmt.Sprintf("/proc/self/task/%d", thread)) })
	query(t, s.URL(), "SELECT 1")
	stop(t, s)
}

// ordinary returns a user of the system whom the test, run by root, plays.
func ordinary(t *testing.T, name string) account {
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
	return account{name, uid, gid}
}

func needNamespaces(t *testing.T) {
	t.Helper()
	if err := exec.Command("unshare", "-U", "true").Run(); err != nil {
		t.Skip("user namespaces do not work here: ", err)
	}
}

// ownedDir makes a folder of the user that nobody else can enter.
func ownedDir(t *testing.T, path string, as account) string {
	t.Helper()
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := as.give(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestWhomTheServerRunsAs starts each folder twice, as root.
func TestWhomTheServerRunsAs(t *testing.T) {
	someone := ordinary(t, "daemon") // neither postgres nor nobody, who come first anyway
	root := account{"root", 0, 0}
	for name, c := range map[string]struct {
		prepare func(dir string) string // returns the folder to start on
		want    account
	}{
		"a new folder":                 {func(dir string) string { return dir }, unprivileged()[0]},
		"an empty folder of root":      {func(dir string) string { return ownedDir(t, dir, root) }, unprivileged()[0]},
		"an empty folder of a user":    {func(dir string) string { return ownedDir(t, dir, someone) }, someone},
		"in the closed home of a user": {func(dir string) string { return filepath.Join(ownedDir(t, dir, someone), "pg") }, someone},
		"in the closed home of root":   {func(dir string) string { return filepath.Join(ownedDir(t, dir, root), "pg") }, root},
		"in an open folder of a user, in the closed home of root": {func(dir string) string {
			dir = filepath.Join(ownedDir(t, dir, root), "open")
			ownedDir(t, dir, someone)
			if err := os.Chmod(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			return filepath.Join(dir, "pg")
		}, root},
	} {
		t.Run(name, func(t *testing.T) {
			if strings.HasPrefix(base, "/root/") && !strings.Contains(name, "home of root") {
				t.Skip("the temp folder itself lies in the closed home of root")
			}
			if c.want.uid == 0 {
				needNamespaces(t)
			}
			dir := c.prepare(newDir(t))
			for range 2 {
				s, err := tryStart(t, dir)
				if err != nil {
					t.Fatal(err)
				}
				query(t, s.URL(), "SELECT 1")
				if owner, err := ownerOf(fmt.Sprintf("/proc/%d", s.process.Pid)); err != nil || owner.uid != c.want.uid {
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
			}
		})
	}
}

// TestOrdinaryUser is for root, who can be one; the other tests run as the user who runs them.
func TestOrdinaryUser(t *testing.T) {
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

		if err := nobody.give(dir); err != nil { // the folder alone, not the data in it
			t.Fatal(err)
		}
		p = runProgramAs(t, dir, nobody)
		wantError(t, fmt.Errorf("%s", p.err), dir, "belongs to user "+owner.name, "chown -R")
	})
}

func TestRootIsToldWhenTheOwnerOfTheDataCannotReachItAnyMore(t *testing.T) {
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

// TestRootOfAContainer is the root of a user namespace with no other user in it, as in some containers.
func TestRootOfAContainer(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	run := func(t *testing.T, dir, script string, users int) *program {
		t.Helper()
		cmd := exec.Command("sh", "-c", script+` && exec "$0"`, self)
		cmd.SysProcAttr = &syscall.SysProcAttr{
			Cloneflags:  syscall.CLONE_NEWUSER,
			UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Geteuid(), Size: users}},
			GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getegid(), Size: users}},
		}
		needNamespaces(t)
		return runCommand(t, dir, cmd)
	}

	t.Run("runs the server in a namespace further in", func(t *testing.T) {
		dir := newDir(t)
		for range 2 {
			p := run(t, dir, "true", 1)
			if p.err != "" {
				t.Fatal(p.err)
			}
			query(t, p.url, "SELECT 1")
			if err := p.end(); err != nil {
				t.Fatal(err)
			}
		}
	})
	t.Run("is told when there cannot be one", func(t *testing.T) {
		dir := newDir(t)
		p := run(t, dir, "echo 0 > /proc/sys/user/max_user_namespaces", 1)
		wantError(t, fmt.Errorf("%s", p.err), dir, "user namespaces do not work here", "DATA_DIR")
	})
	t.Run("keeps the folder that no user can reach", func(t *testing.T) {
		ordinary(t, "nobody") // all the users are there, which takes root
		dir := filepath.Join(ownedDir(t, newDir(t), account{"root", 0, 0}), "pg")
		p := run(t, dir, "echo 0 > /proc/sys/user/max_user_namespaces", 65536)
		wantError(t, fmt.Errorf("%s", p.err), dir, "user namespaces do not work here", "DATA_DIR")
		if owner, err := ownerOf(dir); err != nil || owner.uid != 0 {
			t.Errorf("the folder belongs to %v, %v now", owner, err)
		}
	})
}
