package database

import (
	"errors"
	"testing"
)

type numbered struct {
	n    int
	text string
}

func (r *numbered) Fields() []any { return []any{&r.n, &r.text} }

const hundredMegabytes = `select n, repeat('x', 1000) from generate_series(1, 100000) n`

// TestEach hands rows on as they come: the first is there while the others are not.
func TestEach(t *testing.T) {
	next := 1
	each := QueryEach(func(r numbered) error {
		if r.n != next || len(r.text) != 1000 {
			t.Fatalf("row %d of %d bytes, want %d", r.n, len(r.text), next)
		}
		if next++; next == 2 && number(t, sending) != 1 {
			t.Error("the server has sent all before the first row was handed on")
		}
		return nil
	}, hundredMegabytes)
	after := QueryValue[int](`select 7`)
	if err := db.Read(t.Context(), each, after); err != nil || next != 100_001 || after.Value != 7 {
		t.Errorf("%v after row %d, then %d", err, next-1, after.Value)
	}
}

const sending = `select count(*) from pg_stat_activity where state = 'active' and query like '%repeat(''x''%'
	and application_name = 'todo-backend'`

// TestEachBroken ends the connection, or makes the server cancel the statement, while rows are handed on: none comes a
// second time, not even of statements that only read.
func TestEachBroken(t *testing.T) {
	for name, c := range map[string]struct {
		sql        string
		end        func(t *testing.T)
		errorIsOur bool
	}{
		"terminated": {hundredMegabytes, terminate, false},
		"cancelled": {hundredMegabytes, func(t *testing.T) {
			exec(t, `select pg_cancel_backend(pid) from pg_stat_activity
				where state = 'active' and application_name = 'todo-backend'`)
		}, false},
		"a mistake in a later row": {`select n, (1 / (5 - n))::text from generate_series(1, 9) n`,
			func(*testing.T) {}, true},
	} {
		t.Run(name, func(t *testing.T) {
			rows := 0
			err := db.Read(t.Context(), QueryEach(func(r numbered) error {
				if rows++; r.n != rows {
					t.Fatalf("row %d as the %dth", r.n, rows)
				}
				if rows == 3 {
					c.end(t)
				}
				return nil
			}, c.sql))
			if err == nil || errors.Is(err, ErrUnavailable) == c.errorIsOur || rows == 0 || rows == 100_000 {
				t.Errorf("%v after %d rows", err, rows)
			}
		})
	}
}

// TestEachStopped fails while rows are handed on: the rest is not read, and the connection does not serve others.
func TestEachStopped(t *testing.T) {
	full := errors.New("full")
	one, _ := openMode(t, "", 1)
	err := one.Read(t.Context(), QueryEach(func(numbered) error { return full }, hundredMegabytes))
	if !errors.Is(err, full) {
		t.Errorf("%v, want what was returned", err)
	}
	value := QueryValue[int](`select 1`)
	if err := one.Read(t.Context(), value); err != nil || value.Value != 1 {
		t.Errorf("afterwards: %d, %v", value.Value, err)
	}
	if stat := one.Pool.Stat(); stat.NewConnsCount() != 2 {
		t.Errorf("%d connections", stat.NewConnsCount())
	}
}
