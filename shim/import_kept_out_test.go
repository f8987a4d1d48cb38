package main_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestImportKeepsOut imports what Better Auth's plugins admin, two-factor and anonymous leave in its tables, as its own
// migrations spell them and as the Drizzle CLI does.
func TestImportKeepsOut(t *testing.T) {
	t.Parallel()
	camel := fmt.Sprintf(betterAuthTables, "text") + `;
		alter table "user" add role text, add banned boolean, add "banReason" text, add "banExpires" timestamptz,
		  add "twoFactorEnabled" boolean, add "isAnonymous" boolean;
		alter table session add "impersonatedBy" text`
	snake := strings.NewReplacer(`"user"`, "users", "table session", "table sessions",
		"table account", "table accounts",
		"on session", "on sessions", "on account", "on accounts",
		`"emailVerified"`, "email_verified", `"createdAt"`, "created_at", `"updatedAt"`, "updated_at",
		`"expiresAt"`, "expires_at",
		`"ipAddress"`, "ip_address", `"userAgent"`, "user_agent", `"userId"`, "user_id",
		`"accountId"`, "account_id", `"providerId"`, "provider_id",
		`"banExpires"`, "ban_expires", `"banReason"`, "ban_reason",
		`"twoFactorEnabled"`, "two_factor_enabled", `"isAnonymous"`, "is_anonymous",
		`"impersonatedBy"`, "impersonated_by").Replace(camel)
	for name, c := range map[string]struct{ tables, user, session, account string }{
		"camel": {camel, `"user"`, "session", "account"},
		"snake": {snake, "users", "sessions", "accounts"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := newImporting(t, c.tables)
			insert := func(id, banned, expires, twoFactor, anonymous, impersonator string) {
				mustExec(t, i.source, fmt.Sprintf(`
					insert into %[1]s values ('%[4]s', 'N', '%[4]s@example.com', true, null, now(), now(),
					  'user', %[5]s, null, %[6]s, %[7]s, %[8]s);
					insert into %[2]s values ('%[4]s', now() + interval '1 day', 'secret-of-%[4]s', now(), now(),
					  null, null, '%[4]s', %[9]s);
					insert into %[3]s values ('p-%[4]s', '%[4]s', 'credential', '%[4]s',
					    null, null, null, null, null, null, '%[10]s', now(), now()),
					  ('g-%[4]s', '%[4]s', 'github', '%[4]s', null, null, null, null, null, null, null, now(), now())`,
					c.user, c.session, c.account, id, banned, expires, twoFactor, anonymous, impersonator, scryptHash))
			}
			insert("banned", "true", "null", "null", "null", "null")
			insert("banned-until", "true", "now() + interval '1 hour'", "false", "false", "null")
			insert("banned-once", "true", "now() - interval '1 hour'", "false", "false", "null")
			insert("not-banned", "false", "null", "false", "false", "''")
			insert("factor", "null", "null", "true", "null", "null")
			insert("guest", "null", "null", "null", "true", "null")
			insert("seen", "null", "null", "null", "null", "'admin'")
			want := "users: 3 imported, 0 already here, 4 skipped\n" +
				"  2 skipped: banned there\n" +
				"  1 skipped: signs in with a second factor there, which is not asked for here\n" +
				"  1 skipped: anonymous there\n" +
				"sessions: 2 imported, 0 already here, 5 skipped\n" +
				"  1 skipped: an administrator's, signed in as the user\n" +
				"linked accounts: 3 imported, 0 already here, 4 skipped\n" +
				"skipped user banned: banned there\nskipped user banned-until: banned there\n" +
				"skipped user factor: signs in with a second factor there, which is not asked for here\n" +
				"skipped user guest: anonymous there\n"
			i.dryRunAndRunPrint(t, "better-auth", want)
			same(t, "users", i.db, `select email, password_hash is not null,
				(select count(*) from sessions where user_id = u.id),
				(select count(*) from accounts where user_id = u.id) from users u order by email`,
				"banned-once@example.com true 1 1\nnot-banned@example.com true 1 1\nseen@example.com true 0 1")

			// Who is banned after the first import gets no session of later any more.
			mustExec(t, i.source, fmt.Sprintf(`update %[1]s set banned = true where id = 'not-banned';
				insert into %[2]s values ('later', now() + interval '1 day', 'secret-of-later', now(), now(),
				  null, null, 'not-banned', null)`, c.user, c.session))
			if code, out := i.run(t, "better-auth"); code != 0 ||
				!strings.Contains(out, "skipped user not-banned: banned there") {
				t.Errorf("exit %d: %s", code, out)
			}
			same(t, "sessions", i.db, `select count(*) from sessions s
				join users u on u.id = s.user_id where email = 'not-banned@example.com'`, "1")
		})
	}
}

// TestImportShapes gives tables that lack something: what it is is said, with what to do, and no SQL error.
func TestImportShapes(t *testing.T) {
	t.Parallel()
	i := newImporting(t, "")
	tables := fmt.Sprintf(betterAuthTables, "text")
	for name, c := range map[string]struct{ tables, query, says string }{
		"no column": {strings.Replace(tables, `"emailVerified" boolean not null,`, "", 1), "",
			"the table user has no column emailVerified, with or without underscores"},
		"another spelling": {strings.ReplaceAll(strings.ReplaceAll(tables, `"userId"`, "owner"), `"user"`, "users"), "",
			"the table session has no column userId"},
		"no table": {strings.ReplaceAll(tables, "account", "identity"), "",
			"there is no table account or accounts or Account"},
		"another schema": {"create schema auth; set search_path = auth; " + tables, "", "?search_path=its_name"},
		"its schema":     {"create schema auth; set search_path = auth; " + tables, "&search_path=auth", ""},
		"Prisma's URL": {tables, "&schema=public&pgbouncer=true",
			"must be without what PostgreSQL does not know: pgbouncer, schema (here: search_path)"},
		"few columns": {strings.NewReplacer(` image text,`, "", `, "ipAddress" text, "userAgent" text`, "",
			"scope text, ", "").Replace(tables), "", ""},
		"Prisma's names": {strings.NewReplacer(`"user"`, `"User"`, "table session", `table "Session"`,
			"table account", `table "Account"`,
			"on session", `on "Session"`, "on account", `on "Account"`).Replace(tables), "", ""},
		"all in lower case": {strings.NewReplacer(`"user"`, `"user"`, `"`, "").Replace(
			strings.ReplaceAll(tables, `"user"`, "users")), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			i.restart(t, c.tables)
			source := *i
			source.from += c.query
			code, out := source.run(t, "better-auth", "--dry-run")
			if (code == 0) != (c.says == "") || !strings.Contains(out, c.says) || strings.Contains(out, "SQLSTATE") {
				t.Errorf("exit %d: %s, want it to say %q", code, out, c.says)
			}
		})
	}
}
