//go:build !linux

package localpg

import (
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// sysProcAttr keeps a process out of the terminal's process group. Without Linux's parent-death signal a server
// outlives a killed program; the next Start then shuts it down.
func sysProcAttr() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// servesFolder reports whether the process is a PostgreSQL; which folder it serves cannot be seen here.
func servesFolder(pid int, _ string) bool {
	name, err := exec.Command("ps", "-o", "comm=", "-p", strconv.Itoa(pid)).Output()
	return err == nil && strings.Contains(string(name), "postgres")
}
