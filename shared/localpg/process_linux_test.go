package localpg

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
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
	t.Parallel()
	dir := usedDir(t)
	p := runProgram(t, dir)
	if len(serversOf(t, dir)) < 2 {
		t.Fatal("the server's processes are not seen")
	}
	p.kill(t)
	eventually(t, "the server has ended without a next start", func() bool { return len(serversOf(t, dir)) == 0 })
	if exists(filepath.Join(dir, "data", "postmaster.pid")) {
		t.Error("the server did not shut down, it was cut off")
	}
}

func TestKill9OfTheProgramInTheMiddleOfInitdb(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), helperDir+"="+dir, helperDurable+"=yes")
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
	t.Parallel()
	dir := usedDir(t)
	var s *Server
	var err error
	thread := 0
	done := make(chan struct{})
	var call func()
	call = func() {
		runtime.LockOSThread() // without an unlock the thread ends with its goroutine
		if thread = syscall.Gettid(); thread == os.Getpid() {
			go call() // on another thread, while this holds the process's first one, which would never end
			<-done
			return
		}
		s, err = tryStart(t, dir)
		close(done)
	}
	go call()
	<-done
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "the thread has ended", func() bool { return !exists(fmt.Sprintf("/proc/self/task/%d", thread)) })
	query(t, s.URL(), "SELECT 1")
	stop(t, s)
}
