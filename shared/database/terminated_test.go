package database

import (
	"errors"
	"syscall"
	"testing"

	"github.com/todo-backend/todo-backend/shared/pgtest"
)

// terminate ends every connection of the package.
func terminate(t *testing.T) {
	t.Helper()
	exec(t, `create table ended as
		select pid, pg_terminate_backend(pid) from pg_stat_activity where application_name = 'todo-backend'`)
	defer exec(t, `drop table ended`)
	pgtest.Eventually(t, "the connections have ended", func() bool {
		return number(t, `select count(*) from pg_stat_activity where pid in (select pid from ended)`) == 0
	})
}

// TestTerminated ends every connection of a pool before, and while, writes run on it: each happens once.
func TestTerminated(t *testing.T) {
	exec(t, `drop table if exists written; create table written (n int)`)
	db, _ := openMode(t, "", conns)
	write := func(n int, meet Statement) {
		if err := db.Write(t.Context(), Exec(`insert into written values ($1)`, n), meet); err != nil {
			t.Error(err)
		}
	}
	onEach(t, nil, write)
	terminate(t)
	onEach(t, nil, write)
	onEach(t, func() { terminate(t) }, write)
	if n := number(t, `select count(*) from written`); n != 3*conns {
		t.Errorf("%d writes, want %d", n, 3*conns)
	}
}

// TestTerminatedAtCommit ends a connection after the last answer of a write, which it does not repeat: nobody can know
// whether it has taken effect.
func TestTerminatedAtCommit(t *testing.T) {
	exec(t, `drop table if exists written; create table written (n int);
		create or replace function meet() returns trigger language plpgsql
			as $$ begin perform from meeting; return null; end $$;
		create constraint trigger meet after insert on written deferrable initially deferred
			for each row execute function meet()`)
	end := lockMeeting(t)
	db, _ := openMode(t, "", 1)
	written := make(chan error)
	go func() { written <- db.Write(t.Context(), Exec(`insert into written values (1)`)) }()
	awaitLocked(t, 1)
	terminate(t)
	end()
	if err := <-written; !errors.Is(err, ErrUnavailable) {
		t.Errorf("%v, want ErrUnavailable", err)
	}
}

// TestCrash kills a server process, so that PostgreSQL ends every connection and recovers, and takes no new ones
// meanwhile (57P03): the write under way has not happened, and the next one waits.
func TestCrash(t *testing.T) {
	exec(t, `drop table if exists written; create table written (n int); create table if not exists meeting ()`)
	crashed, _ := openMode(t, "", 1)
	write := func(n int) error {
		return crashed.Write(t.Context(), Exec(`insert into written values ($1)`, n), Exec(`select from meeting`))
	}
	if err := write(0); err != nil { // its statements are prepared
		t.Fatal(err)
	}
	lockMeeting(t)
	written := make(chan error)
	go func() { written <- write(1) }()
	awaitLocked(t, 1)
	pid := number(t, `select pid from pg_stat_activity
		where application_name = 'todo-backend' and wait_event_type = 'Lock'`)
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if err := <-written; !errors.Is(err, ErrUnavailable) {
		t.Errorf("%v, want ErrUnavailable", err)
	}
	if err := write(2); err != nil {
		t.Error(err)
	}
	admin.Reset()
	db.Pool.Reset()
	if n := number(t, `select sum(n) from written`); n != 2 {
		t.Errorf("the sum is %d, want 2", n)
	}
}
