package main_test

import (
	"fmt"
	"testing"
)

// BenchmarkStart starts the shim and the bare handler in turns beside a database that exists, and measures from the
// start of the process to its first answer, and the memory after it. The shim looks for migrations before it listens;
// the bare handler reaches the database for a list alone.
func BenchmarkStart(b *testing.B) {
	const starts = 20
	url := benchDatabase(b)
	conn := connect(b, url)
	ours := newShim(b, url)
	ours.start(b, "/health", nil)
	u := ours.newUser(b)
	fillTasks(b, conn, 50, owner{u.id, 200})
	bareTables(b, conn)
	servers := []*benchServer{ours, newBare(b, url, "bare_single")}

	fmt.Printf("\n%-36s %10s %10s %7s %6s\n", "", "ours", "bare", "ratio", "aim")
	line := func(name string, values [][]float64, aim float64) {
		mine, theirs := column(values, 0), column(values, 1)
		fmt.Printf("%-36s %10.1f %10.1f %7.2f %6.0f %s\n", name, mine, theirs, mine/theirs, aim, met(mine <= aim))
	}
	for _, c := range []struct{ name, path string }{
		{"start to the first readiness, ms", "/health?database"},
		{"start to the first list of 50, ms", listPath},
	} {
		var took, memory [][]float64
		for range starts {
			times, sizes := make([]float64, len(servers)), make([]float64, len(servers))
			for i, s := range servers {
				times[i] = s.start(b, c.path, u.header())
				sizes[i] = resident(s.process)
				s.stop()
			}
			took, memory = append(took, times), append(memory, sizes)
		}
		line(c.name, took, 60)
		line("  resident after it, MB", memory, 30)
	}
}
