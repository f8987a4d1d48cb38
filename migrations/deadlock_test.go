package migrations_test

import (
	"testing"

	"github.com/todo-backend/todo-backend/migrations"
	"github.com/todo-backend/todo-backend/shared/pgtest"
)

// TestDeadlockWithAClient lets a client of the former version hold the tasks and want the lists, while a migration has
// the lists and wants the tasks. PostgreSQL ends the migration, which has to be applied in the end nevertheless.
func TestDeadlockWithAClient(t *testing.T) {
	url, client := migrated(t, "deadlock")
	exec := func(sql string) {
		t.Helper()
		if _, err := client.Exec(t.Context(), sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	read := func(sql string, into any) {
		t.Helper()
		if err := client.QueryRow(t.Context(), sql).Scan(into); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	undone := 0
	for exists := true; exists; undone++ {
		if _, err := migrations.Down(t.Context(), url); err != nil {
			t.Fatal(err)
		}
		read(`select to_regclass('lists_in_trash') is not null`, &exists)
	}
	exec(`alter database deadlock set deadlock_timeout = '500ms'`) // for the migration, which is to be ended
	exec(`set deadlock_timeout = '1h'`)
	exec(`begin`)
	exec(`lock table tasks in row exclusive mode`)
	type result struct {
		applied int
		err     error
	}
	done := make(chan result, 1)
	go func() {
		applied, err := migrations.Up(t.Context(), url)
		done <- result{applied, err}
	}()
	pgtest.Eventually(t, "the migration waits for the client", func() (waits bool) {
		read(`select exists (select from pg_locks where relation = 'tasks'::regclass and not granted)`, &waits)
		return waits
	})
	exec(`lock table lists in row exclusive mode`)
	exec(`commit`)
	if r := <-done; r.err != nil || r.applied != undone {
		t.Errorf("%d applied, %v; want %d", r.applied, r.err, undone)
	}
	pgtest.Eventually(t, "PostgreSQL has counted the deadlock", func() bool { // statistics come a moment later
		var deadlocks int
		read(`select deadlocks from pg_stat_database where datname = 'deadlock'`, &deadlocks)
		return deadlocks == 1
	})
}
