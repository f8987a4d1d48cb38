package localpg

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

const (
	logName    = "postgres.log"
	maxLogSize = 10 << 20
)

func (f *folder) openLog() (err error) {
	if f.log, err = f.create(logName); err != nil {
		return fmt.Errorf("open PostgreSQL's log: %w", err)
	}
	if f.logged, err = f.log.Seek(0, io.SeekEnd); err == nil && f.logged > maxLogSize {
		f.logged, err = 0, f.log.Truncate(0)
	}
	return err
}

// logTail returns the last lines that this start wrote to the log.
func (f *folder) logTail() string {
	end, _ := f.log.Seek(0, io.SeekEnd)
	from := max(f.logged, end-4096)
	text, _ := io.ReadAll(io.NewSectionReader(f.log, from, end-from))
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	lines = lines[max(0, len(lines)-10):]
	return "\nThe last lines of " + filepath.Join(f.dir, logName) + ":\n" + strings.Join(lines, "\n")
}
