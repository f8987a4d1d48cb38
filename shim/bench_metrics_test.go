package main_test

import (
	"fmt"
	"slices"
	"testing"
)

// BenchmarkMetrics loads two shims on one database in turns, one that measures its requests for /metrics and one that
// does not: what measuring costs a request.
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
	fmt.Printf("\n%-36s %12s %12s %7s\n", "requests a second, 32 connections", "/metrics on", "off", "ratio")
	for name, path := range map[string]string{"health": "/health", "list of 50 of 200": listPath,
		"get": "/api/tasks/" + id} {
		requests := slices.Repeat([]string{u.request("GET", path, "")}, connections)
		rates := inTurns(b, func() {}, side{measured.address(), requests}, side{plain.address(), requests})
		fmt.Printf("%-36s %12.0f %12.0f %7.2f\n", name, column(rates, 0), column(rates, 1), ratio(rates, 0, 1))
	}
}
