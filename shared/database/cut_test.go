package database

import (
	"errors"
	"testing"

	"github.com/todo-backend/todo-backend/shared/pgtest"
)

// TestCutInMidStatement cuts a connection while its statement waits: a read is sent again; of a write nobody can know
// whether it has happened.
func TestCutInMidStatement(t *testing.T) {
	exec(t, `create table if not exists meeting (); drop table if exists written; create table written (n int)`)
	n := &network{neon: newNeon(t)}
	db, _ := n.pool(t, "on", setOn)
	read := func() error { return db.Read(t.Context(), Exec(`select from meeting`)) }
	write := func() error {
		return db.Write(t.Context(), Exec(`insert into written values (1)`), Exec(`select from meeting`))
	}
	cutAt := func(send func() error) (sent chan error, end func()) {
		t.Helper()
		if err := send(); err != nil { // so that it is prepared: a write that was being prepared is sent again
			t.Fatal(err)
		}
		exec(t, `delete from written`)
		end, sent = lockMeeting(t), make(chan error)
		go func() { sent <- send() }()
		awaitLocked(t, 1)
		n.cut()
		return sent, end
	}

	sent, end := cutAt(read)
	pgtest.Eventually(t, "three WebSockets: two connections and the cancel request of the first", func() bool {
		return n.neon.WebSocket.Load() == 3
	})
	end()
	if err := <-sent; err != nil {
		t.Errorf("read: %v", err)
	}
	sent, end = cutAt(write)
	if err := <-sent; !errors.Is(err, ErrUnavailable) {
		t.Errorf("write: %v, want ErrUnavailable", err)
	}
	end()
	awaitLocked(t, 0)
	if n := number(t, `select count(*) from written`); n > 1 {
		t.Errorf("%d rows of one write", n)
	}
}
