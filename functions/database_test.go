package functions_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/pgtest"
)

// TestRowSecurity sends statements without any WHERE, as a function that forgot it would.
func TestRowSecurity(t *testing.T) {
	mine, other := newFixture(t), newFixture(t)
	do := func(token, sql string, args ...any) (rows int64, err error) {
		t.Helper()
		r, _ := http.NewRequest("POST", "/", nil)
		r.Header.Set("Authorization", "Bearer "+token)
		caller, err := identity.Authenticate(r)
		if err != nil {
			t.Fatal(err)
		}
		b := &pgx.Batch{}
		b.Queue(sql, args...).Exec(func(tag pgconn.CommandTag) error { rows = tag.RowsAffected(); return nil })
		return rows, caller.Do(t.Context(), b)
	}
	before := other.state(t)
	for _, c := range []struct {
		sql  string
		rows int64
	}{
		{`select title from tasks`, 1},
		{`select id from sessions`, 2},
		{`select email from users`, 1},
		{`select total from task_counts`, 1},
		{`update tasks set title = 'taken', version = version + 1`, 1},
		{`update sessions set expires_at = now() + interval '1 day'`, 2},
		{`update users set full_name = 'taken'`, 1},
		{`select key from idempotency_keys`, 1},
		{`delete from idempotency_keys`, 1},
		{`delete from tasks`, 1},
	} {
		if rows, err := do(mine.owner.Token, c.sql); err != nil || rows != c.rows {
			t.Errorf("%s: %d rows, %v; want %d", c.sql, rows, err, c.rows)
		}
	}
	for _, sql := range []string{
		`insert into tasks (id, user_id, title) values (gen_random_uuid(), '` + other.owner.ID.String() + `', 'x')`,
		`update tasks set user_id = '` + other.owner.ID.String() + `'`,
		`update users set email = 'x@example.com'`,
		`update users set email_verified = true`,
		`insert into users (id, email, password_hash) values (gen_random_uuid(), 'x@example.com', 'x')`,
		`insert into sessions (id, user_id, expires_at) values (gen_random_uuid(), '` + other.owner.ID.String() + `', now())`,
		`update sessions set token_hash = null`,
		`insert into accounts (id, user_id, provider_id, account_id) values (gen_random_uuid(), app_user(), 'github', '1')`,
		`insert into one_time_tokens (token_hash, purpose, user_id, expires_at) values (sha256('x'), 'reset-password', '` + other.owner.ID.String() + `', now())`,
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
		`update task_counts set total = 1`,
		`insert into task_counts values (app_user(), 1, 0)`,
		`delete from task_counts`,
		`select count_tasks(app_user(), -1, 0)`,
		`drop table tasks`,
		`create table mine (id int)`,
		`alter table tasks disable row level security`,
	} {
		exec(t, `insert into tasks (id, user_id, title) values (gen_random_uuid(), $1, 'x')`, mine.owner.ID)
		if _, err := do(mine.owner.Token, sql); err == nil || !strings.Contains(err.Error(), "42501") {
			t.Errorf("%s: %v, want insufficient privilege", sql, err)
		}
	}
	if other.state(t) != before {
		t.Error("what is another user's has changed")
	}

	exec(t, `delete from sessions where user_id = $1`, mine.owner.ID)
	exec(t, `insert into tasks (id, user_id, title) values (gen_random_uuid(), $1, 'x')`, mine.owner.ID)
	const all = `
		select concat(count(*), ' ', count(*) filter (where title = 'forged'), ' ', (select count(*) from users))
		from tasks`
	whole := lookUp[string](t, all)
	for _, sql := range []string{`update tasks set title = 'forged'`, `delete from tasks`, `delete from users`} {
		if _, err := do(mine.owner.Token, sql); !identity.IsUnauthorized(err) {
			t.Errorf("%s without a session: %v", sql, err)
		}
	}
	if left := lookUp[string](t, all); left != whole || other.state(t) != before {
		t.Errorf("statements of an ended session took effect: %s tasks, forged tasks and users, want %s", left, whole)
	}
	if open := lookUp[int](t, `
		select count(*) from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and not relrowsecurity and relname <> 'goose_db_version'`); open != 0 {
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

// TestListingUsesItsIndexes has the database explain the listing's own statement, as the wire carries it, to the user
// whom it serves, and looks for a sort in the plans: there is an index for each order.
func TestListingUsesItsIndexes(t *testing.T) {
	u := newUser(t)
	exec(t, `insert into tasks (id, user_id, title) select gen_random_uuid(), $1, 'task ' || n from generate_series(1, 2000) n`, u.ID)
	exec(t, `analyze tasks`)
	for _, key := range []string{"created_at", "updated_at", "due_date", "priority", "title"} {
		for _, order := range []string{"asc", "desc"} {
			sql := proxy.statement(t, " limit ", func() {
				request{method: "GET", path: "/api/tasks?limit=50&sort_by=" + key + "&order=" + order,
					token: u.Token}.send(t).want(t, 200)
			})
			if plan := explain(t, u, sql, "51", "0"); strings.Contains(plan, "Sort") ||
				!strings.Contains(plan, "Index") {
				t.Errorf("by %s %s:\n%s\n%s", key, order, sql, plan)
			}
		}
	}
}

// explain returns the plan of a statement for u, with these arguments.
func explain(t *testing.T, u user, sql string, args ...string) string {
	t.Helper()
	conn, err := admin.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	for _, statement := range []string{
		`begin`, `prepare explained as ` + sql, `set local role todo_app`,
		`set local app.user_id = '` + u.ID.String() + `'`,
	} {
		if _, err := conn.Exec(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	// CollectRows returns the error
	rows, _ := conn.Query(t.Context(), `explain execute explained (`+strings.Join(args, ", ")+`)`)
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

// TestOutage stops the database and starts it again while requests run.
func TestOutage(t *testing.T) {
	u := newUser(t)
	made, _ := u.create(t, `{"title":"x"}`)
	restart := func() {
		t.Helper()
		if err := postgres.StartServer(); err != nil {
			t.Fatal(err)
		}
		admin.Reset()
	}

	t.Run("reads recover by themselves", func(t *testing.T) {
		atOnce(10, func() int {
			return request{method: "GET", path: "/api/tasks/" + made.ID, token: u.Token}.send(t).Status
		}) // ten warm connections
		if err := postgres.StopServer(); err != nil {
			t.Fatal(err)
		}
		done := make(chan map[int]int)
		go func() {
			done <- atOnce(20, func() int {
				return request{method: "GET", path: "/api/tasks/" + made.ID, token: u.Token}.send(t).Status
			})
		}()
		restart()
		if statuses := <-done; statuses[200] != 20 {
			t.Errorf("statuses %v", statuses)
		}
	})

	t.Run("a write happens whole or not at all", func(t *testing.T) {
		const clients = 8
		var stop atomic.Bool
		created, refused := make([][]string, clients), make([][]string, clients)
		done := make(chan struct{})
		var next atomic.Int64
		go func() {
			defer close(done)
			atOnce(clients, func() int {
				i := int(next.Add(1)) - 1
				for !stop.Load() {
					title := uuid.NewString()
					a := request{method: "POST", path: "/api/tasks", token: u.Token, body: fmt.Sprintf(`{"title":%q,"tags":["outage"]}`, title)}.send(t)
					switch a.Status {
					case 201:
						created[i] = append(created[i], title)
					case 503:
						if a.Header.Get("Retry-After") == "" {
							t.Error("503 without Retry-After")
						}
						refused[i] = append(refused[i], title)
					default:
						t.Errorf("status %d: %s", a.Status, a.Body)
					}
				}
				return 0
			})
		}()
		for range 3 {
			if err := postgres.StopServer(); err != nil {
				t.Fatal(err)
			}
			restart()
			u.waitFor(t) // requests flow again
		}
		stop.Store(true)
		<-done
		for i := range clients {
			for _, title := range created[i] {
				if lookUp[int](t, `select count(*) from tasks where title = $1`, title) != 1 {
					t.Errorf("a task that was answered with 201 is lost")
				}
			}
			for _, title := range refused[i] {
				if lookUp[int](t, `select count(*) from tasks where title = $1`, title) > 1 {
					t.Errorf("a task that was answered with 503 is there twice")
				}
			}
		}
		if double := lookUp[int](t, `select count(*) - count(distinct title) from tasks where tags = '{outage}'`); double != 0 {
			t.Errorf("%d tasks were doubled", double)
		}
	})

	t.Run("a write whose answer is lost is not repeated", func(t *testing.T) {
		proxy.cut.Store(true)
		request{method: "POST", path: "/api/tasks", token: u.Token, body: `{"title":"answer lost"}`}.send(t).want(t, 503)
		if n := lookUp[int](t, `select count(*) from tasks where title = 'answer lost'`); n != 1 {
			t.Errorf("%d tasks, want the one that the server had made", n)
		}
		proxy.cut.Store(true)
		request{method: "GET", path: "/api/tasks/" + made.ID, token: u.Token}.send(t).want(t, 200)
	})

	t.Run("health says so", func(t *testing.T) {
		if err := postgres.StopServer(); err != nil {
			t.Fatal(err)
		}
		a := request{method: "GET", path: "/health"}.send(t)
		write := request{method: "POST", path: "/api/tasks", token: u.Token, body: `{"title":"x"}`, header: map[string]string{"X-Request-Id": "outage-1"}}.send(t)
		restart()
		a.want(t, 503)
		if !strings.Contains(string(a.Body), `"unhealthy"`) {
			t.Errorf("health: %s", a.Body)
		}
		write.want(t, 503)
		if lines := logs.of("outage-1"); len(lines) != 2 || !strings.Contains(lines[0], "cannot serve now") {
			t.Errorf("the log has no line with the request id and the cause: %v", lines)
		}
		u.waitFor(t)
	})
}

// waitFor sends reads until one is answered.
func (u user) waitFor(t *testing.T) {
	t.Helper()
	pgtest.Eventually(t, "the database answers again", func() bool {
		return request{method: "GET", path: "/api/auth/me", token: u.Token}.send(t).Status == 200
	})
}

// TestExhaustedPool holds every connection, and expects 503 rather than a hang (threats: unbounded work).
func TestExhaustedPool(t *testing.T) {
	f := newFixture(t)
	tx, err := admin.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(context.WithoutCancel(t.Context()))
	if _, err := tx.Exec(t.Context(), `lock table tasks in access exclusive mode`); err != nil {
		t.Fatal(err)
	}
	read := request{method: "GET", path: "/api/tasks/" + f.task.String(), token: f.owner.Token}
	second, third := read, read
	second.token, third.token = newUser(t).Token, newUser(t).Token
	blocked := make(chan map[int]int, 2) // two users have half of the connections each
	go func() { blocked <- atOnce(5, func() int { return read.send(t).Status }) }()
	go func() { blocked <- atOnce(5, func() int { return second.send(t).Status }) }()
	waitUntil(t, `select count(*) = 10 from pg_stat_activity where wait_event_type = 'Lock' and application_name = 'todo-backend'`)
	if a := third.send(t).want(t, 503); a.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if statuses := <-blocked; statuses[200]+statuses[404] != 5 {
			t.Errorf("statuses %v", statuses)
		}
	}
}

// TestClientGoesAway cancels requests that wait for a lock: the connections are free again, and nothing is written.
func TestClientGoesAway(t *testing.T) {
	f := newFixture(t)
	tx, err := admin.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(context.WithoutCancel(t.Context()))
	if _, err := tx.Exec(t.Context(), `select from tasks where id = $1 for update`, f.task); err != nil {
		t.Fatal(err)
	}
	ctx, leave := context.WithCancel(t.Context())
	done := make(chan map[int]int)
	go func() { // half of them at work, the others wait for their user's share
		done <- atOnce(10, func() int {
			r, _ := http.NewRequestWithContext(ctx, "PATCH", server.URL+"/api/tasks/"+f.task.String(), strings.NewReader(`{"title":"gone"}`))
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Authorization", "Bearer "+f.owner.Token)
			if response, err := http.DefaultClient.Do(r); err == nil {
				response.Body.Close()
				return response.StatusCode
			}
			return 0
		})
	}()
	waitUntil(t, `select count(*) = 5 from pg_stat_activity
		where wait_event_type = 'Lock' and application_name = 'todo-backend'`)
	leave()
	if statuses := <-done; statuses[0] != 10 {
		t.Errorf("statuses %v", statuses)
	}
	waitUntil(t, `select count(*) = 0 from pg_stat_activity where wait_event_type = 'Lock' and application_name = 'todo-backend'`)
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	request{method: "GET", path: "/api/tasks/" + f.task.String(), token: f.owner.Token}.send(t).want(t, 200)
	if title := lookUp[string](t, `select title from tasks where id = $1`, f.task); title == "gone" {
		t.Error("a change whose client had gone was made")
	}
}

// waitUntil asks the database until it says true.
func waitUntil(t *testing.T, sql string) {
	t.Helper()
	pgtest.Eventually(t, sql, func() bool { return lookUp[bool](t, sql) })
}

// TestSecretsAreNotLogged looks through the whole log of this run.
func TestSecretsAreNotLogged(t *testing.T) {
	u := newUser(t)
	login(t, u.Email, password, randomAddress()).want(t, 200)
	request{method: "GET", path: "/api/tasks?search=private", token: u.Token}.send(t).want(t, 200)
	request{method: "GET", path: "/api/auth/get-session", token: u.Secret, header: map[string]string{"X-Forwarded-For": randomAddress()}}.send(t).want(t, 200)
	for _, secret := range []string{password, u.Token, u.Secret, oldSecret, "github-secret", "eyJ", "$argon2id", "private", "a secret of the tests"} {
		for _, line := range logs.of(secret) {
			if !strings.Contains(line, `"msg":"mail"`) { // SMTP_URL=log: prints what would be mailed
				t.Fatalf("the log has %q: %s", secret, line)
			}
		}
	}
}
