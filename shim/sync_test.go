package main_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"
)

// TestSync has five devices of one user change tasks and lists at random, VERIFY_SYNC operations each, while their
// connections are cut at random, before two shims behind PgBouncer: three with RxDB, by the code of docs/rxdb.md, and
// two with the page's own outbox and copy. Each is without a connection for stretches, and is started again, with and
// without what it had kept; the memory of removals is purged meanwhile. In the end, with connections that stay whole,
// all have what the database has, and nothing is lost, doubled or missed.
func TestSync(t *testing.T) {
	operations, err := strconv.Atoi(os.Getenv("VERIFY_SYNC"))
	if err != nil {
		t.Skip("make verify-sync runs it, with the number of operations in VERIFY_SYNC")
	}
	seed := rand.Uint64()
	if given := os.Getenv("SYNC_SEED"); given != "" {
		if seed, err = strconv.ParseUint(given, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Log("SYNC_SEED =", seed)
	folder := t.TempDir()
	buildDevices(t, folder)
	address, _ := database(t)
	bouncer := startBouncer(t, address, 10)
	var shims [2]*process
	for i := range shims {
		shims[i] = start(t, t.TempDir(), "DATABASE_URL="+bouncer.url, "DATABASE_URL_UNPOOLED="+address, secretVariable,
			"RATE_LIMITS=off").up(t)
	}
	token := signup(t, shims[0])
	keepHistory(t, address)
	relay := newCutter(t, seed, shims[0].url[len("http://"):], shims[1].url[len("http://"):])

	began := time.Now()
	user := text(t, connect(t, address), `select id::text from users`)
	var devices []*device
	for i, program := range []string{"rxdb", "rxdb", "rxdb", "outbox", "outbox"} {
		d := &device{Name: fmt.Sprint(program, i), Seed: uint32(seed) + uint32(i), URL: relay.url, Token: token,
			User: user, Operations: operations, Folder: folder}
		d.start(t, program)
		devices = append(devices, d)
	}
	ended := make(chan struct{})
	forgotten := make(chan int)
	go func() { forgotten <- forgetRemovals(t, address, ended) }()
	for _, d := range devices {
		t.Log(d.Name, "has sent requests, of which were cut:", d.says(t, "operated"))
	}
	close(ended)
	relay.whole.Store(true)
	worked := time.Since(began)
	for range 2 { // what one sends in the first round may be for another to resolve
		tell(t, devices, "drain", "drained")
	}
	tell(t, devices, "finish", "finished")
	t.Logf("%d operations each in %v, %v until all had the same; %d connections, cut before a request %d times, in it "+
		"%d, before an answer %d, in it %d; the removals of %d lists forgotten", operations, worked.Round(time.Second),
		time.Since(began).Round(time.Second), relay.taken.Load(), relay.cuts[0].Load(), relay.cuts[1].Load(),
		relay.cuts[2].Load(), relay.cuts[3].Load(), <-forgotten)

	haveTheSame(t, address, shims[1], token, devices)
	outOfStep, err := os.ReadFile("../migrations/testdata/out_of_step.sql")
	if err != nil {
		t.Fatal(err)
	}
	same(t, "kept counts that are out of step", connect(t, address), string(outOfStep), "")
	nothingIsDoubled(t, address)
	nothingIsLost(t, address, devices)
}
