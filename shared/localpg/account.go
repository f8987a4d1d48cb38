package localpg

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// account is the user that the server runs as: the one who owns its data. PostgreSQL refuses to run as
// root, so for data of root (0) it runs in a user namespace, under another number there.
type account struct {
	name     string
	uid, gid int
}

func ownerOf(path string) (account, error) {
	info, err := os.Stat(path)
	if err != nil {
		return account{}, err
	}
	stat := info.Sys().(*syscall.Stat_t)
	a := account{fmt.Sprintf("with id %d", stat.Uid), int(stat.Uid), int(stat.Gid)}
	if u, err := user.LookupId(strconv.Itoa(a.uid)); err == nil {
		a.name = u.Username
	}
	return a, nil
}

// mayStart refuses, for an ordinary user, the folder of another: PostgreSQL would not serve it.
func (a account) mayStart(path string) error {
	if me := os.Geteuid(); me != 0 && me != a.uid {
		return fmt.Errorf("%s belongs to user %s, not to the user with id %d who runs this program: run it as %s or as root, hand it over with chown -R %d %s, or set DATA_DIR to another folder", path, a.name, me, a.name, me, path)
	}
	return nil
}

// give hands a file or a folder itself to the account; only root can, and only root needs to.
func (a account) give(path string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	return os.Chown(path, a.uid, a.gid)
}

// own is give for an open file, which no symlink can lead astray.
func (a account) own(file *os.File) error {
	if os.Geteuid() != 0 {
		return nil
	}
	return file.Chown(a.uid, a.gid)
}

// chooseAccount, with the folder handed over to it, returns the owner of existing data. For new data, root takes the first of these that
// can reach the folder, and hands it over: a folder's present owner, postgres, nobody, the parent's
// owner (of a home closed to others), root in a user namespace.
func chooseAccount(dir, data string, exists bool, bin string) (account, error) {
	path := dir
	if exists {
		path = data
	}
	owner, err := ownerOf(path)
	if err != nil {
		return account{}, fmt.Errorf("look at the data folder: %w", err)
	}
	if os.Geteuid() != 0 {
		return owner, nil
	}
	candidates := []account{owner}
	if !exists && owner.uid == 0 {
		parent, err := ownerOf(filepath.Dir(dir))
		if err != nil {
			return account{}, fmt.Errorf("look at the data folder: %w", err)
		}
		candidates = append(unprivileged(), parent, owner)
	}
	for _, a := range candidates {
		if err = a.give(dir); err == nil {
			err = a.tryReach(path, bin)
		}
		if err == nil {
			return a, nil
		}
	}
	if exists && owner.uid != 0 {
		return account{}, fmt.Errorf("PostgreSQL must run as user %s, who owns %s, and that user cannot reach it (%w): open the folders above it with chmod o+x", owner.name, path, err)
	}
	return account{}, fmt.Errorf("PostgreSQL does not run as root, and other users cannot reach folder %s, and user namespaces do not work here (%w): set DATA_DIR to a folder that user postgres or nobody can reach", dir, err)
}

// tryReach finds out by trying whether the account can enter the folder and run PostgreSQL there.
func (a account) tryReach(dir, bin string) error {
	cmd := exec.Command(filepath.Join(bin, "postgres"), "-V")
	cmd.Dir = dir
	cmd.Env = []string{}
	cmd.SysProcAttr = a.sysProcAttr()
	return cmd.Run()
}

// unprivileged returns the users of this system that a server of root can run as, best first.
func unprivileged() (all []account) {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, _ := strconv.Atoi(u.Uid) // numbers on every Unix
		gid, _ := strconv.Atoi(u.Gid)
		all = append(all, account{name, uid, gid})
	}
	return all
}

func (a account) credential() *syscall.Credential {
	return &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)}
}
