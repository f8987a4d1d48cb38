package main_test

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
)

// manyUsers makes 2500 of the FastAPI backend's users, three batches.
const manyUsers = `
	create table users (id integer primary key, email text, hashed_password text);
	insert into users select n, 'user' || n || '@example.com', '` + bcryptHash + `' from generate_series(1, 2500) n`

// TestImportBatches breaks off in the middle, and goes on.
func TestImportBatches(t *testing.T) {
	t.Parallel()
	const count = `select count(*) from users`
	whole := func(t *testing.T, i *importing, wantImported, wantExisting int) {
		t.Helper()
		i.prints(t, "fastapi", counts("users", wantImported, wantExisting, 0))
		same(t, "users", i.db, `select count(*), count(distinct id) from users where password_hash = $1`,
			fmt.Sprintf("%[1]d %[1]d", wantImported+wantExisting), bcryptHash)
	}
	t.Run("whole", func(t *testing.T) {
		t.Parallel()
		i := newImporting(t, manyUsers)
		i.dryRunPrints(t, "fastapi", counts("users", 2500, 0, 0))
		whole(t, i, 2500, 0)
		whole(t, i, 0, 2500)
		mustExec(t, i.source, `
			insert into users select n, 'user' || n || '@example.com', '`+bcryptHash+`'
				from generate_series(2501, 3000) n`)
		whole(t, i, 500, 2500) // and the page after the third is empty
		whole(t, i, 0, 3000)
	})
	t.Run("a row that fails", func(t *testing.T) {
		t.Parallel()
		i := newImporting(t, manyUsers)
		mustExec(t, i.db, `
			create function fail() returns trigger language plpgsql as 'begin raise exception ''no room''; end';
			create trigger fail before insert on users
			for each row when (new.email = 'user1500@example.com') execute function fail()`)
		code, out := i.run(t, "fastapi")
		if code != 1 || !strings.Contains(out, "no room") || !strings.Contains(out, "running it again goes on") ||
			strings.Contains(out, "imported,") {
			t.Errorf("exit %d: %s", code, out)
		}
		same(t, "users of whole batches", i.db, count, "1000")
		mustExec(t, i.db, `drop trigger fail on users`)
		whole(t, i, 1500, 1000)
	})
	t.Run("a signal", func(t *testing.T) {
		t.Parallel()
		i := newImporting(t, manyUsers)
		tx, err := connect(t, i.to).Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		const row = `insert into users (id, email) values (gen_random_uuid(), 'user2200@example.com')`
		if _, err := tx.Exec(t.Context(), row); err != nil { // for which the third batch waits
			t.Fatal(err)
		}
		c := i.command(t, "fastapi")
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		waitUntil(t, i.to, someoneWaits)
		if err := c.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if err := c.Wait(); c.ProcessState.ExitCode() != 1 {
			t.Errorf("%v", err)
		}
		if err := tx.Rollback(t.Context()); err != nil {
			t.Fatal(err)
		}
		waitUntil(t, i.to, `
			select count(*) = 0 from pg_stat_activity
			where application_name = 'todo-backend import' and datname = current_database()`)
		same(t, "users of whole batches", i.db, count, "2000")
		whole(t, i, 500, 2000)
	})
	t.Run("many skipped", func(t *testing.T) {
		t.Parallel()
		i := newImporting(t, manyUsers+`; update users set email = 'none' where id <= 1030`)
		code, out := i.run(t, "fastapi")
		if code != 0 || !strings.Contains(out, counts("users", 1470, 0, 1030)) ||
			!strings.HasSuffix(out, "skipped user 20: not a valid address\nand 1010 more\n") {
			t.Errorf("exit %d: %s", code, out)
		}
	})
	t.Run("one address in two batches", func(t *testing.T) {
		t.Parallel()
		i := newImporting(t, manyUsers+`; update users set email = 'USER1@example.com' where id = 2400`)
		const taken = "address taken by another account here"
		i.dryRunAndRunPrint(t, "fastapi",
			counts("users", 2499, 0, 1)+"  1 skipped: "+taken+"\nskipped user 2400: "+taken+"\n")
	})
	for _, ids := range []struct{ idType, id string }{{"text", "md5(%s::text)"}, {"integer", "%s"}} {
		t.Run("sessions and links, "+ids.idType, func(t *testing.T) {
			t.Parallel()
			id, another := fmt.Sprintf(ids.id, "n"), fmt.Sprintf(ids.id, "(n % 1200 + 1)")
			i := newImporting(t, fmt.Sprintf(betterAuthTables, ids.idType)+`;
				insert into "user" select `+id+`, 'N', 'user' || n || '@example.com', true, null
				  from generate_series(1, 1200) n;
				insert into session select `+id+`, now() + interval '7 days', 'token' || n, now(), now(), null, null,
				  `+another+` from generate_series(1, 2400) n;
				insert into account (id, "accountId", "providerId", "userId", "updatedAt")
				select `+id+`, n, 'github', `+id+`, now() from generate_series(1, 1200) n`)
			i.dryRunAndRunPrint(t, "better-auth",
				counts("users", 1200, 0, 0)+counts("sessions", 2400, 0, 0)+counts("linked accounts", 1200, 0, 0))
			same(t, "rows", i.db, `
				select (select count(*) from users), (select count(*) from sessions), (select count(*) from accounts)`,
				"1200 2400 1200")
		})
	}
}
