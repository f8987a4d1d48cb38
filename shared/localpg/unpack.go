package localpg

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// unpack puts the folder native of a package's tarball into root, durably, with the symlinks that the registry cannot
// carry: a list in the package has them.
func unpack(root *os.Root, tarball io.Reader) error {
	plain, err := gzip.NewReader(tarball)
	if err != nil {
		return err
	}
	for files := tar.NewReader(plain); ; {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		name, ours := strings.CutPrefix(header.Name, "package/")
		if !ours || !strings.HasPrefix(name, "native/") || header.Typeflag != tar.TypeReg {
			continue
		}
		if err := createFile(root, name, header.FileInfo().Mode(), files); err != nil {
			return err
		}
	}
	if err := link(root); err != nil {
		return err
	}
	// The server's user is another than root, whose umask may be strict.
	return fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		if err := root.Chmod(name, 0o755); err != nil {
			return err
		}
		dir, err := root.Open(name)
		if err != nil {
			return err
		}
		defer dir.Close()
		return dir.Sync()
	})
}

// createFile creates a file that everybody may read and, if the mode says so, run.
func createFile(root *os.Root, name string, mode fs.FileMode, content io.Reader) error {
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := io.Copy(file, content); err != nil {
		return err
	}
	open := fs.FileMode(0o644)
	if mode&0o100 != 0 {
		open = 0o755
	}
	if err := file.Chmod(open); err != nil {
		return err
	}
	return file.Sync()
}

// link creates the symlinks that native/pg-symlinks.json lists, by paths from the top of the package.
func link(root *os.Root) error {
	list, err := root.ReadFile("native/pg-symlinks.json")
	if err != nil {
		return err
	}
	var links []struct{ Source, Target string }
	if err := json.Unmarshal(list, &links); err != nil {
		return err
	}
	for _, l := range links {
		source, err := filepath.Rel(path.Dir(l.Target), l.Source)
		if err != nil {
			return err
		}
		if err := root.Symlink(source, l.Target); err != nil {
			return err
		}
	}
	return nil
}
