package main_test

import (
	"fmt"
	"testing"

	"github.com/todo-backend/todo-backend/shared/identity"
)

// TestImportFastAPI imports from tables with the columns that such backends have.
func TestImportFastAPI(t *testing.T) {
	t.Parallel()
	const columns = `
		select email, id::text, password_hash, email_verified, coalesce(full_name, '-'),
		  case when created_at > now() - interval '1 hour' then 'now'
		    else to_char(created_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS') end, updated_at = created_at
		from users order by email`
	for name, c := range map[string]struct{ table, prints, want string }{
		"plain": {`
			create table users (id serial primary key, email text, hashed_password text);
			insert into users (email, hashed_password) values
			  ('ann@example.com', '` + bcryptHash + `'), (' Bob@Example.com', '` + argonHash + `'),
			  (null, '` + bcryptHash + `'), ('cyd@example.com', null), ('dan@example.com', ''),
			  ('eve@example.com', 'pbkdf2:sha256:1$a$b')`,
			counts("users", 2, 0, 4) + "  1 skipped: not a valid address\n  3 skipped: hash of an unknown form\n" +
				"skipped user 3: not a valid address\nskipped user 4: hash of an unknown form\n" +
				"skipped user 5: hash of an unknown form\nskipped user 6: hash of an unknown form\n",
			"ann@example.com " + identity.ImportedID("fastapi", "1").String() + " " + bcryptHash +
				" false - now true\n" +
				"bob@example.com " + identity.ImportedID("fastapi", "2").String() + " " + argonHash +
				" false - now true"},
		"uuid, every column": {`
			create table users (id uuid primary key, email text, hashed_password text, full_name text, name text,
			  created_at timestamp, updated_at timestamp, is_verified boolean, is_active boolean);
			insert into users values
			  ('0b0e4c0e-0000-4000-8000-000000000001', 'ann@example.com', '` + bcryptHash + `', 'Ann Full', 'ann',
			    '2025-01-02T03:04:05.678', null, true, true),
			  ('0b0e4c0e-0000-4000-8000-000000000002', 'bob@example.com', '` + bcryptHash + `', '', 'bob',
			    '2025-01-02T03:04:05', '2025-02-02T03:04:05', null, null),
			  ('0b0e4c0e-0000-4000-8000-000000000003', 'cyd@example.com', '` + bcryptHash + `', '', 'cyd',
			    null, null, null, false)`,
			counts("users", 2, 0, 1) + "  1 skipped: deactivated there\n" +
				"skipped user 0b0e4c0e-0000-4000-8000-000000000003: deactivated there\n",
			"ann@example.com 0b0e4c0e-0000-4000-8000-000000000001 " + bcryptHash +
				" true Ann Full 2025-01-02 03:04:05.678 true\n" +
				"bob@example.com 0b0e4c0e-0000-4000-8000-000000000002 " + bcryptHash +
				" false - 2025-01-02 03:04:05.000 false"},
		"other names": {`
			create table users (id bigint primary key, email text, hashed_password text, name text,
			  created_at timestamptz, email_verified boolean);
			insert into users values
			  (7, 'ann@example.com', '$2y` + bcryptHash[3:] + `', 'Ann', '2025-01-02T03:04:05.678+01:00', true)`,
			counts("users", 1, 0, 0),
			"ann@example.com " + identity.ImportedID("fastapi", "7").String() + " $2y" + bcryptHash[3:] +
				" true Ann 2025-01-02 02:04:05.678 true"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := newImporting(t, c.table)
			i.dryRunAndRunPrint(t, "fastapi", c.prints)
			same(t, "users", i.db, columns, c.want)
		})
	}
}

// TestImportFastAPIKeepsOut imports users whom a column keeps out, of the many names that such columns have.
func TestImportFastAPIKeepsOut(t *testing.T) {
	t.Parallel()
	i := newImporting(t, "")
	const later, earlier = "now() + interval '1 day'", "now() - interval '1 day'"
	for column, c := range map[string]struct{ kind, out, in, reason string }{
		"is_active":    {"boolean", "false", "true", "deactivated there"},
		"active":       {"integer", "0", "1", "deactivated there"},
		"enabled":      {"smallint", "0", "1", "deactivated there"},
		"disabled":     {"boolean", "true", "false", "deactivated there"},
		"is_deleted":   {"boolean", "true", "false", "deactivated there"},
		"deleted_at":   {"timestamp", earlier, "null", "deactivated there"},
		"suspended":    {"text", "'yes'", "'no'", "deactivated there"},
		"is_locked":    {"boolean", "true", "false", "deactivated there"},
		"banned":       {"boolean", "true", "false", "banned there"},
		"is_banned":    {"boolean", "true", "null", "banned there"},
		"blocked_at":   {"timestamptz", earlier, "null", "banned there"},
		"banned_until": {"timestamptz", later, earlier, "banned there"},
		"totp_enabled": {"boolean", "true", "false",
			"signs in with a second factor there, which is not asked for here"},
		"mfa_enabled": {"boolean", "true", "null",
			"signs in with a second factor there, which is not asked for here"},
		`"isDisabled"`:   {"boolean", "true", "false", "deactivated there"},
		`"bannedUntil"`:  {"timestamptz", later, "null", "banned there"},
		"is_anonymous":   {"boolean", "true", "false", "anonymous there"},
		"two_fa_unheard": {"boolean", "null", "true", ""}, // of no name that is looked for
	} {
		t.Run(column, func(t *testing.T) {
			i.restart(t, fmt.Sprintf(`
				create table users (id serial primary key, email text, hashed_password text, %[1]s %[2]s);
				insert into users (email, hashed_password, %[1]s) values
				  ('out@example.com', '%[5]s', %[3]s), ('in@example.com', '%[5]s', %[4]s)`,
				column, c.kind, c.out, c.in, bcryptHash))
			if c.reason == "" {
				i.prints(t, "fastapi", "users: 2 imported, 0 already here, 0 skipped\n")
				return
			}
			i.prints(t, "fastapi", fmt.Sprintf(
				"users: 1 imported, 0 already here, 1 skipped\n  1 skipped: %[1]s\nskipped user 1: %[1]s\n", c.reason))
			same(t, "users", i.db, `select email from users`, "in@example.com")
		})
	}
}
