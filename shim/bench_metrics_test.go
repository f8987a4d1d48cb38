package main_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// BenchmarkMetrics loads two shims on one database in turns, one that measures its requests for /metrics and one that
// does not: how much processor time a request takes of each. Time tells more than rates do, which others' load changes.
func BenchmarkMetrics(b *testing.B) {
	printMachine(b)
	url := benchDatabase(b)
	conn := connect(b, url)
	plain, measured := newShim(b, url), newShim(b, url)
	measured.env = append(slices.Clip(measured.env), "METRICS_SECRET="+metricsSecret)
	plain.start(b, "/health", nil)
	measured.start(b, "/health", nil)
	u := plain.newUser(b)
	fillTasks(b, conn, 50, owner{u.id, 200})
	var id string
	if err := conn.QueryRow(b.Context(), `select id from tasks limit 1`).Scan(&id); err != nil {
		b.Fatal(err)
	}
	fmt.Printf("\n%-36s %12s %12s\n", "microseconds of processor a request", "/metrics on", "off")
	for _, c := range [][2]string{{"list of 50 of 200", listPath}, {"get", "/api/tasks/" + id}} {
		requests := slices.Repeat([]string{u.request("GET", c[1], "")}, connections)
		var taken, answered [2]float64
		for i := range 2 * rounds {
			for j := range 2 {
				k := (i + j) % 2
				server := []*benchServer{measured, plain}[k]
				before := processorTime(b, server)
				answered[k] += load(b, side{server.address(), requests}) * round.Seconds()
				taken[k] += processorTime(b, server) - before
			}
		}
		fmt.Printf("%-36s %12.1f %12.1f\n", c[0], taken[0]/answered[0]*1e6, taken[1]/answered[1]*1e6)
	}
}

// processorTime returns how many seconds of the processor a server has taken (proc(5): utime and stime, in 1/100 s).
func processorTime(b *testing.B, s *benchServer) (seconds float64) {
	b.Helper()
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(s.process.Process.Pid) + "/stat")
	if err != nil {
		b.Skip(err)
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	for _, field := range fields[11:13] {
		ticks, err := strconv.ParseFloat(field, 64)
		if err != nil {
			b.Fatal(err)
		}
		seconds += ticks / 100
	}
	return seconds
}
