package functions_test

import (
	"strings"
	"sync"
)

// logBuffer keeps the log, so that tests can read it.
type logBuffer struct {
	mu sync.Mutex
	b  strings.Builder // whose text is read without a copy, again and again while a test waits for a line
}

func (l *logBuffer) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

// linesContaining returns the lines that hold text.
func (l *logBuffer) linesContaining(text string) (lines []string) {
	log := l.after(0)
	for {
		at := strings.Index(log, text)
		if at < 0 {
			return lines
		}
		begin, end := strings.LastIndexByte(log[:at], '\n')+1, len(log)
		if length := strings.IndexByte(log[at:], '\n'); length >= 0 {
			end = at + length + 1
		}
		lines, log = append(lines, log[begin:end]), log[end:]
	}
}

// after returns what follows the first n bytes.
func (l *logBuffer) after(n int) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()[n:]
}
