package localpg

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
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

// Linux signals what a thread has forked when that thread ends: the end of a server must end no thread, which may have
// forked others before. No other test runs meanwhile, since one ends a thread.
func TestTheEndOfAServerInterruptsNothingElse(t *testing.T) {
	others := make([]*exec.Cmd, 64)
	var starts sync.WaitGroup
	for i := range 8 { // at once, so that threads change hands
		starts.Go(func() {
			for j := range 8 {
				other := exec.Command("sleep", "60")
				other.SysProcAttr = sysProcAttr()
				if err := other.Start(); err != nil {
					t.Error(err)
					return
				}
				others[8*i+j] = other
				server, err := launch(exec.Command("true"))
				if err != nil {
					t.Error(err)
					return
				}
				<-server.done
			}
		})
	}
	starts.Wait()
	if t.Failed() {
		return
	}
	eventually(t, "the servers' goroutines have ended", func() bool {
		stacks := make([]byte, 1<<20)
		return !strings.Contains(string(stacks[:runtime.Stack(stacks, true)]), "localpg.launch")
	})
	for _, other := range others {
		_ = other.Process.Kill()
		_ = other.Wait()
		if status := other.ProcessState.Sys().(syscall.WaitStatus); status.Signal() != syscall.SIGKILL {
			t.Errorf("a process was ended by %v", status.Signal())
		}
	}
}
