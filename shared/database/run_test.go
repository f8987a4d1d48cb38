package database

import (
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/pgtest"
)

var (
	postgres *pgtest.Server
	admin    *pgxpool.Pool // past DB, and past the stand-in of PGTEST_WEBSOCKET
	db       *DB
)

func TestMain(m *testing.M) { os.Exit(testMain(m)) }

func testMain(m *testing.M) int {
	var err error
	if postgres, err = pgtest.Start(); err != nil {
		log.Fatal(err)
	}
	defer postgres.Stop()
	url, err := postgres.NewDatabase(context.Background(), "run", "")
	if err != nil {
		log.Fatal(err)
	}
	if admin, err = pgxpool.New(context.Background(), url); err != nil {
		log.Fatal(err)
	}
	defer admin.Close()
	if db, err = open(url, 10, slog.Default()); err != nil {
		log.Fatal(err)
	}
	defer db.Pool.Close()
	return m.Run()
}

func open(url string, conns int, log *slog.Logger) (*DB, error) {
	return openWith(url, postgres.WebSocketURL(), conns, log)
}

func openWith(url, webSocket string, conns int, log *slog.Logger) (*DB, error) {
	return Open(&config.Config{
		DatabaseURL: url, DatabaseWebSocket: webSocket, MaxConns: conns, AcquireTimeout: 5 * time.Second,
		MaxConnIdle: time.Minute, MaxConnLife: time.Hour,
	}, log)
}

