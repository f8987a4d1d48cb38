package database

import (
	"errors"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
)

type pair struct {
	n    int
	text string
}

func (p *pair) Fields() []any { return []any{&p.n, &p.text} }

// TestStatements sends one of each kind, twice: what the first time has brought is not left where the second finds
// none.
func TestStatements(t *testing.T) {
	exec(t, `drop table if exists pairs; create table pairs (n int primary key, text text not null);
		insert into pairs values (1, 'a'), (2, 'b'), (3, 'c')`)
	row := QueryRow[pair](`select n, text from pairs order by n`)
	value := QueryValue[string](`select text from pairs where n = $1`, 2)
	exists, missing := Exists(`select from pairs`), Exists(`select from pairs where n = 9`)
	rows := QueryRows[pair](`select n, text from pairs order by n`)
	some := QueryRows[pair](`select n, text from pairs order by n`)
	some.Full = func(values []pair) bool { return len(values) == 2 }
	skipped := QueryValue[int]("")
	deleted := Exec(`delete from pairs`)
	send := func() {
		t.Helper()
		if err := db.Write(t.Context(), row, value, exists, missing, rows, some, skipped, deleted); err != nil {
			t.Fatal(err)
		}
	}
	send()
	if row.Value != (pair{1, "a"}) || !row.Found || value.Value != "b" || !exists.Found || missing.Found ||
		!slices.Equal(rows.Values, []pair{{1, "a"}, {2, "b"}, {3, "c"}}) || rows.More ||
		!slices.Equal(some.Values, []pair{{1, "a"}, {2, "b"}}) || !some.More || skipped.Found || deleted.Affected != 3 {
		t.Errorf("%+v %+v %+v %+v %+v", row, value, rows, some, deleted)
	}
	send()
	if row.Value != (pair{}) || row.Found || value.Value != "" || exists.Found || rows.Values == nil ||
		len(rows.Values)+len(some.Values) != 0 || some.More || deleted.Affected != 0 {
		t.Errorf("%+v %+v %+v %+v %+v", row, value, rows, some, deleted)
	}
}

// TestOnError gives the server's error to the statement that has caused it; nothing of the round trip takes effect.
func TestOnError(t *testing.T) {
	exec(t, `drop table if exists pairs; create table pairs (n int primary key, text text not null)`)
	taken := errors.New("taken")
	insert := func() *Command { return Exec(`insert into pairs values (1, 'a')`) }
	second := insert()
	second.OnError = func(err error) error {
		if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok && pgErr.Code == "23505" {
			return taken
		}
		return err
	}
	if err := db.Write(t.Context(), insert(), second, insert()); !errors.Is(err, taken) {
		t.Error(err)
	}
	if n := number(t, `select count(*) from pairs`); n != 0 {
		t.Errorf("%d rows", n)
	}
}
