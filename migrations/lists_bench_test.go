package migrations_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/migrations"
)

// BenchmarkLists migrates a database of BENCH_TASKS tasks, of a thousand users, from before there were lists, while a
// client changes a task, reads a page and adds a task all the time. It prints how long the migration takes, and the
// longest that the client has waited.
func BenchmarkLists(b *testing.B) {
	tasks := 100_000
	if text := os.Getenv("BENCH_TASKS"); text != "" {
		var err error
		if tasks, err = strconv.Atoi(text); err != nil {
			b.Fatal(err)
		}
	}
	url, err := postgres.NewDatabase(b.Context(), "bench_lists", "")
	if err != nil {
		b.Fatal(err)
	}
	conn, err := pgx.Connect(b.Context(), url)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(b.Context()))
	exec := func(sql string, args ...any) {
		b.Helper()
		if _, err := conn.Exec(b.Context(), sql, args...); err != nil {
			b.Fatalf("%s: %v", sql, err)
		}
	}
	if _, err := migrations.Up(b.Context(), url); err != nil {
		b.Fatal(err)
	}
	for exists := true; exists; {
		if _, err := migrations.Down(b.Context(), url); err != nil {
			b.Fatal(err)
		}
		if err := conn.QueryRow(b.Context(), `select to_regclass('lists') is not null`).Scan(&exists); err != nil {
			b.Fatal(err)
		}
	}
	exec(`insert into users (id, email, password_hash)
		select gen_random_uuid(), n || '@example.com', 'x' from generate_series(1, 1000) as n`)
	exec(`insert into tasks (id, user_id, title, description, tags, category, due_date, recurrence_anchor, search_key,
		  created_at)
		select gen_random_uuid(), id, 'Water the plants', 'those in the kitchen', array['home', 't' || n % 20], 'Home',
		  at, at, E'water the plants\nthose in the kitchen\nhome', at
		from users cross join generate_series(1, $1 / 1000) as n
		cross join lateral (select timestamptz '2026-01-01Z' + n * interval '37 minutes' as at) as t`, tasks)
	exec(`vacuum analyze`)

	ctx, stop := context.WithCancel(b.Context())
	var client sync.WaitGroup
	var longest time.Duration
	var writes int
	client.Go(func() {
		conn, err := pgx.Connect(b.Context(), url)
		if err != nil {
			b.Error(err)
			return
		}
		defer conn.Close(context.WithoutCancel(b.Context()))
		for ctx.Err() == nil {
			for _, sql := range []string{
				`update tasks set title = title || '.' where id = (select id from tasks where id > gen_random_uuid()
					and length(title) < 100 order by id limit 1)`,
				`select from tasks where user_id = (select id from users limit 1)
					order by created_at desc, id desc limit 50`,
				`insert into tasks (id, user_id, title) select gen_random_uuid(), id, 'x' from users limit 1`,
			} {
				began := time.Now()
				if _, err := conn.Exec(b.Context(), sql, pgx.QueryExecModeExec); err != nil {
					b.Errorf("%s: %v", sql, err)
				}
				longest = max(longest, time.Since(began))
				writes++
			}
		}
	})
	began := time.Now()
	if _, err := migrations.Up(b.Context(), url); err != nil {
		b.Error(err)
	}
	took := time.Since(began)
	stop()
	client.Wait()
	fmt.Printf("%d tasks: migrated in %.1f s; a client beside it sent %d statements, the slowest took %.0f ms\n", tasks,
		took.Seconds(), writes, float64(longest.Microseconds())/1000)
	var out string
	sql, err := os.ReadFile("testdata/out_of_step.sql")
	if err != nil {
		b.Fatal(err)
	}
	if err := conn.QueryRow(b.Context(), `select coalesce(string_agg(line, E'\n'), '') from (
		select * from (`+string(sql)+`) as l (line) limit 5) as l`).Scan(&out); err != nil || out != "" {
		b.Errorf("out of step: %s %v", out, err)
	}
}
