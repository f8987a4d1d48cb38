package main_test

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Hashes of "correct horse", by better-auth 1.7.25, by Python's bcrypt and by its argon2-cffi.
const (
	scryptHash = "843871bf0bba0412b4f8235d4204b12e:4ad666c37cfd4d753fd16e39c791c148cc3b2b45a11e5a3c168d46b3f8c52417" +
		"46cb60255d6e8ea51be74f604475da71248c85e5c4a9837089026607d5d469df"
	bcryptHash = "$2b$04$CC9F6vUd01ixiRltOB3rGu4X0zi7QLrBLvIZYdU4cHcqenlZBj5P."
	argonHash  = "$argon2id$v=19$m=1024,t=1,p=1$Iy4/O6xz14P1XedNPT3rIQ$ZSVrBtySTvYhj4OpIQdhb1J4yhSclRLXLmt82SsW1Fs"
)

// betterAuthTables are those that Better Auth's migrations make, with ids of the type %[1]s.
const betterAuthTables = `
	create table "user" (id %[1]s primary key, name text not null, email text not null unique,
	  "emailVerified" boolean not null, image text,
	  "createdAt" timestamptz not null default current_timestamp,
	  "updatedAt" timestamptz not null default current_timestamp);
	create table session (id %[1]s primary key, "expiresAt" timestamptz not null, token text not null unique,
	  "createdAt" timestamptz not null default current_timestamp,
	  "updatedAt" timestamptz not null, "ipAddress" text, "userAgent" text,
	  "userId" %[1]s not null references "user" on delete cascade);
	create table account (id %[1]s primary key, "accountId" text not null, "providerId" text not null,
	  "userId" %[1]s not null references "user" on delete cascade,
	  "accessToken" text, "refreshToken" text, "idToken" text,
	  "accessTokenExpiresAt" timestamptz, "refreshTokenExpiresAt" timestamptz,
	  scope text, password text,
	  "createdAt" timestamptz not null default current_timestamp, "updatedAt" timestamptz not null);
	create index on session ("userId");
	create index on account ("userId")`

// importing is a database to import from and one to import into.
type importing struct {
	from, to   string // URLs
	source, db *pgx.Conn
	variables  []string
}

// newImporting makes both, with these statements in the first.
func newImporting(t *testing.T, statements string) *importing {
	t.Helper()
	to, variables := database(t)
	from, err := postgres.NewDatabase(t.Context(), strings.ToLower(t.Name())+"_from", "")
	if err != nil {
		t.Fatal(err)
	}
	i := &importing{from: from, to: to, source: connect(t, from), db: connect(t, to), variables: variables}
	mustExec(t, i.source, statements)
	return i
}

// restart empties both, and executes these statements in the first.
func (i *importing) restart(t *testing.T, statements string) {
	t.Helper()
	mustExec(t, i.source, `
		drop schema public cascade; drop schema if exists auth cascade; create schema public; set search_path = public`)
	mustExec(t, i.source, statements)
	mustExec(t, i.db, `truncate users cascade`)
}

// run imports with the binary and returns the exit code and what it prints, which names no address and no secret.
func (i *importing) run(t *testing.T, kind string, flags ...string) (int, string) {
	t.Helper()
	c := i.command(t, kind, flags...)
	out, _ := c.CombinedOutput() // the exit code tells
	for _, private := range []string{
		"@", "$2b$", "$argon", scryptHash[:32], scryptHash[33:], "token", "horse", "0123456789abcdef",
	} {
		if strings.Contains(string(out), private) {
			t.Errorf("the output holds %q: %s", private, out)
		}
	}
	return c.ProcessState.ExitCode(), string(out)
}

func (i *importing) command(t *testing.T, kind string, flags ...string) *exec.Cmd {
	c := exec.Command(binary, append([]string{"import", kind, i.from}, flags...)...)
	c.Dir, c.Env = t.TempDir(), append([]string{"PATH=" + os.Getenv("PATH")}, i.variables...)
	return c
}

// counts is the line of a report that counts rows of a kind.
func counts(kind string, imported, existing, skipped int) string {
	return fmt.Sprintf("%s: %d imported, %d already here, %d skipped\n", kind, imported, existing, skipped)
}

// dryRunAndRunPrint does a dry run, then a run, and compares the report of each with the same text.
func (i *importing) dryRunAndRunPrint(t *testing.T, kind, want string) {
	t.Helper()
	i.dryRunPrints(t, kind, want)
	i.prints(t, kind, want)
}

