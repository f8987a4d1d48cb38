package main_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/secret"
)

// Hashes of "correct horse", by better-auth 1.7.25, by Python's bcrypt and by its argon2-cffi.
const (
	scryptHash = "843871bf0bba0412b4f8235d4204b12e:4ad666c37cfd4d753fd16e39c791c148cc3b2b45a11e5a3c168d46b3f8c5241746cb60255d6e8ea51be74f604475da71248c85e5c4a9837089026607d5d469df"
	bcryptHash = "$2b$04$CC9F6vUd01ixiRltOB3rGu4X0zi7QLrBLvIZYdU4cHcqenlZBj5P."
	argonHash  = "$argon2id$v=19$m=1024,t=1,p=1$Iy4/O6xz14P1XedNPT3rIQ$ZSVrBtySTvYhj4OpIQdhb1J4yhSclRLXLmt82SsW1Fs"
)

// betterAuthTables are those that Better Auth's migrations make, with ids of the type %[1]s.
const betterAuthTables = `
	create table "user" (id %[1]s primary key, name text not null, email text not null unique, "emailVerified" boolean not null, image text,
	  "createdAt" timestamptz not null default current_timestamp, "updatedAt" timestamptz not null default current_timestamp);
	create table session (id %[1]s primary key, "expiresAt" timestamptz not null, token text not null unique,
	  "createdAt" timestamptz not null default current_timestamp, "updatedAt" timestamptz not null, "ipAddress" text, "userAgent" text,
	  "userId" %[1]s not null references "user" on delete cascade);
	create table account (id %[1]s primary key, "accountId" text not null, "providerId" text not null, "userId" %[1]s not null references "user" on delete cascade,
	  "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" timestamptz, "refreshTokenExpiresAt" timestamptz,
	  scope text, password text, "createdAt" timestamptz not null default current_timestamp, "updatedAt" timestamptz not null);
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
	exec1(t, i.source, statements)
	return i
}

// run imports with the binary and returns the exit code and what it prints, which names no address and no secret.
func (i *importing) run(t *testing.T, kind string, flags ...string) (int, string) {
	t.Helper()
	c := i.command(t, kind, flags...)
	out, _ := c.CombinedOutput() // the exit code tells
	for _, private := range []string{"@", "$2b$", "$argon", scryptHash[:32], scryptHash[33:], "token", "horse", "0123456789abcdef"} {
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

// prints imports, and compares what it prints.
func (i *importing) prints(t *testing.T, kind, want string, flags ...string) {
	t.Helper()
	if code, out := i.run(t, kind, flags...); code != 0 || out != want {
		t.Errorf("exit %d: %s\nwant: %s", code, out, want)
	}
}

func exec1(t *testing.T, conn *pgx.Conn, sql string, args ...any) {
	t.Helper()
	if len(args) == 0 { // several statements
		if _, err := conn.PgConn().Exec(t.Context(), sql).ReadAll(); err != nil {
			t.Fatal(err)
		}
	} else if _, err := conn.Exec(t.Context(), sql, args...); err != nil {
		t.Fatal(err)
	}
}

// text returns a query's rows as lines of columns.
func text(t *testing.T, conn *pgx.Conn, sql string, args ...any) string {
	t.Helper()
	rows, _ := conn.Query(t.Context(), sql, args...) // CollectRows returns the error
	lines, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (string, error) {
		values, err := row.Values()
		return strings.Trim(fmt.Sprint(values), "[]"), err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

// same compares a query's rows with lines.
func same(t *testing.T, what string, conn *pgx.Conn, sql, want string, args ...any) {
	t.Helper()
	if got := text(t, conn, sql, args...); got != want {
		t.Errorf("%s:\n%s\nwant:\n%s", what, got, want)
	}
}

// everything of a database's tables, as one hash.
const (
	allThere = `select md5(concat((select string_agg(u::text, ';' order by id) from "user" u), (select string_agg(s::text, ';' order by id) from session s), (select string_agg(a::text, ';' order by id) from account a)))`
	allHere  = `select concat((select string_agg(u::text, ';' order by id) from users u), (select string_agg(s::text, ';' order by id) from sessions s), (select string_agg(a::text, ';' order by id) from accounts a))`
)

// TestImportBetterAuth imports users of every kind, with each type of ids, then again.
func TestImportBetterAuth(t *testing.T) {
	for _, c := range []struct{ idType, format string }{
		{"text", "HuXBuser%d"},
		{"uuid", "0b0e4c0e-0000-4000-8000-00000000000%d"},
		{"integer", "%d"},
	} {
		t.Run(c.idType, func(t *testing.T) {
			i := newImporting(t, fmt.Sprintf(betterAuthTables, c.idType))
			there := func(n int) string { return fmt.Sprintf(c.format, n) }
			here := func(n int) uuid.UUID { return identity.ForeignID(there(n)) }
			user := func(n int, email, name string, image any, verified bool) {
				exec1(t, i.source, `insert into "user" values ($1, $2, $3, $4, $5, '2025-01-02T03:04:05.678Z', '2025-02-03T04:05:06.789Z')`, there(n), name, email, verified, image)
			}
			of := func(n, user int, provider, accountID string, scope, password any) {
				exec1(t, i.source, `insert into account (id, "accountId", "providerId", "userId", scope, password, "updatedAt") values ($1, $2, $3, $4, $5, $6, '2025-01-02T03:04:05Z')`,
					there(n), accountID, provider, there(user), scope, password)
			}
			since := time.Now().Add(-time.Hour).Truncate(time.Millisecond)
			begun := func(n, user int, token string, began time.Time, lives time.Duration, ip, agent any) {
				exec1(t, i.source, `insert into session values ($1, $2, $3, $4, $4, $5, $6, $7)`, there(n), began.Add(lives), token, began, ip, agent, there(user))
			}
			user(1, "ann@example.com", " Ann ", "https://example.com/ann.png", true)
			of(1, 1, "credential", there(1), nil, scryptHash)
			of(2, 1, "github", "583231", "read:user,user:email", nil)
			begun(1, 1, "tokenOfAnnOnHerDesktop", since, identity.Week, "203.0.113.7", strings.Repeat("ü", 600))
			begun(2, 1, "tokenOfAnnAtTheLibrary", since, identity.Day, "not an address", "")
			begun(3, 1, "tokenOfAnnThatHasEnded", since.Add(-identity.Week), identity.Week, nil, nil)
			user(2, "Bob@Example.COM", "", strings.Repeat("x", 2049), false)                                // of Google alone
			of(3, 2, "google", "1104", "openid https://www.googleapis.com/auth/userinfo.email", scryptHash) // which is no password of his
			begun(4, 2, "tokenOfBobWithoutAnAgent", since.Add(-identity.Day), 2*identity.Day, "2001:db8::", nil)
			begun(5, 2, "token.with.dots", since, identity.Week, nil, nil)
			user(3, "Taken@example.com", "Tim", nil, true) // somebody else has the address here
			of(4, 3, "credential", there(3), nil, scryptHash)
			of(5, 3, "github", "3", nil, nil)
			begun(6, 3, "tokenOfTheOtherServersTim", since, identity.Week, nil, nil)
			user(4, "dan@localhost", "Dan", nil, true)
			begun(7, 4, "tokenOfDan", since, identity.Week, nil, nil)
			user(5, "eve@example.com", "Eve", nil, true)
			of(6, 5, "credential", there(5), nil, "md5:0cc175b9c0f1b6a831c399e269772661")
			user(6, "ANN@example.com", "Ann's other account", nil, true)
			user(7, "fay@example.com", strings.Repeat("ö", 300), "", true) // her server was told to use bcrypt
			of(7, 7, "credential", there(7), nil, bcryptHash)
			of(8, 7, "github", "", nil, nil) // an id that is none
			exec1(t, i.db, `insert into users (id, email, password_hash) values ('01900000-0000-7000-8000-000000000001', 'taken@example.com', 'mine')`)

			skipped := "  2 skipped: address taken by another account here\n  1 skipped: not a valid address\n  1 skipped: hash of an unknown form\n"
			listed := "skipped user " + there(4) + ": not a valid address\nskipped user " + there(5) + ": hash of an unknown form\n" +
				"skipped user " + there(3) + ": address taken by another account here\nskipped user " + there(6) + ": address taken by another account here\n"
			want := "users: 3 imported, 0 already here, 4 skipped\n" + skipped + "sessions: 3 imported, 0 already here, 3 skipped\nlinked accounts: 2 imported, 0 already here, 2 skipped\n" + listed
			source, before := text(t, i.source, allThere), text(t, i.db, allHere)
			i.prints(t, "better-auth", "dry run: nothing is written, this is what would be\n"+want, "--dry-run")
			if text(t, i.db, allHere) != before {
				t.Error("a dry run has written")
			}
			i.prints(t, "better-auth", want)

			same(t, "users", i.db, `
				select email, id = any($1), coalesce(password_hash, '-'), email_verified, coalesce(full_name, '-'), coalesce(avatar_url, '-'),
				  created_at = '2025-01-02T03:04:05.678Z' and updated_at = '2025-02-03T04:05:06.789Z' from users where password_hash <> 'mine' or password_hash is null order by email`,
				"ann@example.com true "+scryptHash+" true Ann https://example.com/ann.png true\n"+
					"bob@example.com true - false - - true\n"+
					"fay@example.com true "+bcryptHash+" true "+strings.Repeat("ö", 255)+" - true", []uuid.UUID{here(1), here(2), here(7)})
			same(t, "who has proven to own the address", i.db,
				`select count(*) from users where owner_proven <> (email_verified and id = any($1))`, "0",
				[]uuid.UUID{here(1), here(2), here(7)})
			same(t, "the ids", i.db, `select email from users where id = any($1) order by email`, "ann@example.com\nbob@example.com\nfay@example.com", []uuid.UUID{here(1), here(2), here(7)})
			same(t, "the account that was here", i.db, `select count(s), count(a), max(email), max(password_hash) from users u left join sessions s on s.user_id = u.id left join accounts a on a.user_id = u.id
				where u.id = '01900000-0000-7000-8000-000000000001'`, "0 0 taken@example.com mine")
			same(t, "sessions", i.db, `
				select email, extract(epoch from lifetime)::integer / 3600, coalesce(host(ip_address), '-'), coalesce(user_agent, '-'), s.created_at = $1 and s.updated_at = $1 and expires_at = $1 + lifetime
				from sessions s join users u on u.id = s.user_id where u.id = $2 order by lifetime`,
				"ann@example.com 24 - - true\nann@example.com 168 203.0.113.7 "+strings.Repeat("ü", 512)+" true", since, here(1))
			same(t, "Bob's session", i.db, `select extract(epoch from lifetime)::integer / 3600, host(ip_address), user_agent is null, expires_at = $1, id::text like '________-____-7%' from sessions where token_hash = $2 and user_id = $3`,
				"168 2001:db8:: true true true", since.Add(identity.Day),
				secret.HashToken("tokenOfBobWithoutAnAgent"), here(2))
			same(t, "linked accounts", i.db, `select user_id = $1, user_id = $2, provider_id, account_id, array_to_string(scopes, '|') from accounts order by account_id`,
				"false true google 1104 openid|https://www.googleapis.com/auth/userinfo.email\ntrue false github 583231 read:user|user:email", here(1), here(2))

			// Again, for nothing; then after Ann has changed her password here, which ended her sessions, with new rows.
			i.prints(t, "better-auth", "users: 0 imported, 3 already here, 4 skipped\n"+skipped+"sessions: 0 imported, 3 already here, 3 skipped\nlinked accounts: 0 imported, 2 already here, 2 skipped\n"+listed)
			exec1(t, i.db, fmt.Sprintf(`update users set password_hash = 'newer', updated_at = now() where id = '%[1]s'; delete from sessions where user_id = '%[1]s'`, here(1)))
			if text(t, i.source, allThere) != source {
				t.Error("the source has changed")
			}
			user(8, "gus@example.com", "Gus", nil, false)
			of(9, 8, "credential", there(8), nil, scryptHash)
			begun(8, 8, "tokenOfGus", since, identity.Week, nil, nil)
			begun(9, 1, "tokenOfAnnOfLater", time.Now().Add(time.Second), identity.Week, nil, nil)
			more := "users: 1 imported, 3 already here, 4 skipped\n" + skipped + "sessions: 2 imported, 1 already here, 5 skipped\nlinked accounts: 0 imported, 2 already here, 2 skipped\n" + listed
			i.prints(t, "better-auth", "dry run: nothing is written, this is what would be\n"+more, "--dry-run")
			i.prints(t, "better-auth", more)
			same(t, "Ann", i.db, `select password_hash, (select count(*) from sessions where user_id = u.id) from users u where id = $1`, "newer 1", here(1))
			same(t, "Gus", i.db, `select password_hash, (select count(*) from sessions where user_id = u.id) from users u where id = $1`, scryptHash+" 1", here(8))
		})
	}
}

// TestImportSignIn goes on as a browser of the other server's does, and signs in with the other server's passwords.
func TestImportSignIn(t *testing.T) {
	i := newImporting(t, fmt.Sprintf(betterAuthTables, "text")+`;
		insert into "user" values ('HuXB', 'Ann', 'ann@example.com', true, null), ('HuXC', 'Bob', 'bob@example.com', true, null);
		insert into account (id, "accountId", "providerId", "userId", password, "updatedAt") values
		  ('a', 'HuXB', 'credential', 'HuXB', '`+scryptHash+`', now()), ('b', 'HuXC', 'credential', 'HuXC', '`+bcryptHash+`', now());
		insert into session values ('s', now() + interval '6 days 23 hours', 'METIMETIMETIMETIMETIMETIMETIMETI', now() - interval '1 hour', now() - interval '1 hour', '', '', 'HuXB')`)
	i.prints(t, "better-auth", "users: 2 imported, 0 already here, 0 skipped\nsessions: 1 imported, 0 already here, 0 skipped\nlinked accounts: 0 imported, 0 already here, 0 skipped\n")
	p := start(t, t.TempDir(), append(i.variables, "RATE_LIMITS=off")...).up(t)

	getSession := func(cookie string) (body struct {
		User struct{ ID, Email, Name string }
	}) {
		t.Helper()
		r, err := http.NewRequest("GET", p.url+"/api/auth/get-session", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Cookie", cookie)
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		if err := json.NewDecoder(response.Body).Decode(&body); err != nil || response.StatusCode != 200 {
			t.Errorf("%d %v", response.StatusCode, err)
		}
		return body
	}
	const token = "METIMETIMETIMETIMETIMETIMETIMETI"
	signed := secret.Keys{"0123456789abcdef0123456789abcdef"}.Sign(token)
	escaped := strings.NewReplacer("+", "%2B", "/", "%2F", "=", "%3D").Replace(signed)
	for _, value := range []string{signed, escaped} {
		if got := getSession("better-auth.session_token=" + value); got.User.ID != identity.ForeignID("HuXB").String() || got.User.Email != "ann@example.com" || got.User.Name != "Ann" {
			t.Errorf("the session of %s: %+v", value, got)
		}
	}
	foreign := secret.Keys{"another secret of 32 characters."}.Sign(token)
	if got := getSession("better-auth.session_token=" + foreign); got.User.ID != "" {
		t.Errorf("a session signed with another secret: %+v", got)
	}

	for _, c := range []struct{ email, hash string }{{"ann@example.com", scryptHash}, {"bob@example.com", bcryptHash}} {
		signIn := func(password string) int {
			status, _ := p.send(t, "POST", "/api/auth/sign-in/email", "", fmt.Sprintf(`{"email":%q,"password":%q}`, c.email, password))
			return status
		}
		if status := signIn("correct Horse"); status != 401 {
			t.Errorf("%s with another password: %d", c.email, status)
		}
		same(t, "the hash", i.db, `select password_hash from users where email = $1`, c.hash, c.email)
		if status := signIn("correct horse"); status != 200 {
			t.Errorf("%s: %d", c.email, status)
		}
		same(t, "the upgraded hash", i.db, `select starts_with(password_hash, '$argon2id$v=19$m=7168,t=5,p=1$') from users where email = $1`, "true", c.email)
		p.login(t, c.email, "correct horse")
	}
	i.prints(t, "better-auth", "users: 0 imported, 2 already here, 0 skipped\nsessions: 0 imported, 1 already here, 0 skipped\nlinked accounts: 0 imported, 0 already here, 0 skipped\n")
	p.login(t, "ann@example.com", "correct horse")
}

// TestImportFastAPI imports from tables with the columns that such backends have.
func TestImportFastAPI(t *testing.T) {
	const columns = `select email, id::text, password_hash, email_verified, coalesce(full_name, '-'), 
		  case when created_at > now() - interval '1 hour' then 'now' else to_char(created_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS') end, updated_at = created_at
		from users order by email`
	for name, c := range map[string]struct{ table, prints, want string }{
		"plain": {`
			create table users (id serial primary key, email text, hashed_password text);
			insert into users (email, hashed_password) values ('ann@example.com', '` + bcryptHash + `'), (' Bob@Example.com', '` + argonHash + `'), (null, '` + bcryptHash + `'),
			  ('cyd@example.com', null), ('dan@example.com', ''), ('eve@example.com', 'pbkdf2:sha256:1$a$b')`,
			"users: 2 imported, 0 already here, 4 skipped\n  1 skipped: not a valid address\n  3 skipped: hash of an unknown form\n" +
				"skipped user 3: not a valid address\nskipped user 4: hash of an unknown form\nskipped user 5: hash of an unknown form\nskipped user 6: hash of an unknown form\n",
			"ann@example.com " + identity.FastAPIID("1").String() + " " + bcryptHash + " false - now true\n" +
				"bob@example.com " + identity.FastAPIID("2").String() + " " + argonHash + " false - now true"},
		"uuid, every column": {`
			create table users (id uuid primary key, email text, hashed_password text, full_name text, name text, created_at timestamp, updated_at timestamp, is_verified boolean, is_active boolean);
			insert into users values ('0b0e4c0e-0000-4000-8000-000000000001', 'ann@example.com', '` + bcryptHash + `', 'Ann Full', 'ann', '2025-01-02T03:04:05.678', null, true, true),
			  ('0b0e4c0e-0000-4000-8000-000000000002', 'bob@example.com', '` + bcryptHash + `', '', 'bob', '2025-01-02T03:04:05', '2025-02-02T03:04:05', null, null),
			  ('0b0e4c0e-0000-4000-8000-000000000003', 'cyd@example.com', '` + bcryptHash + `', '', 'cyd', null, null, null, false)`,
			"users: 2 imported, 0 already here, 1 skipped\n  1 skipped: deactivated there\nskipped user 0b0e4c0e-0000-4000-8000-000000000003: deactivated there\n",
			"ann@example.com 0b0e4c0e-0000-4000-8000-000000000001 " + bcryptHash + " true Ann Full 2025-01-02 03:04:05.678 true\n" +
				"bob@example.com 0b0e4c0e-0000-4000-8000-000000000002 " + bcryptHash + " false - 2025-01-02 03:04:05.000 false"},
		"other names": {`
			create table users (id bigint primary key, email text, hashed_password text, name text, created_at timestamptz, email_verified boolean);
			insert into users values (7, 'ann@example.com', '$2y` + bcryptHash[3:] + `', 'Ann', '2025-01-02T03:04:05.678+01:00', true)`,
			"users: 1 imported, 0 already here, 0 skipped\n",
			"ann@example.com " + identity.FastAPIID("7").String() + " $2y" + bcryptHash[3:] + " true Ann 2025-01-02 02:04:05.678 true"},
	} {
		t.Run(name, func(t *testing.T) {
			i := newImporting(t, c.table)
			i.prints(t, "fastapi", "dry run: nothing is written, this is what would be\n"+c.prints, "--dry-run")
			same(t, "users after a dry run", i.db, `select id from users`, "")
			i.prints(t, "fastapi", c.prints)
			same(t, "users", i.db, columns, c.want)
		})
	}
}

// manyUsers makes 2500 of the FastAPI backend's users, three batches.
const manyUsers = `
	create table users (id integer primary key, email text, hashed_password text);
	insert into users select n, 'user' || n || '@example.com', '` + bcryptHash + `' from generate_series(1, 2500) n`

// TestImportBatches breaks off in the middle, and goes on.
func TestImportBatches(t *testing.T) {
	const count = `select count(*) from users`
	whole := func(t *testing.T, i *importing, wantImported, wantHere int) {
		t.Helper()
		i.prints(t, "fastapi", fmt.Sprintf("users: %d imported, %d already here, 0 skipped\n", wantImported, wantHere))
		same(t, "users", i.db, `select count(*), count(distinct id) from users where password_hash = $1`, fmt.Sprintf("%[1]d %[1]d", wantImported+wantHere), bcryptHash)
	}
	t.Run("whole", func(t *testing.T) {
		i := newImporting(t, manyUsers)
		i.prints(t, "fastapi", "dry run: nothing is written, this is what would be\nusers: 2500 imported, 0 already here, 0 skipped\n", "--dry-run")
		same(t, "users after a dry run", i.db, count, "0")
		whole(t, i, 2500, 0)
		whole(t, i, 0, 2500)
		exec1(t, i.source, `insert into users select n, 'user' || n || '@example.com', '`+bcryptHash+`' from generate_series(2501, 3000) n`)
		whole(t, i, 500, 2500) // and the page after the third is empty
		whole(t, i, 0, 3000)
	})
	t.Run("a row that fails", func(t *testing.T) {
		i := newImporting(t, manyUsers)
		exec1(t, i.db, `create function fail() returns trigger language plpgsql as 'begin raise exception ''no room''; end'; create trigger fail before insert on users for each row when (new.email = 'user1500@example.com') execute function fail()`)
		if code, out := i.run(t, "fastapi"); code != 1 || !strings.Contains(out, "no room") || !strings.Contains(out, "running it again goes on") || strings.Contains(out, "imported,") {
			t.Errorf("exit %d: %s", code, out)
		}
		same(t, "users of whole batches", i.db, count, "1000")
		exec1(t, i.db, `drop trigger fail on users`)
		whole(t, i, 1500, 1000)
	})
	t.Run("a signal", func(t *testing.T) {
		i := newImporting(t, manyUsers)
		tx, err := connect(t, i.to).Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec(t.Context(), `insert into users (id, email) values (gen_random_uuid(), 'user2200@example.com')`); err != nil { // for which the third batch waits
			t.Fatal(err)
		}
		c := i.command(t, "fastapi")
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		waitUntil(t, i.to, `select count(*) > 0 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`)
		if err := c.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if err := c.Wait(); c.ProcessState.ExitCode() != 1 {
			t.Errorf("%v", err)
		}
		if err := tx.Rollback(t.Context()); err != nil {
			t.Fatal(err)
		}
		waitUntil(t, i.to, `select count(*) = 0 from pg_stat_activity where application_name = 'todo-backend import' and datname = current_database()`)
		same(t, "users of whole batches", i.db, count, "2000")
		whole(t, i, 500, 2000)
	})
	t.Run("many skipped", func(t *testing.T) {
		i := newImporting(t, manyUsers+`; update users set email = 'none' where id <= 1030`)
		code, out := i.run(t, "fastapi")
		if code != 0 || !strings.Contains(out, "users: 1470 imported, 0 already here, 1030 skipped") || !strings.HasSuffix(out, "skipped user 20: not a valid address\nand 1010 more\n") {
			t.Errorf("exit %d: %s", code, out)
		}
	})
	for _, ids := range []struct{ idType, id string }{{"text", "md5(%s::text)"}, {"integer", "%s"}} {
		t.Run("sessions and links, "+ids.idType, func(t *testing.T) {
			id, another := fmt.Sprintf(ids.id, "n"), fmt.Sprintf(ids.id, "(n % 1200 + 1)")
			i := newImporting(t, fmt.Sprintf(betterAuthTables, ids.idType)+`;
				insert into "user" select `+id+`, 'N', 'user' || n || '@example.com', true, null from generate_series(1, 1200) n;
				insert into session select `+id+`, now() + interval '7 days', 'token' || n, now(), now(), null, null, `+another+` from generate_series(1, 2400) n;
				insert into account (id, "accountId", "providerId", "userId", "updatedAt") select `+id+`, n, 'github', `+id+`, now() from generate_series(1, 1200) n`)
			want := "users: 1200 imported, 0 already here, 0 skipped\nsessions: 2400 imported, 0 already here, 0 skipped\nlinked accounts: 1200 imported, 0 already here, 0 skipped\n"
			i.prints(t, "better-auth", "dry run: nothing is written, this is what would be\n"+want, "--dry-run")
			i.prints(t, "better-auth", want)
			same(t, "rows", i.db, `select (select count(*) from users), (select count(*) from sessions), (select count(*) from accounts)`, "1200 2400 1200")
		})
	}
}

// TestImportRefusals gives what cannot be imported from, or into.
func TestImportRefusals(t *testing.T) {
	i := newImporting(t, `
		create table log (at timestamptz); create table kept (id integer, email text, hashed_password text);
		insert into kept values (1, 'ann@example.com', '`+bcryptHash+`');
		create function log_read() returns boolean language sql volatile as 'insert into log values (now()) returning true';
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
		command.Dir, command.Env = t.TempDir(), []string{"PATH=" + os.Getenv("PATH"), "DATABASE_URL=" + c.to, "BETTER_AUTH_SECRET=0123456789abcdef0123456789abcdef"}
		out, _ := command.CombinedOutput() // the exit code tells
		if code := command.ProcessState.ExitCode(); code != c.code || !strings.Contains(string(out), c.output) || strings.Contains(string(out), "secret") {
			t.Errorf("shim import %v: exit %d, want %d: %s", c.arguments, code, c.code, out)
		}
	}
	same(t, "an unmigrated database after a dry run", connect(t, empty), `select count(*) from pg_class where relnamespace = 'public'::regnamespace`, "0")
	same(t, "users", i.db, `select count(*) from users`, "0")

	t.Run("into a database that is not migrated", func(t *testing.T) {
		exec1(t, i.source, `drop view users; alter table kept rename to users`)
		i.variables[0] = "DATABASE_URL=" + empty
		i.prints(t, "fastapi", "users: 1 imported, 0 already here, 0 skipped\n")
	})
}
