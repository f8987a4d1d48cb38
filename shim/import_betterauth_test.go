package main_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/secret"
)

// TestImportBetterAuth imports users of every kind, with each type of ids, then again.
func TestImportBetterAuth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ idType, format string }{
		{"text", "HuXBuser%d"},
		{"uuid", "0b0e4c0e-0000-4000-8000-00000000000%d"},
		{"integer", "%d"},
	} {
		t.Run(c.idType, func(t *testing.T) {
			t.Parallel()
			i := newImporting(t, fmt.Sprintf(betterAuthTables, c.idType))
			sourceID := func(n int) string { return fmt.Sprintf(c.format, n) }
			targetID := func(n int) uuid.UUID { return identity.ImportedID("better-auth", sourceID(n)) }
			user := func(n int, email, name string, image any, verified bool) {
				mustExec(t, i.source, `
					insert into "user"
					values ($1, $2, $3, $4, $5, '2025-01-02T03:04:05.678Z', '2025-02-03T04:05:06.789Z')`,
					sourceID(n), name, email, verified, image)
			}
			of := func(n, user int, provider, accountID string, scope, password any) {
				mustExec(t, i.source, `
					insert into account (id, "accountId", "providerId", "userId", scope, password, "updatedAt")
					values ($1, $2, $3, $4, $5, $6, '2025-01-02T03:04:05Z')`,
					sourceID(n), accountID, provider, sourceID(user), scope, password)
			}
			since := time.Now().Add(-time.Hour).Truncate(time.Millisecond)
			begun := func(n, user int, token string, began time.Time, lifetime time.Duration, ip, agent any) {
				mustExec(t, i.source, `insert into session values ($1, $2, $3, $4, $4, $5, $6, $7)`,
					sourceID(n), began.Add(lifetime), token, began, ip, agent, sourceID(user))
			}
			user(1, "ann@example.com", " Ann ", "https://example.com/ann.png", true)
			of(1, 1, "credential", sourceID(1), nil, scryptHash)
			of(2, 1, "github", "583231", "read:user,user:email", nil)
			begun(1, 1, "tokenOfAnnOnHerDesktop", since, identity.Week, "203.0.113.7", strings.Repeat("ü", 600))
			begun(2, 1, "tokenOfAnnAtTheLibrary", since, identity.Day, "not an address", "")
			begun(3, 1, "tokenOfAnnThatHasEnded", since.Add(-identity.Week), identity.Week, nil, nil)
			user(2, "Bob@Example.COM", "", strings.Repeat("x", 2049), false) // of Google alone
			// The hash is no password of his.
			of(3, 2, "google", "1104", "openid https://www.googleapis.com/auth/userinfo.email", scryptHash)
			begun(4, 2, "tokenOfBobWithoutAnAgent", since.Add(-identity.Day), 2*identity.Day, "2001:db8::", nil)
			begun(5, 2, "token.with.dots", since, identity.Week, nil, nil)
			user(3, "Taken@example.com", "Tim", nil, true) // somebody else has the address here
			of(4, 3, "credential", sourceID(3), nil, scryptHash)
			of(5, 3, "github", "3", nil, nil)
			begun(6, 3, "tokenOfTheOtherServersTim", since, identity.Week, nil, nil)
			user(4, "dan@localhost", "Dan", nil, true)
			begun(7, 4, "tokenOfDan", since, identity.Week, nil, nil)
			user(5, "eve@example.com", "Eve", nil, true)
			of(6, 5, "credential", sourceID(5), nil, "md5:0cc175b9c0f1b6a831c399e269772661")
			user(6, "ANN@example.com", "Ann's other account", nil, true)
			user(7, "fay@example.com", strings.Repeat("ö", 300), "", true) // her server was told to use bcrypt
			of(7, 7, "credential", sourceID(7), nil, bcryptHash)
			of(8, 7, "github", "", nil, nil) // an empty id
			mustExec(t, i.db, `
				insert into users (id, email, password_hash)
				values ('01900000-0000-7000-8000-000000000001', 'taken@example.com', 'mine')`)

			skipped := "  2 skipped: address taken by another account here\n" +
				"  1 skipped: not a valid address\n  1 skipped: hash of an unknown form\n"
			listed := "skipped user " + sourceID(4) + ": not a valid address\n" +
				"skipped user " + sourceID(5) + ": hash of an unknown form\n" +
				"skipped user " + sourceID(3) + ": address taken by another account here\n" +
				"skipped user " + sourceID(6) + ": address taken by another account here\n"
			source := text(t, i.source, sourceRows)
			i.dryRunAndRunPrint(t, "better-auth", counts("users", 3, 0, 4)+skipped+
				counts("sessions", 3, 0, 3)+counts("linked accounts", 2, 0, 2)+listed)

			imported := []uuid.UUID{targetID(1), targetID(2), targetID(7)}
			same(t, "users", i.db, `
				select email, id = any($1), coalesce(password_hash, '-'), email_verified, coalesce(full_name, '-'),
				  coalesce(avatar_url, '-'),
				  created_at = '2025-01-02T03:04:05.678Z' and updated_at = '2025-02-03T04:05:06.789Z'
				from users where password_hash <> 'mine' or password_hash is null order by email`,
				"ann@example.com true "+scryptHash+" true Ann https://example.com/ann.png true\n"+
					"bob@example.com true - false - - true\n"+
					"fay@example.com true "+bcryptHash+" true "+strings.Repeat("ö", 255)+" - true", imported)
			same(t, "who has proven to own the address", i.db,
				`select count(*) from users where owner_proven <> (email_verified and id = any($1))`, "0",
				imported)
			same(t, "the ids", i.db, `select email from users where id = any($1) order by email`,
				"ann@example.com\nbob@example.com\nfay@example.com", imported)
			same(t, "the account that was here", i.db, `
				select count(s), count(a), max(email), max(password_hash)
				from users u left join sessions s on s.user_id = u.id left join accounts a on a.user_id = u.id
				where u.id = '01900000-0000-7000-8000-000000000001'`, "0 0 taken@example.com mine")
			same(t, "sessions", i.db, `
				select email, extract(epoch from lifetime)::integer / 3600, coalesce(host(ip_address), '-'),
				  coalesce(user_agent, '-'), s.created_at = $1 and s.updated_at = $1 and expires_at = $1 + lifetime
				from sessions s join users u on u.id = s.user_id where u.id = $2 order by lifetime`,
				"ann@example.com 24 - - true\nann@example.com 168 203.0.113.7 "+strings.Repeat("ü", 512)+" true",
				since, targetID(1))
			same(t, "Bob's session", i.db, `
				select extract(epoch from lifetime)::integer / 3600, host(ip_address), user_agent is null,
				  expires_at = $1, id::text like '________-____-7%'
				from sessions where token_hash = $2 and user_id = $3`,
				"168 2001:db8:: true true true", since.Add(identity.Day),
				secret.HashToken("tokenOfBobWithoutAnAgent"), targetID(2))
			same(t, "linked accounts", i.db, `
				select user_id = $1, user_id = $2, provider_id, account_id, array_to_string(scopes, '|')
				from accounts order by account_id`,
				"false true google 1104 openid|https://www.googleapis.com/auth/userinfo.email\n"+
					"true false github 583231 read:user|user:email", targetID(1), targetID(2))

			// Again, for nothing; then with new rows after Ann has changed her password here, which ended her sessions.
			i.dryRunAndRunPrint(t, "better-auth", counts("users", 0, 3, 4)+skipped+
				counts("sessions", 0, 3, 3)+counts("linked accounts", 0, 2, 2)+listed)
			mustExec(t, i.db, fmt.Sprintf(`
				update users set password_hash = 'newer', updated_at = now() where id = '%[1]s';
				delete from sessions where user_id = '%[1]s'`, targetID(1)))
			if text(t, i.source, sourceRows) != source {
				t.Error("the source has changed")
			}
			user(8, "gus@example.com", "Gus", nil, false)
			of(9, 8, "credential", sourceID(8), nil, scryptHash)
			begun(8, 8, "tokenOfGus", since, identity.Week, nil, nil)
			begun(9, 1, "tokenOfAnnOfLater", time.Now().Add(time.Second), identity.Week, nil, nil)
			i.dryRunAndRunPrint(t, "better-auth", counts("users", 1, 3, 4)+skipped+
				counts("sessions", 2, 1, 5)+counts("linked accounts", 0, 2, 2)+listed)
			const user1 = `
				select password_hash, (select count(*) from sessions where user_id = u.id) from users u where id = $1`
			same(t, "Ann", i.db, user1, "newer 1", targetID(1))
			same(t, "Gus", i.db, user1, scryptHash+" 1", targetID(8))
		})
	}
}