// dryRunPrints does a dry run, compares what it prints, and requires that nothing is written.
func (i *importing) dryRunPrints(t *testing.T, kind, want string) {
	t.Helper()
	before := text(t, i.db, targetRows)
	i.prints(t, kind, "dry run: nothing is written, this is what would be\n"+want, "--dry-run")
	if text(t, i.db, targetRows) != before {
		t.Error("a dry run has written")
	}
}

// All rows of the databases, as text.
const (
	sourceRows = `
		select md5(concat((select string_agg(u::text, ';' order by id) from "user" u),
		  (select string_agg(s::text, ';' order by id) from session s),
		  (select string_agg(a::text, ';' order by id) from account a)))`
	targetRows = `
		select concat((select string_agg(u::text, ';' order by id) from users u),
		  (select string_agg(s::text, ';' order by id) from sessions s),
		  (select string_agg(a::text, ';' order by id) from accounts a))`
)

// prints imports, and compares what it prints.
func (i *importing) prints(t *testing.T, kind, want string, flags ...string) {
	t.Helper()
	if code, out := i.run(t, kind, flags...); code != 0 || out != want {
		t.Errorf("exit %d: %s\nwant: %s", code, out, want)
	}
}

// TestImportRefusals gives what cannot be imported from, or into.
func TestImportRefusals(t *testing.T) {
	t.Parallel()
	i := newImporting(t, `
		create table log (at timestamptz); create table kept (id integer, email text, hashed_password text);
		insert into kept values (1, 'ann@example.com', '`+bcryptHash+`');
		create function log_read() returns boolean language sql volatile
		  as 'insert into log values (now()) returning true';
		create view users as select * from kept where log_read()`)
	t.Run("a source that would change", func(t *testing.T) {
		if code, out := i.run(t, "fastapi"); code != 1 || !strings.Contains(out, "read-only transaction") {
			t.Errorf("exit %d: %s", code, out)
		}
		same(t, "the log", i.source, `select count(*) from log`, "0")
	})
	empty, err := postgres.NewDatabase(t.Context(), "import_empty", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		to        string
		arguments []string
		code      int
		output    string
	}{
		{i.to, []string{"fastapi", empty}, 1, "there is no table users or user or User: is this the right database"},
		{i.to, []string{"fastapi", i.to}, 1, "the table users has no column hashed_password"},
		{i.to, []string{"better-auth", empty}, 1, "there is no table user or users or User"},
		{i.to, []string{"better-auth", "postgres://ann:secret@127.0.0.1:1/todo"}, 1, "connection refused"},
		{i.to, []string{"better-auth", "postgres://ann:secret@127.0.0.1:x/todo"}, 1, "the URL cannot be read"},
		{empty, []string{"fastapi", i.from, "--dry-run"}, 1, "run shim migrate before"},
		{i.to, []string{}, 2, "usage:"},
		{i.to, []string{"fastapi"}, 2, "usage:"},
		{i.to, []string{"mysql", i.from}, 2, "usage:"},
		{i.to, []string{"fastapi", i.from, "--dry"}, 2, "usage:"},
		{i.to, []string{"--dry-run", "fastapi", i.from}, 2, "usage:"},
		{i.to, []string{"fastapi", i.from, "--dry-run", "--dry-run"}, 2, "usage:"},
	} {
		command := exec.Command(binary, append([]string{"import"}, c.arguments...)...)
		command.Dir = t.TempDir()
		command.Env = []string{"PATH=" + os.Getenv("PATH"), "DATABASE_URL=" + c.to, secretVariable}
		out, _ := command.CombinedOutput() // the exit code tells
		code := command.ProcessState.ExitCode()
		if code != c.code || !strings.Contains(string(out), c.output) || strings.Contains(string(out), "secret") {
			t.Errorf("shim import %v: exit %d, want %d: %s", c.arguments, code, c.code, out)
		}
	}
	same(t, "an unmigrated database after a dry run", connect(t, empty),
		`select count(*) from pg_class where relnamespace = 'public'::regnamespace`, "0")
	same(t, "users", i.db, `select count(*) from users`, "0")

	t.Run("into a database that is not migrated", func(t *testing.T) {
		mustExec(t, i.source, `drop view users; alter table kept rename to users`)
		i.variables[0] = "DATABASE_URL=" + empty
		i.prints(t, "fastapi", "users: 1 imported, 0 already here, 0 skipped\n")
	})
}
