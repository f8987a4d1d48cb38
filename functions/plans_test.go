package functions_test

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/functions"
	"github.com/todo-backend/todo-backend/shared/config"
)

// TestStatementsKeepTheirPlans asks each endpoint more often than PostgreSQL tries plans for a statement's arguments,
// which is five times, in a table that has grown since its statistics were taken: it plans none of their
// statements after that, but those whose arguments decide what there is to do: how long a page is, and whether the
// session has to be fresh for the deletion of an account.
func TestStatementsKeepTheirPlans(t *testing.T) {
	const tries = 7
	p := ownProcess(t, func(cfg *config.Config) { cfg.MaxConns = 1 })
	if p.DB.Pool.Config().ConnConfig.DefaultQueryExecMode != pgx.QueryExecModeCacheStatement {
		t.Skip("statements without a name are planned each time")
	}
	u := newUser(t)
	exec(t, `insert into tasks (id, user_id, title)
		select gen_random_uuid(), $1, 'task ' || n from generate_series(1, 20000) n`, u.ID)
	for _, function := range functions.All {
		for range tries {
			f := newFixture(t)
			f.request(function, f.owner.Token).send(t).want(t, rowOf(function).owner)
		}
	}
	// CollectRows returns the error
	rows, _ := p.DB.Pool.Query(t.Context(), `select statement from pg_prepared_statements
		where not from_sql and custom_plans > 5
		and statement not like '% limit $%' and statement not like 'delete from users %'`)
	planned, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	for _, sql := range planned {
		t.Errorf("planned at each execution: %s", sql)
	}
}
