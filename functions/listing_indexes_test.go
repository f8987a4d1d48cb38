package functions_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// TestListingUsesItsIndexes has the database explain the listing's own statement, as the wire carries it, to the user
// whom it serves, and looks for a sort in the plans: there is an index for each order.
func TestListingUsesItsIndexes(t *testing.T) {
	u := newUser(t)
	exec(t, `insert into tasks (id, user_id, title)
		select gen_random_uuid(), $1, 'task ' || n from generate_series(1, 2000) n`, u.ID)
	exec(t, `analyze tasks`)
	for _, key := range []string{"created_at", "updated_at", "due_date", "priority", "title"} {
		for _, order := range []string{"asc", "desc"} {
			sql := proxy.statement(t, " limit ", func() {
				request{method: "GET", path: "/api/tasks?limit=50&sort_by=" + key + "&order=" + order,
					token: u.Token}.send(t).want(t, 200)
			})
			for _, mode := range []string{"force_custom_plan", "force_generic_plan"} {
				plan := explain(t, u, mode, sql, "51", "0")
				if strings.Contains(plan, "Sort") || !strings.Contains(plan, "Index") {
					t.Errorf("by %s %s, %s:\n%s\n%s", key, order, mode, sql, plan)
				}
			}
		}
	}
}

// TestPagesUseTheirIndexes explains the statements of pages after the first: each begins in the index where the page
// before has ended. A tag or a category that no task has is looked for in no task.
func TestPagesUseTheirIndexes(t *testing.T) {
	u := newUser(t)
	exec(t, `insert into tasks (id, user_id, title, due_date, recurrence_anchor)
		select gen_random_uuid(), $1, 'task ' || n, now(), now() from generate_series(1, 2000) n`, u.ID)
	exec(t, `analyze tasks`)
	statement := func(query string) string {
		return proxy.statement(t, " limit ", func() { u.list(t, query) })
	}
	const id = `'01900000-0000-7000-8000-000000000001'`
	for key, at := range map[string]string{"created_at": "'2030-01-01Z'", "updated_at": "'2030-01-01Z'",
		"due_date": "'2030-01-01Z'", "priority": "'2'", "title": "'task 5'"} {
		for _, order := range []string{"asc", "desc"} {
			query := "limit=50&sort_by=" + key + "&order=" + order
			sql := statement(query + "&cursor=" + url.QueryEscape(*u.list(t, query).NextCursor))
			plan := explain(t, u, "force_generic_plan", sql, at, id, "51", "0")
			if strings.Contains(plan, "Sort") || !regexp.MustCompile(`Index Cond: .*ROW\(`).MatchString(plan) {
				t.Errorf("by %s %s:\n%s\n%s", key, order, sql, plan)
			}
		}
	}
	for _, label := range []string{"tag", "category"} {
		plan := explain(t, u, "force_generic_plan", statement(label+"=none"), "'none'", "'none'", "101", "0")
		if !regexp.MustCompile(`on tasks[^\n]*never executed`).MatchString(plan) {
			t.Errorf("by %s:\n%s", label, plan)
		}
	}
}

// explain returns the plan of a statement for u, as it was carried out with these arguments: mode is a plan_cache_mode,
// custom for them, or generic, as for a prepared statement that has run some times.
func explain(t *testing.T, u user, mode, sql string, args ...string) string {
	t.Helper()
	conn, err := admin.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	for _, statement := range []string{
		`begin`, `set local plan_cache_mode = ` + mode, `prepare explained as ` + sql, `set local role todo_app`,
		`set local app.user_id = '` + u.ID.String() + `'`,
	} {
		if _, err := conn.Exec(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	// CollectRows returns the error
	rows, _ := conn.Query(t.Context(),
		`explain (analyze, costs off, timing off) execute explained (`+strings.Join(args, ", ")+`)`)
	plan, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{`rollback`, `deallocate explained`} {
		if _, err := conn.Exec(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	return strings.Join(plan, "\n")
}