func exec(t testing.TB, sql string) {
	t.Helper()
	if _, err := admin.Exec(t.Context(), sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// set gives every new connection of the pool a setting, until the test ends.
func set(t *testing.T, setting string) {
	t.Helper()
	exec(t, `alter database run set `+setting)
	db.Pool.Reset()
	t.Cleanup(func() {
		if _, err := admin.Exec(context.Background(), `alter database run reset all`); err != nil {
			t.Error(err)
		}
		db.Pool.Reset()
	})
}

func number(t *testing.T, sql string) (n int) {
	t.Helper()
	if err := admin.QueryRow(t.Context(), sql).Scan(&n); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return n
}

// TestConsequences holds the table of PostgreSQL's error codes.
func TestConsequences(t *testing.T) {
	for code, want := range map[string]consequence{
		"25006": readOnly, "53000": unavailable, "53100": unavailable, "53200": unavailable, "53300": unavailable,
		"53400": unavailable, "55P03": unavailable, "57014": unavailable, "57P01": unavailable, "57P02": unavailable,
		"57P03": unavailable, "57P04": unavailable, "58000": unavailable, "58030": unavailable, "58P01": unavailable,
		"58P02": unavailable, "40003": unavailable, "25P03": unavailable, "25P04": unavailable, "08000": unavailable,
		"08006": unavailable, "08P01": unavailable, "XX001": unavailable, "XX002": unavailable, "F0001": unavailable,
		"40000": repeat, "40001": repeat, "40P01": repeat, "57P05": repeat,
		"26000": repeat, "42P05": repeat, "72000": repeat,
		"23503": againThenBug,
		"23505": bug, "23514": bug, "23502": bug, "40002": bug, "42501": bug, "42P01": bug, "22P02": bug, "0A000": bug,
		"28P01": bug, "3D000": bug, "25P02": bug, "25001": bug, "54000": bug, "55006": bug, "XX000": bug, "P0001": bug,
		"TB429": bug, "": bug,
	} {
		if got := consequenceOf(fmt.Errorf("wrapped: %w", &pgconn.PgError{Code: code})); got != want {
			t.Errorf("%s: %d, want %d", code, got, want)
		}
	}
	if got := consequenceOf(&pgconn.PgError{Code: "0A000", Routine: "RevalidateCachedQuery"}); got != repeat {
		t.Errorf("a cached plan whose result has changed: %d", got)
	}
	for _, class := range []string{
		"00", "01", "02", "03", "08", "09", "0A", "0B", "0F", "0L", "0P", "0Z",
		"10", "20", "21", "22", "23", "24", "25", "26", "27",
		"28", "2B", "2D", "2F", "34", "38", "39", "3B", "3D", "3F",
		"40", "42", "44", "53", "54", "55", "57", "58", "72", "F0", "HV", "P0", "XX",
	} {
		if _, ok := consequences[class]; !ok {
			t.Errorf("class %s has no consequence", class)
		}
	}
}

// TestRolledBack lets transactions get into each other's way: all of them take effect, once each.
func TestRolledBack(t *testing.T) {
	const clients, rounds = 4, 25
	for name, c := range map[string]struct {
		setting    string
		statements func(client int) []Statement
		met        string // counts how often they were in each other's way
	}{
		"deadlock": {"deadlock_timeout = '5ms'", func(client int) []Statement {
			return []Statement{
				Exec(`update counter set n = n + 1 where id = $1`, client%2),
				Exec(`select pg_sleep(0.001)`),
				Exec(`update counter set n = n + 1 where id = $1`, 1-client%2),
			}
		}, `select deadlocks from pg_stat_database where datname = current_database()`},
		"serialization": {"default_transaction_isolation = 'serializable'", func(int) []Statement {
			return []Statement{Exec(`select sum(n) from counter`), Exec(`update counter set n = n + 1`)}
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			exec(t, `drop table if exists counter; create table counter (id int primary key, n int not null);
				insert into counter values (0, 0), (1, 0)`)
			set(t, c.setting)
			var all sync.WaitGroup
			for client := range clients {
				all.Go(func() {
					for range rounds {
						if err := db.Write(t.Context(), c.statements(client)...); err != nil {
							t.Error(err)
						}
					}
				})
			}
			all.Wait()
			if n := number(t, `select sum(n) from counter`); n != 2*clients*rounds {
				t.Errorf("%d changes, want %d", n, 2*clients*rounds)
			}
			db.Pool.Reset() // a backend that ends reports what it has counted
			for deadline := time.Now().Add(20 * time.Second); c.met != "" && number(t, c.met) == 0; {
				if time.Now().After(deadline) {
					t.Fatal("they never met")
				}
			}
		})
	}
}

// TestRefusals holds what Run answers when the server cannot, and that a change which failed has not happened.
func TestRefusals(t *testing.T) {
	exec(t, `drop table if exists kept; create table kept (id int primary key); insert into kept values (1)`)
	exec(t, `create or replace function refuse(code text) returns void language plpgsql
		as $$ begin raise exception using errcode = code, message = 'no'; end $$`)
	for name, c := range map[string]struct {
		setting, sql string
		unavailable  bool
	}{
		"read-only":                 {"default_transaction_read_only = on", `insert into kept values (2)`, true},
		"a time of the batch's own": {"", `select set_config('statement_timeout', '1', true)`, true},
		"statement timeout":         {"statement_timeout = '1ms'", `select pg_sleep(10)`, true},
		"transaction rolled back":   {"", `select refuse('40001')`, true}, // each time again
		"disk full":                 {"", `select refuse('53100')`, true},
		"temporary files at an end": {"temp_file_limit = 0; alter database run set work_mem = '64kB'",
			`select count(*) from (select n from generate_series(1, 100000) n order by -n) _`, true},
		"a row that exists":          {"", `insert into kept values (1)`, false},
		"a rule of the schema":       {"", `select refuse('23514')`, false},
		"what it refers to is away":  {"", `select refuse('23503')`, false},
		"a statement with a mistake": {"", `select nothing from kept`, false},
	} {
		t.Run(name, func(t *testing.T) {
			if c.setting != "" {
				set(t, c.setting)
			}
			var statements []Statement
			if c.setting != "default_transaction_read_only = on" {
				statements = append(statements, Exec(`insert into kept values (3)`))
			}
			statements = append(statements, Exec(c.sql))
			if strings.Contains(c.sql, "set_config") {
				statements = append(statements, Exec(`select pg_sleep(10)`))
			}
			err := db.Write(t.Context(), statements...)
			if err == nil || errors.Is(err, ErrUnavailable) != c.unavailable {
				t.Errorf("%v", err)
			}
			if n := number(t, `select count(*) from kept`); n != 1 {
				t.Errorf("%d rows, want 1: what failed took effect", n)
			}
		})
	}
}
