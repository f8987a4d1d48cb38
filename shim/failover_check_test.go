package main_test

import (
	"os"
	"testing"
	"time"

	"github.com/todo-backend/todo-backend/shared/pgtest"
)

// titles returns how often each title is in the database.
func titles(t *testing.T, address string) map[string]int {
	t.Helper()
	rows, err := connect(t, address).Query(t.Context(), `select title from tasks`)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]int{}
	for rows.Next() {
		var title string
		if err := rows.Scan(&title); err != nil {
			t.Fatal(err)
		}
		all[title]++
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// whole fails the test where a part of a write has happened: each creation has also kept its name, and has counted.
func whole(t *testing.T, address string) {
	t.Helper()
	conn := connect(t, address)
	same(t, "tasks without their creation's name, and names without their task", conn, `
		select coalesce(k.key, t.id::text) from idempotency_keys k
		full join tasks t on t.id = k.task_id and t.user_id = k.user_id where t.id is null or k.key is null`, "")
	outOfStep, err := os.ReadFile("../migrations/testdata/out_of_step.sql")
	if err != nil {
		t.Fatal(err)
	}
	same(t, "kept counts that are out of step", conn, string(outOfStep), "")
}

// areTheLast fails the test unless what is lost was acknowledged after the time until which the standby had everything,
// and none of it before a write was sent that is kept.
func areTheLast(t *testing.T, lost, acknowledged []creation, safe, killed time.Time) {
	t.Helper()
	if len(lost) == 0 {
		t.Fatal("nothing is lost: the standby has not fallen behind")
	}
	missing, first := map[string]bool{}, lost[0].answered
	for _, c := range lost {
		missing[c.title] = true
		if c.answered.Before(first) {
			first = c.answered
		}
	}
	if first.Before(safe) {
		t.Errorf("a write is lost that was acknowledged %v before the standby had everything", safe.Sub(first))
	}
	for _, c := range acknowledged {
		if !missing[c.title] && c.answered.Before(killed) && c.sent.After(first) {
			t.Errorf("a write is kept that was sent %v after one was acknowledged that is lost", c.sent.Sub(first))
		}
	}
}

// areNamed starts the primary that was killed, apart, and fails the test unless what is lost is what it has and the new
// one has not, but for writes that nobody was told of.
func areNamed(t *testing.T, lost []creation, server *pgtest.Server, primary string, kept map[string]int) {
	t.Helper()
	_ = server.StopServer() // it has not ended well
	if err := server.StartServer(); err != nil {
		t.Fatal(err)
	}
	former, named := titles(t, primary), 0
	for _, c := range lost {
		if former[c.title] != 1 {
			t.Errorf("what was acknowledged is %d times on the server that did", former[c.title])
		}
	}
	for title := range former {
		if kept[title] == 0 {
			named++
		}
	}
	t.Logf("the former primary names %d writes that the new one has not", named)
}
