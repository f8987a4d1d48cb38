package functions_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
)

// TestRowSecurity sends statements without any WHERE, as a function that forgot it would.
func TestRowSecurity(t *testing.T) {
	caller, other := newFixture(t), newFixture(t)
	do := func(token, sql string, args ...any) (rows int64, err error) {
		t.Helper()
		command := database.Exec(sql, args...)
		err = withCaller(t, "POST", token, func(caller *identity.Caller) error { return caller.Run(command) })
		return command.Affected, err
	}
	before := other.state(t)
	for _, c := range []struct {
		sql  string
		rows int64
	}{
		{`select title from tasks`, 2},
		{`select id from sessions`, 2},
		{`select email from users`, 1},
		{`select total from lists`, 3},
		{`select change_seq from task_changes`, 3},
		{`select n from label_counts`, 2},
		{`select n from day_counts`, 2},
		{`update tasks set title = 'taken', version = version + 1`, 2},
		{`update sessions set expires_at = now() + interval '1 day'`, 2},
		{`update users set full_name = 'taken'`, 1},
		{`update lists set name = 'taken', color = '#000000', position = 'a2'`, 3},
		{`insert into lists (id, user_id, name, position) values (gen_random_uuid(), app_user(), 'x', 'a1')`, 1},
		{`delete from lists where id <> user_id`, 3},
		{`select version from filters`, 1},
		{`update filters set filters = '[]', version = version + 1`, 1},
		{`select key from idempotency_keys`, 1},
		{`delete from idempotency_keys`, 1},
		{`delete from tasks`, 2},
	} {
		if rows, err := do(caller.owner.Token, c.sql); err != nil || rows != c.rows {
			t.Errorf("%s: %d rows, %v; want %d", c.sql, rows, err, c.rows)
		}
	}
	for _, sql := range []string{
		`insert into tasks (id, user_id, title) values (gen_random_uuid(), '` + other.owner.ID.String() + `', 'x')`,
		`update tasks set user_id = '` + other.owner.ID.String() + `'`,
		`update users set email = 'x@example.com'`,
		`update users set email_verified = true`,
		`insert into users (id, email, password_hash) values (gen_random_uuid(), 'x@example.com', 'x')`,
		`insert into sessions (id, user_id, expires_at) values (gen_random_uuid(), '` +
			other.owner.ID.String() + `', now())`,
		`update sessions set token_hash = null`,
		`insert into accounts (id, user_id, provider_id, account_id)
			values (gen_random_uuid(), app_user(), 'github', '1')`,
		`insert into one_time_tokens (token_hash, purpose, user_id, expires_at)
			values (sha256('x'), 'reset-password', '` + other.owner.ID.String() + `', now())`,
		`select * from rate_limits`,
		`select * from rate_limits_brief`,
		`select * from rate_limits_lasting`,
		`insert into idempotency_keys (user_id, key, task_id) values ('` +
			other.owner.ID.String() + `', 'x', gen_random_uuid())`,
		`update idempotency_keys set task_id = gen_random_uuid()`,
		`update sessions set user_id = app_user()`,
		`delete from rate_limits`,
		`select count_requests('{x}', '{1}', '{1}')`,
		`select limit_requests('{x}', '{1}', '{1}')`,
		`insert into sign_in_sources (user_id, source) values ('` + other.owner.ID.String() + `', sha256('x'))`,
		`update lists set total = 1`,
		`update lists set change_seq = 1`,
		`insert into lists (id, user_id, name, position) values (gen_random_uuid(), '` +
			other.owner.ID.String() + `', 'x', 'a1')`,
		`update lists set user_id = '` + other.owner.ID.String() + `'`,
		`update lists set id = gen_random_uuid()`,
		`update lists set purged_seq = 1`,
		`insert into lists (id, user_id, name, position, total) values (gen_random_uuid(), app_user(), 'x', 'a1', 1)`,
		`update filters set user_id = '` + other.owner.ID.String() + `'`,
		`insert into filters (user_id, filters) values ('` + other.owner.ID.String() + `', '[]')`,
		`delete from filters`,
		`update task_changes set change_seq = 1`,
		`insert into task_changes values (app_user(), app_user(), app_user(), 1)`,
		`delete from task_changes`,
		`update label_counts set n = 1`,
		`insert into label_counts values (app_user(), 'tag', 'x', 1, app_user())`,
		`delete from label_counts`,
		`update day_counts set n = 1`,
		`insert into day_counts values (app_user(), 'due', '2030-01-01', 1, '{1}', app_user())`,
		`delete from day_counts`,
		`select count_list(app_user(), app_user(), -1, 0, 0, false)`,
		`select count_subtasks(gen_random_uuid(), 1, 0)`,
		`select count_figure(app_user(), app_user(), 'tag', 'x', null, 1)`,
		`drop table tasks`,
		`create table mine (id int)`,
		`alter table tasks disable row level security`,
	} {
		exec(t, `insert into tasks (id, user_id, title) values (gen_random_uuid(), $1, 'x')`, caller.owner.ID)
		if _, err := do(caller.owner.Token, sql); err == nil || !strings.Contains(err.Error(), "42501") {
			t.Errorf("%s: %v, want insufficient privilege", sql, err)
		}
	}
	if other.state(t) != before {
		t.Error("what is another user's has changed")
	}

	exec(t, `delete from sessions where user_id = $1`, caller.owner.ID)
	exec(t, `insert into tasks (id, user_id, title) values (gen_random_uuid(), $1, 'x')`, caller.owner.ID)
	const all = `
		select concat(count(*), ' ', count(*) filter (where title = 'forged'), ' ', (select count(*) from users), ' ',
		  (select count(*) from lists))
		from tasks`
	whole := queryOne[string](t, all)
	for _, sql := range []string{`update tasks set title = 'forged'`, `delete from tasks`, `delete from users`,
		`delete from lists`,
		`insert into lists (id, user_id, name, position) values (gen_random_uuid(), app_user(), 'x', 'a1')`,
	} {
		if _, err := do(caller.owner.Token, sql); !errors.Is(err, web.ErrUnauthenticated) {
			t.Errorf("%s without a session: %v", sql, err)
		}
	}
	if left := queryOne[string](t, all); left != whole || other.state(t) != before {
		t.Errorf("statements of an ended session took effect: %s tasks, forged tasks, users and lists, want %s", left,
			whole)
	}
	if open := queryOne[int](t, `
		select count(*) from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
			and not relrowsecurity and relname <> 'goose_db_version'`); open != 0 {
		t.Errorf("%d tables have no row security", open)
	}
}

