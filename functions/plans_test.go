package functions_test

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/functions"
	"github.com/todo-backend/todo-backend/shared/config"
)

// TestChangesKeepTheirPlan changes tasks, alone and in a batch, in a table that has grown since its statistics were
// taken, where PostgreSQL by itself plans the widest statement anew for each.
func TestChangesKeepTheirPlan(t *testing.T) {
	p := ownProcess(t, func(cfg *config.Config) { cfg.MaxConns = 1 })
	named := 1
	if p.DB.Pool.Config().ConnConfig.DefaultQueryExecMode != pgx.QueryExecModeCacheStatement {
		named = 0 // PGTEST_EXEC_MODE: nothing is kept
	}
	u := newUser(t)
	exec(t, `insert into tasks (id, user_id, title)
		select gen_random_uuid(), $1, 'task ' || n from generate_series(1, 20000) n`, u.ID)
	for _, function := range functions.All {
		if function.Name != "updateTask" && function.Name != "batch" {
			continue
		}
		for range 7 { // PostgreSQL tries five plans for a statement's arguments before it decides
			f := newFixture(t)
			f.request(function, f.owner.Token).send(t).want(t, rowOf(function).owner)
		}
	}
	var statements, planned int
	if err := p.DB.Pool.QueryRow(t.Context(), `select count(*), coalesce(sum(custom_plans), 0)
		from pg_prepared_statements where statement ~ '^\s*with place .* withdrawn as'`).
		Scan(&statements, &planned); err != nil {
		t.Fatal(err)
	}
	if statements != named || planned != 0 {
		t.Errorf("%d prepared statements that change a task, want %d; planned %d times for their arguments",
			statements, named, planned)
	}
}
