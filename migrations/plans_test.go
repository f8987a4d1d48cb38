package migrations_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// TestFunctionsOfSQLAreInlined: PostgreSQL plans a function of the language sql at each call, unless it is part of the
// plan of the statement that calls it.
func TestFunctionsOfSQLAreInlined(t *testing.T) {
	_, conn := migrated(t, "plans")
	// CollectRows returns the error
	rows, _ := conn.Query(t.Context(), `
		select proname, array(select format_type(arg, null) from unnest(proargtypes) as arg)
		from pg_proc join pg_language l on l.oid = prolang
		where pronamespace = current_schema()::regnamespace and lanname = 'sql' and not proretset`)
	functions, err := pgx.CollectRows(rows, pgx.RowToStructByPos[struct {
		Name string
		Args []string
	}])
	if err != nil || len(functions) == 0 {
		t.Fatal("no function is of the language sql", err)
	}
	for _, f := range functions {
		var args, columns []string
		for i, of := range f.Args {
			args = append(args, fmt.Sprintf("a%d", i))
			columns = append(columns, fmt.Sprintf("null::%s as a%d", of, i))
		}
		rows, _ := conn.Query(t.Context(), fmt.Sprintf( // "offset 0" keeps the planner from evaluating the call
			`explain (verbose, costs off) select %s(%s) from (select %s offset 0) as args`,
			f.Name, strings.Join(args, ", "), strings.Join(columns, ", ")))
		plan, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			t.Fatal(err)
		}
		if text := strings.Join(plan, "\n"); strings.Contains(text, f.Name+"(") {
			t.Errorf("%s is planned at each call: write it in plpgsql, or as an expression\n%s", f.Name, text)
		}
	}
}
