package localpg

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestASecondProgramIsRefusedAtOnce(t *testing.T) {
	dir := usedDir(t)
	p := runProgram(t, dir)
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // so that waiting for the lock is another error
	_, err := Start(ctx, options(dir, true))
	wantError(t, err, dir, strconv.Itoa(p.cmd.Process.Pid), "DATA_DIR")
	query(t, p.url, "SELECT 1") // the first one goes on
	if err := p.end(); err != nil {
		t.Errorf("the first program's Stop: %v", err)
	}

	start(t, dir) // and the same within one program
	_, err = tryStart(t, dir)
	wantError(t, err, dir, strconv.Itoa(os.Getpid()))
}

func TestASecondProgramIsRefusedWhileTheFirstStillInitialises(t *testing.T) {
	t.Parallel()
	dir := newDir(t)
	f, err := openFolder(dir, options(dir, true))
	if err != nil {
		t.Fatal(err)
	}
	defer f.close()
	lock, err := f.lockProgram()
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	_, err = tryStart(t, dir)
	wantError(t, err, dir, strconv.Itoa(os.Getpid()))
}

func TestAnOrphanServerIsAwaitedForALimitedTime(t *testing.T) {
	t.Parallel()
	dir := usedDir(t)
	p := runProgram(t, dir)
	query(t, p.url, "DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT 'data' AS v")
	pid := postmasterPid(t, dir)
	// Without its checkpointer, the server's shutdown takes for ever.
	checkpointer, err := strconv.Atoi(query(t, p.url,
		"SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(checkpointer, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Kill(checkpointer, syscall.SIGCONT) })
	p.kill(t)

	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	_, err = Start(ctx, options(dir, true))
	wantError(t, err, dir, strconv.Itoa(pid), "shutting down")

	if err := syscall.Kill(checkpointer, syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	s := start(t, dir)
	if got := query(t, s.URL(), "SELECT v FROM kept"); got != "data" {
		t.Errorf("the data is %q", got)
	}
}

// On macOS nothing tells a server that its program was killed.
func TestAnOrphanServerThatKnowsNothingIsShutDown(t *testing.T) {
	t.Parallel()
	dir := usedDir(t)
	f, err := openFolder(dir, options(dir, true))
	if err != nil {
		t.Fatal(err)
	}
	defer f.close()
	lock, err := f.lockProgram()
	if err != nil {
		t.Fatal(err)
	}
	if err := f.prepare(t.Context(), lock); err != nil {
		t.Fatal(err)
	}
	orphan, err := launch(f.command("postgres", settings(f.data, dir, true)...))
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "the orphan runs", func() bool { return exists(filepath.Join(dir, socketName)) })
	f.lock.Close()
	_ = syscall.Flock(int(lock.Fd()), syscall.LOCK_UN) // a process that is being forked may have it open too
	lock.Close()                                       // the program has ended
	s := start(t, dir)
	if <-orphan.done; orphan.exit != nil {
		t.Errorf("the orphan did not end well: %v", orphan.exit)
	}
	query(t, s.URL(), "SELECT 1")
}

// lockHolder runs a process as owner, the server's user: PostgreSQL takes another user's process for one that has
// ended.
func lockHolder(t *testing.T, owner osUser) int {
	t.Helper()
	cmd := exec.Command("sleep", "60")
	cmd.Dir = "/"
	owner.runAs(cmd)
	p, err := launch(cmd)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = p.process.Kill()
		<-p.done
	})
	return p.process.Pid
}

func TestALockThatNamesAnotherProcessByNowIsStale(t *testing.T) {
	t.Parallel()
	dir := usedDir(t)
	p := runProgram(t, dir)
	data, socket := filepath.Join(dir, "data", "postmaster.pid"), filepath.Join(dir, socketName+".lock")
	old := postmasterPid(t, dir)
	if err := syscall.Kill(old, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	p.kill(t)
	eventually(t, "the server's processes have ended", func() bool { return serverGone(t, dir) })

	owner, err := ownerOf(data)
	if err != nil {
		t.Fatal(err)
	}
	pid := lockHolder(t, owner)
	for _, path := range []string{data, socket} {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(content), "\n")
		write(t, path, strconv.Itoa(pid)+"\n"+rest)
	}
	s := start(t, dir)
	query(t, s.URL(), "SELECT 1")
}

func TestAServerStartedByHandIsNotDisturbed(t *testing.T) {
	t.Parallel()
	dir := usedDir(t)
	owner, err := ownerOf(filepath.Join(dir, "data"))
	if err != nil {
		t.Fatal(err)
	}
	inst, err := (&folder{Options: options("", true)}).findServer(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(filepath.Join(inst.dir, "postgres"), settings(filepath.Join(dir, "data"), dir, true)...)
	owner.runAs(cmd)
	cmd.Dir = dir
	byHand, err := launch(cmd)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if byHand.shutDown(); byHand.exit != nil {
			t.Errorf("the server by hand did not end well: %v", byHand.exit)
		}
	}()
	eventually(t, "the server by hand runs", func() bool { return exists(filepath.Join(dir, socketName)) })
	_, err = tryStart(t, dir)
	wantError(t, err, dir, strconv.Itoa(byHand.process.Pid), "kill -INT")
}
