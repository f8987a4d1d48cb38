package database

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/todo-backend/todo-backend/shared/pgtest"
)

// conns is how many connections a pool of a test has.
const conns = 5

// openMode opens a pool on the tests' database whose URL sets the mode, with parameters after it, or leaves it out
// where mode is "".
func openMode(t *testing.T, mode string, conns int) (db *DB, log *bytes.Buffer) {
	t.Helper()
	u, err := url.Parse(admin.Config().ConnString())
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Del("default_query_exec_mode")
	u.RawQuery = q.Encode()
	if mode != "" {
		u.RawQuery += "&default_query_exec_mode=" + mode
	}
	log = new(bytes.Buffer)
	if db, err = open(u.String(), conns, slog.New(slog.NewTextHandler(log, nil))); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Pool.Close)
	return db, log
}

// lockMeeting lets everybody who selects from the table meeting wait, until end is called.
func lockMeeting(t *testing.T) (end func()) {
	t.Helper()
	exec(t, `create table if not exists meeting ()`)
	tx, err := admin.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	end = func() { _ = tx.Rollback(context.Background()) }
	t.Cleanup(end)
	if _, err := tx.Exec(t.Context(), `lock table meeting`); err != nil {
		t.Fatal(err)
	}
	return end
}

// awaitLocked waits until n statements wait for a lock.
func awaitLocked(t *testing.T, n int) {
	t.Helper()
	pgtest.Eventually(t, fmt.Sprint(n, " statements wait"), func() bool {
		return n == number(t, `select count(*) from pg_stat_activity
			where application_name = 'todo-backend' and wait_event_type = 'Lock'`)
	})
}

// onEach runs do once for each connection of a pool, at the same time: meet, which do adds to its statements, waits
// until all of them do, and meanwhile, where it is not nil, has run.
func onEach(t *testing.T, meanwhile func(), do func(n int, meet Statement)) {
	t.Helper()
	end := lockMeeting(t)
	var all sync.WaitGroup
	for n := range conns {
		all.Go(func() { do(n, Exec(`select from meeting`)) })
	}
	awaitLocked(t, conns)
	if meanwhile != nil {
		meanwhile()
		awaitLocked(t, conns)
	}
	end()
	all.Wait()
}

// TestMode looks at what the server has prepared: named statements are the default, and DATABASE_URL decides.
func TestMode(t *testing.T) {
	for mode, want := range map[string]int{"": 1, "cache_statement": 1, "cache_describe": 0, "exec": 0} {
		db, _ := openMode(t, mode, 1)
		prepared := QueryValue[int](`select count(*) from pg_prepared_statements where not from_sql and name <> ''`)
		for range 2 {
			if err := db.Read(t.Context(), prepared); err != nil {
				t.Fatal(err)
			}
		}
		if prepared.Value != want {
			t.Errorf("mode %q: %d named statements, want %d", mode, prepared.Value, want)
		}
	}
}

// TestPreparedStatementsAreBounded sends more statements than a connection keeps, as listings with many sets of filters
// do.
func TestPreparedStatementsAreBounded(t *testing.T) {
	for parameter, most := range map[string]int{"": preparedStatements, "&statement_cache_capacity=10": 10} {
		db, _ := openMode(t, "cache_statement"+parameter, 1)
		for n := range 200 {
			if err := db.Read(t.Context(), Exec(fmt.Sprintf(`select %d`, n))); err != nil {
				t.Fatal(err)
			}
		}
		prepared := QueryValue[int](`select count(*) from pg_prepared_statements`)
		for range 2 { // the oldest is dropped before the round trip after that of the newest
			if err := db.Read(t.Context(), prepared); err != nil {
				t.Fatal(err)
			}
		}
		if prepared.Value != most {
			t.Errorf("%q: %d prepared statements, want %d", parameter, prepared.Value, most)
		}
	}
}

// TestLostStatement does to a connection what a pooler does that gives it another server: each write happens once, and
// unnamed statements are used from then on.
func TestLostStatement(t *testing.T) {
	const read = `select n, text from pairs where n = $1`
	digest := sha256.Sum256([]byte(read))
	for name, lose := range map[string]string{
		"not prepared":     `deallocate all`,
		"prepared already": fmt.Sprintf(`prepare stmtcache_%x as select 1`, digest[:24]), // as pgx names it
	} {
		t.Run(name, func(t *testing.T) {
			exec(t, `drop table if exists pairs; create table pairs (n int primary key, text text not null)`)
			db, log := openMode(t, "", 1)
			write := func(n int) {
				t.Helper()
				row := QueryRow[pair](read, n)
				err := db.Write(t.Context(), Exec(`insert into pairs values ($1, 'x')`, n), row)
				if err != nil || row.Value != (pair{n, "x"}) {
					t.Errorf("%v %+v", err, row.Value)
				}
			}
			if name == "not prepared" {
				write(0)
			}
			if err := db.Write(t.Context(), Exec(lose)); err != nil {
				t.Fatal(err)
			}
			for n := range 3 {
				write(n + 1)
			}
			if n := number(t, `select count(*) from pairs where n > 0`); n != 3 {
				t.Errorf("%d rows, want 3", n)
			}
			if said := strings.Count(log.String(), "carries no named prepared statements"); said != 1 {
				t.Errorf("the log says it %d times: %s", said, log)
			}
		})
	}
}

// TestAlteredTable changes a table under the statements that every connection has prepared: each write happens once,
// and answers what is in the table then. Named statements stay in use.
func TestAlteredTable(t *testing.T) {
	for name, c := range map[string]struct {
		alter string
		text  string
	}{
		"a column added":   {`alter table altered add more text not null default 'x'`, "kept"},
		"a column changed": {`alter table altered alter text type varchar(50), alter n type bigint`, "kept"},
		"a column replaced": {`alter table altered drop text;
			alter table altered add text text not null default 'new'`, "new"},
		"a table replaced": {`alter table altered rename to former;
			create table altered as select n::bigint, 'copied'::text collate "C" as text from former;
			drop table former`, "copied"},
	} {
		for _, mode := range []string{"cache_statement", "cache_describe"} {
			t.Run(name+", "+mode, func(t *testing.T) {
				exec(t, `drop table if exists altered, written;
					create table altered (n int, text text); insert into altered values (1, 'kept');
					create table written (n int)`)
				db, _ := openMode(t, mode, conns)
				write := func(text string) func(n int, meet Statement) {
					return func(n int, meet Statement) {
						row := QueryRow[pair](`select n, text from altered where n = $1`, 1)
						err := db.Write(t.Context(), meet, Exec(`insert into written values ($1)`, n), row)
						if err != nil || row.Value != (pair{1, text}) {
							t.Errorf("%v %+v", err, row.Value)
						}
					}
				}
				onEach(t, nil, write("kept"))
				exec(t, c.alter)
				onEach(t, nil, write(c.text))
				onEach(t, nil, write(c.text))
				if n := number(t, `select count(*) from written`); n != 3*conns {
					t.Errorf("%d writes, want %d", n, 3*conns)
				}
				if db.unnamed.Load() {
					t.Error("named statements are given up")
				}
			})
		}
	}
}
