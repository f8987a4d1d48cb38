package functions_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// TestChangesUseTheirIndexes explains the statement of the feed in a list of 10,000 tasks, of which 100 have changed,
// beside as many in another list: it reads no more than those, and no table from end to end.
func TestChangesUseTheirIndexes(t *testing.T) {
	u := newUser(t)
	list := newListOf(t, u)
	for list, n := range map[uuid.UUID]int{list: 10_000, u.ID: 1000} {
		exec(t, `insert into tasks (id, user_id, list_id, title)
			select gen_random_uuid(), $1, $2, 'task ' || n from generate_series(1, $3) n`, u.ID, list, n)
	}
	read := changesBody{More: true}
	for read.More {
		read = u.changes(t, list, read.Cursor, "limit=1000")
	}
	seq := queryOne[string](t, `select change_seq::text from lists where id = $1`, list)
	exec(t, `update tasks set title = 'changed' where id in (select id from tasks where list_id = $1 limit 100)`, list)
	exec(t, `analyze tasks, task_changes`)
	sql := proxy.statement(t, "task_changes", func() { u.changes(t, list, read.Cursor, "") })
	before := proxy.ready.Load()
	page := u.changes(t, list, read.Cursor, "")
	if trips := proxy.ready.Load() - before; trips != 1 || len(page.Tasks) != 100 || page.More {
		t.Errorf("%d tasks in %d round trips", len(page.Tasks), trips)
	}
	const none, last = "'00000000-0000-0000-0000-000000000000'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'"
	for _, args := range [][]string{{seq, last, seq, "501"}, {"0", none, "9223372036854775807", "501"},
		{"0", none, "9223372036854775807", "1001"}} {
		for _, mode := range []string{"force_custom_plan", "force_generic_plan"} {
			plan := explain(t, u, mode, sql, append([]string{"'" + list.String() + "'"}, args...)...)
			if strings.Contains(plan, "Seq Scan") || regexp.MustCompile(`rows=\d{5}`).MatchString(plan) ||
				regexp.MustCompile(`Removed by Filter: \d{3}`).MatchString(plan) {
				t.Errorf("%s, %s:\n%s\n%s", args, mode, sql, plan)
			}
		}
	}
}
