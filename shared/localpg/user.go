package localpg

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
)

// osUser is a user of the operating system. The server runs as the owner of its data, who is never root: PostgreSQL
// refuses that.
type osUser struct {
	name     string
	uid, gid int
}

// ownerOf returns the owner of a file or a folder.
func ownerOf(path string) (osUser, error) {
	info, err := os.Stat(path)
	if err != nil {
		return osUser{}, err
	}
	stat := info.Sys().(*syscall.Stat_t)
	u := osUser{fmt.Sprintf("with id %d", stat.Uid), int(stat.Uid), int(stat.Gid)}
	if found, err := user.LookupId(strconv.Itoa(u.uid)); err == nil {
		u.name = found.Username
	}
	return u, nil
}

// checkOwner refuses a path that belongs to another user than this program's, unless that is root: PostgreSQL would
// not serve it.
func (o Options) checkOwner(path string) error {
	owner, err := ownerOf(path)
	if me := os.Geteuid(); err == nil && me != 0 && me != owner.uid {
		return fmt.Errorf("%s belongs to user %s, not to the user with id %d who runs this program: "+
			"run it as %s or as root, hand it over with chown -R %d %s, or %s",
			path, owner.name, me, owner.name, me, path, o.otherDir("another folder"))
	}
	return err
}

// chown gives a path, and nothing below it, to the user; only root can, and only root needs to.
func (u osUser) chown(path string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	return os.Chown(path, u.uid, u.gid)
}

// chownFile is chown for an open file, which no symlink can lead astray.
func (u osUser) chownFile(file *os.File) error {
	if os.Geteuid() != 0 {
		return nil
	}
	return file.Chown(u.uid, u.gid)
}

var errUnreachable = errors.New("PostgreSQL does not run as root, and no other user can reach folder")

// chooseUser returns the user that the server runs as, and hands the folder over: to the owner of existing data, else
// to the owner of the folder, and for a new folder of root to the first of postgres and nobody who can reach it. The
// error is errUnreachable where neither can.
func (f *folder) chooseUser(exists bool) (osUser, error) {
	path := f.dir
	if exists {
		path = f.data
	}
	owner, err := ownerOf(path)
	if err != nil || os.Geteuid() != 0 {
		return owner, err
	}
	candidates := []osUser{owner}
	if owner.uid == 0 && exists {
		return owner, fmt.Errorf("%s belongs to root, as whom PostgreSQL does not run: move %s to a folder that user "+
			"postgres can reach, and hand it over with chown -R postgres", path, f.dir)
	} else if owner.uid == 0 {
		candidates, err = unprivileged(), errors.New("there is no user postgres or nobody")
	}
	for _, u := range candidates {
		if err = u.canAccess(filepath.Dir(f.dir), f.bin); err == nil {
			return u, u.chown(f.dir)
		}
	}
	if exists {
		return owner, fmt.Errorf("PostgreSQL must run as user %s, who owns %s, and that user cannot reach it (%w): "+
			"open the folders above it with chmod o+x", owner.name, path, err)
	}
	return owner, fmt.Errorf("%w %s (%w): %s, or run this program as an ordinary user", errUnreachable, f.dir, err,
		f.otherDir("a folder that user postgres or nobody can reach"))
}

// canAccess finds out by trying whether the user can enter dir and run PostgreSQL there.
func (u osUser) canAccess(dir, bin string) error {
	runtime.LockOSThread() // see launch
	defer runtime.UnlockOSThread()
	cmd := exec.Command(filepath.Join(bin, "postgres"), "-V")
	cmd.Dir, cmd.Env = dir, []string{}
	u.runAs(cmd)
	return cmd.Run()
}

// runAs makes cmd run as the user, which only root can, and as sysProcAttr says.
func (u osUser) runAs(cmd *exec.Cmd) {
	cmd.SysProcAttr = sysProcAttr()
	if os.Geteuid() == 0 {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(u.uid), Gid: uint32(u.gid)}
	}
}

// unprivileged returns the users of this system that a server of root can run as, best first.
func unprivileged() (all []osUser) {
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			uid, _ := strconv.Atoi(u.Uid) // numbers on every Unix
			gid, _ := strconv.Atoi(u.Gid)
			all = append(all, osUser{name, uid, gid})
		}
	}
	return all
}
