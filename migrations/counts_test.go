package migrations_test

import (
	"os"
	"testing"

	"github.com/todo-backend/todo-backend/migrations"
)

// TestCountsOfTasksBefore counts the tasks that a database has when it is migrated as the triggers count those that are
// written later.
func TestCountsOfTasksBefore(t *testing.T) {
	url, conn := migrated(t, "counts")
	look := func(sql string) (text string) {
		t.Helper()
		if err := conn.QueryRow(t.Context(), sql).Scan(&text); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
		return text
	}
	if _, err := conn.Exec(t.Context(), `
		insert into users (id, email, password_hash) values
		  ('01900000-0000-7000-8000-000000000001', 'ann@example.com', 'x'),
		  ('01900000-0000-7000-8000-000000000002', 'bob@example.com', 'x');
		insert into tasks (id, user_id, title, tags, category, completed, completed_at, due_date, recurrence_anchor)
		select gen_random_uuid(), id, 'x', array['a', 'b' || n % 3, 'a'], case when n % 4 > 0 then 'c' || n % 4 end,
		  n % 2 = 0, case when n % 2 = 0 then at end, at, at
		from users cross join generate_series(1, 40) as n
		cross join lateral (select timestamptz '2026-03-01Z' + n * n * interval '1 minute' as at) as t`); err != nil {
		t.Fatal(err)
	}
	const counts = `
		select concat_ws(E'\n',
		  (select string_agg(row(id, total, completed)::text, ' ' order by id) from lists),
		  (select string_agg(row(l.*)::text, ' ' order by l) from label_counts l),
		  (select string_agg(row(d.*)::text, ' ' order by d)
		   from (select user_id, list_id, kind, day, n,
		           array(select (q, quarters[q]) from generate_subscripts(quarters, 1) as q where quarters[q] <> 0)
		         from day_counts) d))`
	before := look(counts)
	for look(`select count(*)::text from pg_class where relname = 'label_counts'`) != "0" {
		if _, err := migrations.Down(t.Context(), url); err != nil {
			t.Fatal(err)
		}
	}
	toggle := func() {
		t.Helper()
		const sql = `update tasks set completed = not completed,
			completed_at = case when not completed then due_date end`
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	toggle() // which the triggers of before count
	if _, err := migrations.Up(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	toggle()
	if after := look(counts); after != before {
		t.Errorf("counted anew:\n%s\nby the triggers:\n%s", after, before)
	}
	outOfStep, err := os.ReadFile("testdata/out_of_step.sql")
	if err != nil {
		t.Fatal(err)
	}
	lines := look(`select coalesce(string_agg(line, E'\n'), '') from (` + string(outOfStep) + `) as l (line)`)
	if lines != "" {
		t.Errorf("out of step:\n%s", lines)
	}
	tasks := look(`select count(*)::text from tasks where list_id = user_id and position ~ '^i[0-9A-Za-z]{17}V$'`)
	if tasks != "80" {
		t.Errorf("%s tasks are in an inbox, want 80", tasks)
	}
}
