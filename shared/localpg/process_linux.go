package localpg

import (
	"os"
	"strconv"
	"syscall"
)

// sysProcAttr keeps a process out of the terminal's process group (Ctrl-C must not reach PostgreSQL before the program
// has finished its requests), and ends it with this program.
func sysProcAttr() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGINT}
}

// servesFolder reports whether the process works in the data folder, as PostgreSQL does. A process that may not be
// looked at is another user's, or no PostgreSQL.
func servesFolder(pid int, data string) bool {
	cwd, err := os.Stat("/proc/" + strconv.Itoa(pid) + "/cwd")
	if err != nil {
		return false
	}
	folder, err := os.Stat(data)
	return err == nil && os.SameFile(cwd, folder)
}