// TestImportSignIn goes on as a browser of the other server's does, and signs in with the other server's passwords.
func TestImportSignIn(t *testing.T) {
	t.Parallel()
	i := newImporting(t, fmt.Sprintf(betterAuthTables, "text")+`;
		insert into "user" values
		  ('HuXB', 'Ann', 'ann@example.com', true, null), ('HuXC', 'Bob', 'bob@example.com', true, null);
		insert into account (id, "accountId", "providerId", "userId", password, "updatedAt") values
		  ('a', 'HuXB', 'credential', 'HuXB', '`+scryptHash+`', now()),
		  ('b', 'HuXC', 'credential', 'HuXC', '`+bcryptHash+`', now());
		insert into session values ('s', now() + interval '6 days 23 hours', 'METIMETIMETIMETIMETIMETIMETIMETI',
		  now() - interval '1 hour', now() - interval '1 hour', '', '', 'HuXB')`)
	i.prints(t, "better-auth", counts("users", 2, 0, 0)+counts("sessions", 1, 0, 0)+counts("linked accounts", 0, 0, 0))
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
		got := getSession("better-auth.session_token=" + value)
		id := identity.ImportedID("better-auth", "HuXB").String()
		if got.User.ID != id || got.User.Email != "ann@example.com" ||
			got.User.Name != "Ann" {
			t.Errorf("the session of %s: %+v", value, got)
		}
	}
	foreign := secret.Keys{"another secret of 32 characters."}.Sign(token)
	if got := getSession("better-auth.session_token=" + foreign); got.User.ID != "" {
		t.Errorf("a session signed with another secret: %+v", got)
	}

	for _, c := range []struct{ email, hash string }{{"ann@example.com", scryptHash}, {"bob@example.com", bcryptHash}} {
		signIn := func(password string) int {
			credentials := fmt.Sprintf(`{"email":%q,"password":%q}`, c.email, password)
			status, _ := p.send(t, "POST", "/api/auth/sign-in/email", "", credentials)
			return status
		}
		if status := signIn("correct Horse"); status != 401 {
			t.Errorf("%s with another password: %d", c.email, status)
		}
		same(t, "the hash", i.db, `select password_hash from users where email = $1`, c.hash, c.email)
		if status := signIn("correct horse"); status != 200 {
			t.Errorf("%s: %d", c.email, status)
		}
		same(t, "the upgraded hash", i.db, `
			select starts_with(password_hash, '$argon2id$v=19$m=7168,t=5,p=1$') from users where email = $1`,
			"true", c.email)
		p.login(t, c.email, "correct horse")
	}
	i.prints(t, "better-auth", counts("users", 0, 2, 0)+counts("sessions", 0, 1, 0)+counts("linked accounts", 0, 0, 0))
	p.login(t, "ann@example.com", "correct horse")
}