// TestConstraints goes past the functions: the database keeps the rules too, each with the code of its kind
// (PostgreSQL, appendix A).
func TestConstraints(t *testing.T) {
	const unique, check, foreignKey = "23505", "23514", "23503"
	u := newUser(t)
	for sql, code := range map[string]string{
		`insert into users (id, email, password_hash) values (gen_random_uuid(), '` +
			strings.ToUpper(u.Email) + `', 'x')`: check,
		`insert into users (id, email, password_hash) values (gen_random_uuid(), '` +
			u.Email + `', 'x')`: unique,
		`update tasks set title = ''`:                                                check,
		`update tasks set title = repeat('x', 201)`:                                  check,
		`update tasks set description = repeat('x', 1001)`:                           check,
		`update tasks set priority = 'urgent'`:                                       check,
		`update tasks set category = repeat('x', 51)`:                                check,
		`update tasks set tags = array_fill('x'::text, '{11}')`:                      check,
		`update tasks set recurrence_pattern = 'yearly'`:                             check,
		`update tasks set completed = true`:                                          check,
		`update tasks set due_date = '0001-01-01', recurrence_anchor = '0001-01-01'`: check,
		`update tasks set user_id = gen_random_uuid()`:                               foreignKey,
	} {
		f := newFixture(t)
		if strings.HasPrefix(sql, "update") {
			sql += " where id = '" + f.task.String() + "'"
		}
		_, err := admin.Exec(t.Context(), sql)
		if refused, ok := errors.AsType[*pgconn.PgError](err); !ok || refused.Code != code {
			t.Errorf("%s: %v, want it refused with %s", sql, err, code)
		}
	}
}
