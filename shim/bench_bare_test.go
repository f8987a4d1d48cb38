package main_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/identity"
)

const (
	newTask  = `{"title":"Buy milk","description":"Two litres, fresh","priority":"high","tags":["home","food"]}`
	listPath = "/api/tasks?limit=50"
)

// sessionCheck is what the shim sends before the statements of a user (package identity), by the user's id alone.
const sessionCheck = `
	select set_config('app.session_id', coalesce(s.id::text, ''), true),
	  set_config('app.user_id', coalesce(s.user_id::text, ''), true),
	  set_config('statement_timeout', '15000', true), set_config('role', 'todo_app', true)
	from (values (1)) _ left join (
	  select id, user_id from sessions where user_id = $1 and ` + identity.ValidSession + `) s on true`

// BenchmarkAgainstBare asks the shim and the bare handler for the same, in turns, over 32 connections: of 32 users with
// 200 tasks each, and of one of them. The bare handler has a table of its own whose only index serves each of its
// statements; creations are compared with a table that has the indexes of ours, too. A third bare handler asks our own
// table after our check of the session: it shows what of the distance is the database's, which no program can save.
func BenchmarkAgainstBare(b *testing.B) {
	printMachine(b)
	url := benchDatabase(b)
	conn := connect(b, url)
	ours, users := newShim(b, url), []benchUser(nil)
	ours.start(b, "/health", nil)
	var owners []owner
	for range connections {
		u := ours.newUser(b)
		users, owners = append(users, u), append(owners, owner{u.id, 200})
	}
	fillTasks(b, conn, 50, owners...)
	bareTables(b, conn)
	bare, indexed := newBare(b, url, "bare_single"), newBare(b, url, "bare_like_ours")
	checked := newBare(b, url, "tasks", "CHECK="+sessionCheck)
	for _, server := range []*benchServer{bare, indexed, checked} {
		server.start(b, "/health", nil)
	}
	paths := make([]string, len(users)) // of a task of each user
	for i, u := range users {
		var id string
		const middle = `select id from tasks where user_id = $1 order by id offset 100 limit 1`
		if err := conn.QueryRow(b.Context(), middle, u.id).Scan(&id); err != nil {
			b.Fatal(err)
		}
		paths[i] = "/api/tasks/" + id
	}
	sameAnswers(b, users[0], paths[0], ours, bare, indexed)
	undo(b, conn, "POST")
	sameAnswers(b, users[0], paths[0], bare, checked) // whose table is ours
	undo(b, conn, "POST")

	fmt.Printf("\n%-36s %10s %10s %7s %6s\n", "requests a second, 32 connections", "ours", "bare", "ratio", "aim")
	var alone []string // one user beside many
	for _, c := range []struct {
		name         string
		aim          float64
		against      *benchServer
		method, body string
		path         func(i int) string
	}{
		{"list of 50 of 200", 0.85, bare, "GET", "", func(int) string { return listPath }},
		{"get", 0.75, bare, "GET", "", func(i int) string { return paths[i] }},
		{"create, bare with one index", 0.55, bare, "POST", newTask, func(int) string { return "/api/tasks" }},
		{"create, bare with our indexes", 0.75, indexed, "POST", newTask, func(int) string { return "/api/tasks" }},
	} {
		many, single := make([]string, connections), make([]string, connections)
		for i, u := range users {
			many[i], single[i] = u.request(c.method, c.path(i), c.body), users[0].request(c.method, c.path(0), c.body)
		}
		mine, theirs := ours.address(), c.against.address()
		rates := inTurns(b, func() { undo(b, conn, c.method) },
			side{mine, many}, side{theirs, many}, side{mine, single}, side{theirs, single},
			side{checked.address(), many})
		line := func(name string, mine, theirs int, aim float64) {
			r := ratio(rates, mine, theirs)
			fmt.Printf("%-36s %10.0f %10.0f %7.2f %6.2f %s\n", name, column(rates, mine), column(rates, theirs), r, aim,
				met(r >= aim))
		}
		line(c.name, 0, 1, c.aim)
		line("  by one user", 2, 3, c.aim)
		fmt.Printf("%-36s %10.0f %10.0f %7.2f\n", "  bare with our check, to bare", column(rates, 4),
			column(rates, 1), ratio(rates, 4, 1))
		fmt.Printf("%-36s %10.0f %10.0f %7.2f\n", "  ours, to bare with our check", column(rates, 0),
			column(rates, 4), ratio(rates, 0, 4))
		alone = append(alone, fmt.Sprintf("%-36s %10.2f %10.2f", c.name, ratio(rates, 0, 2), ratio(rates, 1, 3)))
	}
	fmt.Printf("\n%-36s %10s %10s\n", "32 users to one, same connections", "ours", "bare")
	for _, line := range alone {
		fmt.Println(line)
	}
	mine, theirs := resident(ours.process), resident(bare.process)
	fmt.Printf("\n%-36s %10.1f %10.1f %7.2f  30 MB %s\n", "resident after the load, MB", mine, theirs, mine/theirs,
		met(mine <= 30))
}

