package main_test

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// loadChecked sends the request over and over on every connection for one turn, and returns requests a second and how
// long each took. Its client is bare, so that it takes little of the machine that it measures, but it reads every
// answer: 200, and the user's address in it.
func loadChecked(b *testing.B, s *authServer, connections int, request string) (float64, []time.Duration) {
	b.Helper()
	var clients sync.WaitGroup
	var mu sync.Mutex
	var all []time.Duration
	start := time.Now()
	for range connections {
		clients.Go(func() {
			conn, err := net.Dial("tcp", s.address())
			if err != nil {
				b.Error(err)
				return
			}
			defer conn.Close()
			var took []time.Duration
			var body bytes.Buffer
			for r := bufio.NewReader(conn); time.Since(start) < turn; {
				sent := time.Now()
				if _, err := io.WriteString(conn, request); err != nil {
					b.Error(s.name, err)
					return
				}
				response, err := http.ReadResponse(r, nil)
				if err != nil {
					b.Error(s.name, err)
					return
				}
				body.Reset()
				if _, err := body.ReadFrom(response.Body); err != nil || response.StatusCode != http.StatusOK ||
					!bytes.Contains(body.Bytes(), []byte(benchEmail)) {
					b.Error(s.name, response.Status, body.String(), err)
					return
				}
				took = append(took, time.Since(sent))
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, took...)
		})
	}
	clients.Wait()
	rate := float64(len(all)) / time.Since(start).Seconds()
	if b.Failed() {
		b.FailNow()
	}
	return rate, all
}

func percentile(took []time.Duration, p int) float64 {
	slices.Sort(took)
	return float64(took[len(took)*p/100].Microseconds()) / 1000
}

// resident is how much memory a process has, in MB; 0 where there is no /proc.
func resident(p *exec.Cmd) float64 {
	status, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(p.Process.Pid), "status"))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if kb, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, _ := strconv.ParseFloat(strings.Fields(kb)[0], 64)
			return n / 1024
		}
	}
	return 0
}

// machineBusy is how many percent of all cores are taken while neither server has anything to do; 0 where there is no
// /proc.
func machineBusy() float64 {
	times := func() (busy, all float64) {
		stat, _ := os.ReadFile("/proc/stat")
		line, _, _ := strings.Cut(string(stat), "\n")
		for i, field := range strings.Fields(line) {
			n, _ := strconv.ParseFloat(field, 64) // 0 of the name
			if all += n; i != 4 && i != 5 {       // idle, and waiting for a disk
				busy += n
			}
		}
		return busy, all
	}
	busy, all := times()
	time.Sleep(200 * time.Millisecond)
	busyNow, allNow := times()
	return 100 * (busyNow - busy) / max(1, allNow-all)
}
