package main_test

import (
	"bufio"
	"fmt"
	"math"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

const repeats = 40 // of each request; the median counts

// BenchmarkSizes sends each request over one connection, without other load, as users with more and more tasks, beside
// 100,000 tasks of a hundred others: what costs the same with any number of tasks has a ratio of 1. With
// BENCH_MILLION=1 one user has a million tasks, and a thousand others have as many. Answers have the same number of
// tasks whatever their user has, so that a ratio is that of the work.
func BenchmarkSizes(b *testing.B) {
	sizes, aims := []int{100, 10_000, 100_000}, map[int]float64{10_000: 1.5, 100_000: 1.5, 1_000_000: 2}
	others := 100 // with 1000 tasks each; more take minutes to write
	if os.Getenv("BENCH_MILLION") != "" {
		sizes, others = append(sizes, 1_000_000), 1000
	}
	url := benchDatabase(b)
	conn := connect(b, url)
	ours := newShim(b, url)
	ours.start(b, "/health", nil)
	users, owners := make([]benchUser, len(sizes)), make([]owner, len(sizes))
	for i, n := range sizes {
		users[i] = ours.newUser(b)
		owners[i] = owner{users[i].id, n}
	}
	lister := ours.newUser(b) // of lists of these sizes, as the rows that name a list have them
	owners = append(owners, owner{lister.id, sum(sizes)})
	liftLimit(b, conn)
	began := time.Now()
	owners = append(owners, neighbours(b, conn, others, 1000)...)
	var lists []string
	withoutIndexes(b, conn, func() {
		fillTasks(b, conn, 75, owners...)
		lists = spread(b, conn, lister, sizes)
	})
	fillCounts(b, conn)
	if _, err := conn.Exec(b.Context(), "vacuum analyze"); err != nil {
		b.Fatal(err)
	}
	ours.start(b, "/health", nil) // it has learned nothing of the table
	fmt.Printf("\none connection, beside %d,000 tasks of others (written in %.0f s); ms, and the ratio to %d tasks\n",
		others, time.Since(began).Seconds(), sizes[0])

	fmt.Printf("\n%-18s", "tasks of the user")
	for i, n := range sizes {
		fmt.Printf("%12d", n)
		if i > 0 {
			fmt.Printf("%7s%6s       ", "ratio", "aim")
		}
	}
	fmt.Println()
	for _, c := range []struct{ name, method, path, body string }{
		{"list", "GET", "/api/tasks?limit=50", ""},
		{"open by due", "GET", "/api/tasks?completed=false&sort_by=due_date&order=asc&limit=15", ""},
		{"search, a miss", "GET", "/api/tasks?search=zeppelin&limit=50", ""},
		{"tag", "GET", "/api/tasks?tag=home&limit=15", ""},
		{"tag, a miss", "GET", "/api/tasks?tag=zeppelin&limit=15", ""},
		{"overview", "GET", "/api/overview", ""},
		{"get", "GET", "/api/tasks/{task}", ""},
		{"list by position", "GET", "/api/tasks?list_id={list}&limit=50", ""},
		{"list by creation", "GET", "/api/tasks?list_id={list}&sort_by=created_at&limit=50", ""},
		{"100 changes", "GET", "/api/lists/{list}/changes?cursor={cursor}", ""},
		{"lists", "GET", "/api/lists", ""},
		{"create", "POST", "/api/tasks", newTask},
	} {
		requests := make([]string, len(sizes))
		for i, u := range users {
			if strings.Contains(c.path, "{list}") {
				u = lister
			}
			var id string
			const middle = `select id from tasks where user_id = $1 order by id offset 50 limit 1`
			if err := conn.QueryRow(b.Context(), middle, u.id).Scan(&id); err != nil {
				b.Fatal(err)
			}
			path := strings.NewReplacer("{task}", id, "{list}", lists[i]).Replace(c.path)
			if before, after, found := strings.Cut(path, "{cursor}"); found {
				path = before + hundredChanges(b, conn, ours, u, lists[i]) + after
			}
			requests[i] = u.request(c.method, path, c.body)
			if c.method != "GET" {
				continue
			}
			switch status, body, err := ours.send("GET", path, u.header(), ""); {
			case err == nil && status == 200:
				checkPage(b, c.name, body)
			case err == nil && status == 503 && i > 0: // it takes longer than a statement may
				requests[i] = ""
			default:
				b.Fatalf("%s: %d %s %v", path, status, body, err)
			}
		}
		took := milliseconds(b, ours.address(), requests)
		fmt.Printf("%-18s%12.2f", c.name, took[0])
		for i, n := range sizes[1:] {
			r := took[i+1] / took[0]
			fmt.Printf("%12.2f%7.2f%6.1f %s", took[i+1], r, aims[n], fmt.Sprintf("%-6s", met(r <= aims[n])))
		}
		fmt.Println()
	}
}

// checkPage checks that a page has as many tasks as every other user's.
func checkPage(b *testing.B, name string, body []byte) {
	b.Helper()
	want, ok := map[string]int{"list": 50, "open by due": 15, "search, a miss": 0, "tag": 15, "tag, a miss": 0,
		"list by position": 50, "list by creation": 50, "100 changes": 100}[name]
	if !ok {
		return
	}
	var page struct{ Tasks []struct{ ID string } }
	if read(b, body, &page); len(page.Tasks) != want {
		b.Fatalf("%s answers %d tasks, not %d", name, len(page.Tasks), want)
	}
}

// milliseconds sends the requests in turns over one connection, and returns the median of each; infinity for "".
func milliseconds(b *testing.B, address string, requests []string) []float64 {
	b.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	r := bufio.NewReaderSize(conn, 64<<10)
	took := make([][]float64, len(requests))
	for i := range repeats + 10 { // the first ten let PostgreSQL choose the plans that stay
		for j, request := range requests {
			began := time.Now()
			if request == "" {
				took[j] = []float64{math.Inf(1)}
				continue
			}
			if err := exchange(conn, r, request); err != nil {
				b.Fatal(err)
			}
			if i >= 10 {
				took[j] = append(took[j], float64(time.Since(began).Microseconds())/1000)
			}
		}
	}
	medians := make([]float64, len(requests))
	for j := range took {
		medians[j] = median(took[j])
	}
	return medians
}

// neighbours makes users, without a password, who get tasks each.
func neighbours(b *testing.B, conn *pgx.Conn, users, tasks int) (owners []owner) {
	b.Helper()
	rows, err := conn.Query(b.Context(), `
		insert into users (id, email)
		select gen_random_uuid(), 'neighbour-' || n || '@example.com' from generate_series(1, $1::int) n
		returning id`, users)
	if err != nil {
		b.Fatal(err)
	}
	owners, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (o owner, err error) {
		o.tasks = tasks
		return o, row.Scan(&o.user)
	})
	if err != nil {
		b.Fatal(err)
	}
	return owners
}

