package functions_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/pgtest"
)

// newHoarder is a user with 25 MB of tasks, more than sockets hold, all with one title.
func newHoarder(t *testing.T) user {
	t.Helper()
	u := newUser(t)
	exec(t, `insert into tasks (id, user_id, title, description)
		select gen_random_uuid(), $1, '0', repeat('𝒴', 1000) from generate_series(1, 6000)`, u.ID)
	t.Cleanup(func() {
		if _, err := admin.Exec(context.Background(), `delete from users where id = $1`, u.ID); err != nil {
			t.Error(err)
		}
	})
	return u
}

// dialSmall connects a client whose kernel keeps little of what it has not read yet.
func dialSmall(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	if err == nil {
		err = conn.(*net.TCPConn).SetReadBuffer(128 << 10)
	}
	return conn, err
}

// beginExport asks for an export, and reads its first line.
func (u user) beginExport(t *testing.T, format string) (first string, rest *bufio.Reader) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", serverOf(t).URL+"/api/export?format="+format, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+u.Token)
	r.Header.Set("Accept-Encoding", "identity")
	transport := &http.Transport{DialContext: dialSmall}
	t.Cleanup(transport.CloseIdleConnections)
	response, err := transport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = response.Body.Close() })
	if response.StatusCode != 200 || response.ContentLength != -1 {
		t.Fatalf("status %d, length %d", response.StatusCode, response.ContentLength)
	}
	rest = bufio.NewReader(response.Body)
	if first, err = rest.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	return first, rest
}

// exporting counts the exports that hold a connection to the database.
const exporting = `select count(*) from pg_stat_activity
	where state = 'active' and query ~ 'json_strip_nulls|parent.title' and application_name = 'todo-backend'`

// TestExportWhileTasksChange reads half of an export, changes every task at once, and makes a list with a task: what
// comes is as it was.
func TestExportWhileTasksChange(t *testing.T) {
	u := newHoarder(t)
	for format, title := range exportedTitles {
		first, rest := u.beginExport(t, format)
		exec(t, `update tasks set title = '1' where id in (
			select id from tasks where user_id = $1 order by created_at desc, id desc limit 50)`, u.ID)
		exec(t, `with list as (insert into lists (id, user_id, name, position) values (gen_random_uuid(), $1, 'x', 'a1')
			returning id)
			insert into tasks (id, user_id, title) select gen_random_uuid(), $1, '1'`, u.ID)
		all, err := io.ReadAll(rest)
		if err != nil {
			t.Fatal(err)
		}
		document := first + string(all)
		lists := strings.Count(document, `"name":`)
		if n := strings.Count(document, title); n != 6000 || lists > 1 {
			t.Errorf("%s: %d lists, %d tasks that are as they were", format, lists, n)
		}
		if strings.Contains(document, strings.Replace(title, "0", "1", 1)) || !strings.HasSuffix(document, "\n") {
			t.Errorf("%s: a task is as it was changed to, or the end is missing", format)
		}
		exec(t, `delete from lists where user_id = $1 and id <> user_id`, u.ID)
		exec(t, `delete from tasks where user_id = $1 and description is null`, u.ID)
		exec(t, `update tasks set title = '0' where user_id = $1 and title = '1'`, u.ID)
	}
}

// exportedTitles are the title 0 in each format.
var exportedTitles = map[string]string{"json": `"title":"0"`, "csv": ",,,0,", "ics": "\r\nSUMMARY:0\r\n"}

// TestExportIsCut ends the database's connection in the middle: the answer has no end, and is not begun anew.
func TestExportIsCut(t *testing.T) {
	u := newHoarder(t)
	for format, title := range exportedTitles {
		first, rest := u.beginExport(t, format)
		exec(t, strings.Replace(exporting, "count(*)", "pg_terminate_backend(pid)", 1))
		all, err := io.ReadAll(rest)
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%s: %v after %d bytes, want an unexpected end", format, err, len(all))
		}
		if n := bytes.Count(all, []byte(title)); n >= 6000 || bytes.Contains(all, []byte(first)) {
			t.Errorf("%s: %d tasks", format, n)
		}
	}
}

// TestExportToSlowReader reads an export for longer than other requests may take, and statements.
func TestExportToSlowReader(t *testing.T) {
	ownProcess(t, func(cfg *config.Config) { cfg.RequestTimeout = 500 * time.Millisecond })
	u := newHoarder(t)
	_, rest := u.beginExport(t, "json")
	began := time.Now()
	pgtest.Eventually(t, "the time of a request has passed", func() bool { return time.Since(began) > time.Second })
	if n := queryOne[int](t, exporting); n != 1 {
		t.Errorf("%d exports are under way", n)
	}
	all, err := io.ReadAll(rest)
	if n := strings.Count(string(all), `"title"`); err != nil || n != 6000 {
		t.Errorf("%d tasks: %v", n, err)
	}
}

// TestExportToNobody asks for more exports than have a place, and reads none: the others wait, and are told to come
// again; those that hold a connection are cut off, and give it back.
func TestExportToNobody(t *testing.T) {
	u := newHoarder(t)
	for range 4 {
		conn, err := dialSmall(t.Context(), "tcp", strings.TrimPrefix(serverOf(t).URL, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "GET /api/export HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n", u.Token)
	}
	waitUntil(t, strings.Replace(exporting, "count(*)", "count(*) = 2", 1)) // a quarter of ten
	newUser(t).list(t, "")
	waitUntil(t, strings.Replace(exporting, "count(*)", "count(*) = 0", 1))
}