// bareTables copies the tasks into the bare handler's tables.
func bareTables(b *testing.B, conn *pgx.Conn) {
	b.Helper()
	const columns = `id, user_id, list_id, parent_id, position, title, description, completed, priority, tags, category,
		start_on, due_on, due_date, recurrence_pattern, recurrence_rule, recurrence_from, subtasks, completed_subtasks,
		completed_at, created_at, updated_at, deleted_at, version`
	for _, sql := range []string{
		`create table bare_single (
			id uuid not null, user_id uuid not null, list_id uuid not null, parent_id uuid, position text not null,
			title text not null, description text,
			completed boolean not null default false, priority text, tags text[] not null, category text,
			start_on date, due_on date, due_date timestamptz(3), recurrence_pattern text, recurrence_rule text,
			recurrence_from text not null default 'due', subtasks integer not null default 0,
			completed_subtasks integer not null default 0, completed_at timestamptz(3),
			created_at timestamptz(3) not null default now(), updated_at timestamptz(3) not null default now(),
			deleted_at timestamptz(3), version integer not null default 1,
			primary key (user_id, id) include (completed))`, // ids are in the order of creation
		`insert into bare_single select ` + columns + ` from tasks order by id`,
		`create table bare_like_ours (like tasks including all)`,
		`insert into bare_like_ours (` + columns + `, recurrence_anchor) select ` + columns + `, due_date
			from tasks order by id`,
		`vacuum analyze`,
	} {
		if _, err := conn.Exec(b.Context(), sql); err != nil {
			b.Fatal(err)
		}
	}
}

// undo deletes what a round of creations has left.
func undo(b *testing.B, conn *pgx.Conn, method string) {
	b.Helper()
	if method != "POST" {
		return
	}
	for _, sql := range []string{`delete from tasks where title = 'Buy milk'`,
		`delete from bare_single where title = 'Buy milk'`, `delete from bare_like_ours where title = 'Buy milk'`,
		`vacuum analyze`} {
		if _, err := conn.Exec(b.Context(), sql); err != nil {
			b.Fatal(err)
		}
	}
}

// sameAnswers checks that all servers answer the same, but for the cursor, which only the shim signs, and for what is
// new in a creation.
func sameAnswers(b *testing.B, u benchUser, path string, servers ...*benchServer) {
	b.Helper()
	var want []any
	for _, s := range servers {
		var page, got, created map[string]any
		read(b, s.need(b, 200, "GET", listPath, u.header(), ""), &page)
		read(b, s.need(b, 200, "GET", path, u.header(), ""), &got)
		read(b, s.need(b, 201, "POST", "/api/tasks", u.header(), newTask), &created)
		if tasks, _ := page["tasks"].([]any); len(tasks) != 50 || page["total"] != 200.0 || page["next_cursor"] == nil {
			b.Fatalf("not a page of 50 of 200: %v", page)
		}
		delete(page, "next_cursor")
		for _, name := range []string{"id", "created_at", "updated_at"} {
			delete(created, name)
		}
		if answers := []any{page, got, created}; want == nil {
			want = answers
		} else if !reflect.DeepEqual(answers, want) {
			b.Fatalf("%v\nbut ours\n%v", answers, want)
		}
	}
}
