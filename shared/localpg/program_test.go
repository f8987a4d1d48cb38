package localpg

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// program is a helper process that has called Start.
type program struct {
	cmd      *exec.Cmd
	stdin    io.Closer
	url, err string // what its Start returned
}

// runProgram runs a helper on dir, with further variables.
func runProgram(t *testing.T, dir string, variables ...string) *program {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), variables...)
	return runCommand(t, dir, cmd)
}

// runProgramAs runs a helper as another user; only root can.
func runProgramAs(t *testing.T, dir string, as osUser) *program {
	t.Helper()
	cmd := exec.Command(reachableCopy(t))
	cmd.Dir = "/"
	cmd.Env = []string{"HOME=/nonexistent", "PATH=" + os.Getenv("PATH")}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(as.uid), Gid: uint32(as.gid)}}
	return runCommand(t, dir, cmd)
}

// runCommand runs a command that ends up as a helper on dir.
func runCommand(t *testing.T, dir string, cmd *exec.Cmd) *program {
	t.Helper()
	p := &program{cmd: cmd}
	p.cmd.Env = append(cmd.Environ(), helperDir+"="+dir)
	p.cmd.Stderr = os.Stderr
	stdin, err := p.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.stdin = stdin
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.end() })
	line, _ := bufio.NewReader(stdout).ReadString('\n')
	kind, quoted, _ := strings.Cut(strings.TrimSpace(line), " ")
	text, err := strconv.Unquote(quoted)
	if err != nil {
		t.Fatalf("the helper said %q", line)
	}
	if kind == "url" {
		p.url = text
	} else {
		p.err = text
	}
	return p
}

// end lets the helper stop its server and waits for both.
func (p *program) end() error {
	p.stdin.Close()
	return p.cmd.Wait()
}

// kill is kill -9 of the program alone.
func (p *program) kill(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	p.end()
}

// reachableCopy copies the test binary, which lies in a closed folder, to where other users can run it.
func reachableCopy(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("/tmp", "lpg-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "localpg.test")
	if err := os.WriteFile(path, content, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// serverGone reports whether no process holds the lock that all of PostgreSQL's processes inherit.
func serverGone(t *testing.T, dir string) bool {
	t.Helper()
	file, err := os.Open(filepath.Join(dir, "server.lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	return flock(file) == nil
}

func postmasterPid(t *testing.T, dir string) int {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, "data", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	return pidIn(content)
}