// liftLimit lets accounts hold more than 100,000 tasks, so that a user with as many can create one.
func liftLimit(b *testing.B, conn *pgx.Conn) {
	b.Helper()
	const sql = `
		do $$ declare f regprocedure; begin
		for f in select oid from pg_proc where prosrc like '%1_0000%' and pronamespace = current_schema()::regnamespace
		loop execute replace(replace(pg_get_functiondef(f), '100000', '10000000'), '110000', '11000000'); end loop;
		end $$`
	if _, err := conn.Exec(b.Context(), sql); err != nil {
		b.Fatal(err)
	}
}

// fillCounts counts all tasks, which the triggers have not, and lets the triggers count from then on.
func fillCounts(b *testing.B, conn *pgx.Conn) {
	b.Helper()
	sql, err := os.ReadFile("testdata/fill_counts.sql")
	if err != nil {
		b.Fatal(err)
	}
	if _, err := conn.PgConn().Exec(b.Context(), string(sql)).ReadAll(); err != nil {
		b.Fatal(err)
	}
}

// withoutIndexes builds the indexes of tasks after write, all at once, and leaves the triggers off, since either would
// take minutes.
func withoutIndexes(b *testing.B, conn *pgx.Conn, write func()) {
	b.Helper()
	rows, _ := conn.Query(b.Context(), `
		select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index
		where indrelid = 'tasks'::regclass and not exists (select from pg_constraint where conindid = indexrelid)`)
	var drop, create []string
	var name, definition string
	_, err := pgx.ForEachRow(rows, []any{&name, &definition}, func() error {
		drop, create = append(drop, "drop index "+name), append(create, definition)
		return nil
	})
	exec := func(statements ...string) {
		for _, sql := range statements {
			if _, err := conn.Exec(b.Context(), sql); err != nil {
				b.Fatal(err)
			}
		}
	}
	if err != nil {
		b.Fatal(err)
	}
	exec(append(drop, "alter table tasks disable trigger user")...)
	write()
	exec("set maintenance_work_mem = '256MB'")
	exec(create...)
}
