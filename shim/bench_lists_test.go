package main_test

import (
	"fmt"
	"net/url"
	"testing"

	"github.com/jackc/pgx/v5"
)

func sum(numbers []int) (total int) {
	for _, n := range numbers {
		total += n
	}
	return total
}

// spread makes lists of u's with so many tasks each, from all over u's inbox, and returns their ids.
func spread(b *testing.B, conn *pgx.Conn, u benchUser, sizes []int) (lists []string) {
	b.Helper()
	var id string
	const insert = `
		insert into lists (id, user_id, name, position) values (gen_random_uuid(), $1, 'List', 'a1') returning id::text`
	const move = `
		update tasks set list_id = $2 where id in (
		  select id from tasks where user_id = $1 and list_id = $1 order by right(id::text, 12) limit $3)`
	for _, n := range sizes {
		if err := conn.QueryRow(b.Context(), insert, u.id).Scan(&id); err != nil {
			b.Fatal(err)
		}
		if _, err := conn.Exec(b.Context(), move, u.id, id, n); err != nil {
			b.Fatal(err)
		}
		lists = append(lists, id)
	}
	return lists
}

// hundredChanges reads all changes of a list, changes 100 of its tasks, and returns the cursor of before, encoded.
func hundredChanges(b *testing.B, conn *pgx.Conn, s *benchServer, u benchUser, list string) string {
	b.Helper()
	page := struct {
		Cursor string
		More   bool
	}{More: true}
	path := fmt.Sprintf("/api/lists/%s/changes?limit=1000", list)
	for more := ""; page.More; more = "&cursor=" + url.QueryEscape(page.Cursor) {
		status, body, err := s.send("GET", path+more, u.header(), "")
		if err != nil || status != 200 {
			b.Fatalf("%d %s %v", status, body, err)
		}
		read(b, body, &page)
	}
	const change = `
		update tasks set title = title where id in (
		  select id from tasks where list_id = $1 order by right(id::text, 12) limit 100)`
	if _, err := conn.Exec(b.Context(), change, list); err != nil {
		b.Fatal(err)
	}
	return url.QueryEscape(page.Cursor)
}
