//go:build !linux

package localpg

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// sysProcAttr runs a process as the account, out of the terminal's process group. Without Linux's
// parent-death signal a server outlives a killed program; the next Start then shuts it down.
func (a account) sysProcAttr() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setpgid: true}
	if os.Geteuid() == 0 {
		attr.Credential = a.credential()
	}
	return attr
}

// servesFolder tells whether the process is a PostgreSQL; which folder it serves cannot be seen here.
func servesFolder(pid int, _ string) bool {
	name, err := exec.Command("ps", "-o", "comm=", "-p", strconv.Itoa(pid)).Output()
	return err == nil && strings.Contains(string(name), "postgres")
}
