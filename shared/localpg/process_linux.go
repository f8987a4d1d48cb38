package localpg

import (
	"os"
	"strconv"
	"syscall"
)

// sysProcAttr runs a process as the account, out of the terminal's process group (Ctrl-C must not reach
// PostgreSQL before the program has finished its requests), and ends it with this program.
func (a account) sysProcAttr() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGINT}
	switch {
	case os.Geteuid() != 0:
	case a.uid != 0:
		attr.Credential = a.credential()
	default:
		inside := account{uid: 65534, gid: 65534}
		if users := unprivileged(); len(users) > 0 { // initdb wants its user to have a name
			inside = users[0]
		}
		attr.Cloneflags = syscall.CLONE_NEWUSER
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: inside.uid, HostID: a.uid, Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: inside.gid, HostID: a.gid, Size: 1}}
	}
	return attr
}

// servesFolder tells whether the process works in the data folder, as PostgreSQL does. One that may not
// be looked at is another user's, or no PostgreSQL.
func servesFolder(pid int, data string) bool {
	cwd, err := os.Stat("/proc/" + strconv.Itoa(pid) + "/cwd")
	if err != nil {
		return false
	}
	own, err := os.Stat(data)
	return err == nil && os.SameFile(cwd, own)
}
