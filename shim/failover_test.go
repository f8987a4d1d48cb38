package main_test

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/todo-backend/todo-backend/shared/pgtest"
)

// TestFailover kills the primary of a deployment that has outgrown one machine, under its load: two shims, and each
// function instance a process of its own with two connections, as on the platforms. Its standby is promoted, and
// PgBouncer led there; or DATABASE_URL lists both. Reads are repeated. A write is answered with 201 or 503, has
// happened whole or not at all, and once where it is sent again. Of those that were answered with 201, none is lost
// where the standby is synchronous, and else only the last ones.
func TestFailover(t *testing.T) {
	if os.Getenv("VERIFY_FAILOVER") == "" {
		t.Skip("make verify-failover runs it")
	}
	t.Run("synchronous, PgBouncer", func(t *testing.T) { failOver(t, true, true, 100) })
	t.Run("asynchronous, PgBouncer", func(t *testing.T) { failOver(t, false, true, 100) })
	t.Run("synchronous, two hosts", func(t *testing.T) { failOver(t, true, false, 20) })
}

func failOver(t *testing.T, synchronous, pooled bool, instances int) {
	server, primary := newPrimary(t)
	standby := newStandby(t, server, synchronous)
	address, lead := bothHosts(t, primary, standby), func() {}
	if pooled {
		bouncer := startBouncer(t, primary, 20)
		address, lead = bouncer.url, func() { bouncer.lead(t, standby) }
	}
	shim, l := deploy(t, instances, "DATABASE_URL="+address, "DATABASE_URL_UNPOOLED="+primary, secretVariable,
		"RATE_LIMITS=off", "DATABASE_ACQUIRE_TIMEOUT=20s", "REQUEST_TIMEOUT=30s")
	began := time.Now()
	pgtest.Eventually(t, "every client is served", func() bool { return l.servedSince(began) })

	safe := time.Now()
	if !synchronous {
		written := text(t, connect(t, primary), `select pg_current_wal_flush_lsn()::text`)
		waitUntil(t, standby, `select pg_last_wal_replay_lsn() >= '`+written+`'`)
		configureServer(t, standby, `primary_conninfo = ''`) // it has fallen behind, and no longer streams
		waitUntil(t, primary, `select count(*) = 0 from pg_stat_replication`)
		acknowledged := len(l.answered(201))
		pgtest.Eventually(t, "more is acknowledged", func() bool { return len(l.answered(201)) > acknowledged+200 })
	}
	killed := time.Now()
	crash(t, primary)
	pgtest.Eventually(t, "writes are refused", func() bool { return len(l.answered(503)) > 0 })
	mustExec(t, connect(t, standby), `select pg_promote()`)
	lead()
	led := time.Now()
	pgtest.Eventually(t, "every client is served again", func() bool { return l.servedSince(led) })
	l.end()

	for _, failure := range l.failures {
		t.Error(failure)
	}
	acknowledged, refused, kept := l.answered(201), l.answered(503), titles(t, standby)
	lost, happened := []creation{}, 0
	for _, c := range acknowledged {
		if kept[c.title] == 0 {
			lost = append(lost, c)
		}
	}
	for _, c := range refused {
		happened += kept[c.title]
	}
	t.Logf("%d writes acknowledged, %d of them lost; %d refused, %d of them have happened; down for %v",
		len(acknowledged), len(lost), len(refused), happened, led.Sub(killed).Round(time.Millisecond))
	whole(t, standby)
	if synchronous && len(lost) > 0 {
		t.Errorf("%d acknowledged writes are lost", len(lost))
	}
	if !synchronous {
		areTheLast(t, lost, acknowledged, safe, killed)
		areNamed(t, lost, server, primary, kept)
	}

	for _, c := range append(refused, lost...) {
		want := 201 - kept[c.title] // 200 where it has happened
		if _, failure := c.send(shim.url); failure != "" || c.status != want {
			t.Errorf("sent again: %d %s, want %d", c.status, failure, want)
		}
	}
	for title, n := range titles(t, standby) {
		if n != 1 {
			t.Errorf("the task %s is there %d times", title, n)
		}
	}
	if n := len(titles(t, standby)); n != len(acknowledged)+len(refused) {
		t.Errorf("%d tasks, want %d", n, len(acknowledged)+len(refused))
	}
	whole(t, standby)
}

// deploy starts two shims and instances of functions, and gives each its clients. It returns one of the shims.
func deploy(t *testing.T, instances int, variables ...string) (shim *process, l *traffic) {
	shims := [2]*process{}
	for i := range shims {
		shims[i] = start(t, t.TempDir(), variables...).up(t)
	}
	var tokens [10]string
	for i := range tokens {
		email := fmt.Sprintf("user%d@example.com", i)
		credentials := fmt.Sprintf(`{"email":%q,"password":"correct horse"}`, email)
		if status, body := shims[0].send(t, "POST", "/api/auth/signup", "", credentials); status != 201 {
			t.Fatalf("signup: %d %s", status, body)
		}
		tokens[i] = shims[0].login(t, email, "correct horse")
	}
	functions := make([]*process, instances)
	targets := [2]string{"createTask", "listTasks"}
	for i := range functions {
		instance := slices.Concat(variables, []string{"DATABASE_MAX_CONNS=2", "FUNCTION_TARGET=" + targets[i%2]})
		functions[i] = start(t, t.TempDir(), instance...)
	}
	for _, f := range functions {
		f.up(t)
	}
	l = newTraffic(t)
	for i, f := range functions {
		if i%2 == 0 {
			l.create(f.url, tokens[i/2%len(tokens)])
		} else {
			l.read(f.url, tokens[i/2%len(tokens)])
		}
	}
	for i, token := range tokens {
		l.create(shims[i%2].url, token)
		l.read(shims[i%2].url, token)
	}
	return shims[0], l
}
