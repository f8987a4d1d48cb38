package migrations_test

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/migrations"
)

// TestTextOfBefore migrates rows from before texts were normalised and zones were IANA's.
func TestTextOfBefore(t *testing.T) {
	url, conn := migrated(t, "text_of_before")
	exec := func(sql string, args ...any) {
		t.Helper()
		if _, err := conn.Exec(t.Context(), sql, args...); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	look := func(sql string, args ...any) (text string) {
		t.Helper()
		if err := conn.QueryRow(t.Context(), `select (`+sql+`)::text`, args...).Scan(&text); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
		return text
	}
	for look(`select count(*) from pg_attribute
		where attrelid = 'tasks'::regclass and attname = 'search_key' and not attisdropped`) != "0" {
		if _, err := migrations.Down(t.Context(), url); err != nil {
			t.Fatal(err)
		}
	}
	const owner = "01900000-0000-7000-8000-000000000001"
	exec(`insert into users (id, email, password_hash, full_name)
		values ($1, 'ann@example.com', 'x', U&'Zoe\0308')`, owner)
	exec(`insert into tasks (id, user_id, title, description, category, tags) values
	  (gen_random_uuid(), $1, U&'A\0308rger', U&'e\0301', U&'o\0302',
	    array['z', U&'u\0308', U&'\00fc', 'a', U&'u\0308']),
	  (gen_random_uuid(), $1, 'plain', null, null, '{}'),
	  (gen_random_uuid(), $1, repeat(U&'\0958', 200), null, null, array['b', 'a'])`, owner)
	exec(`update tasks set idempotency_key = 'key' where title = 'plain'`)
	zones := map[string]string{"UTC": "UTC", "Europe/Paris": "Europe/Paris",
		"europe/paris": "europe/paris", "Asia/Calcutta": "Asia/Calcutta",
		"Egypt": "Egypt", "EST5EDT": "EST5EDT", "Etc/GMT+5": "Etc/GMT+5", "CET": "CET", "Mars/Olympus": "Mars/Olympus",
		"UTC+2": "UTC", "UTC+12": "UTC", "CEST": "UTC", "posixrules": "UTC",
		"posix/Europe/Paris": "UTC", "Factory": "UTC"}
	for zone := range zones {
		exec(`insert into users (id, email, password_hash, timezone)
			values (gen_random_uuid(), lower(md5($1)) || '@example.com', 'x', $1)`, zone)
	}

	if _, err := migrations.Up(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	for zone, want := range zones {
		// Builds with a table of their own lack what only the system's has, and keep it as they keep Mars/Olympus.
		if strings.HasPrefix(zone, "posix") &&
			look(`select count(*) from pg_timezone_names where name = $1`, zone) == "0" {
			want = zone
		}
		if got := look(`select timezone from users where email = lower(md5($1)) || '@example.com'`, zone); got != want {
			t.Errorf("zone %s is %s, want %s", zone, got, want)
		}
	}
	for sql, want := range map[string]string{
		`select full_name from users where id = '` + owner + `'`:                   "Zo\u00eb",
		`select title from tasks where cardinality(tags) = 3`:                      "\u00c4rger",
		`select description from tasks where cardinality(tags) = 3`:                "\u00e9",
		`select category from tasks where cardinality(tags) = 3`:                   "\u00f4",
		`select array_to_string(tags, ' ') from tasks where cardinality(tags) = 3`: "z \u00fc a",
		`select array_to_string(tags, ' ') from tasks where cardinality(tags) = 2`: "b a",
		`select count(*) from tasks where title = repeat(U&'\0958', 200)`:          "1", // would be 400 characters
		`select count(*) from tasks where version = 1 and updated_at = created_at`: "3",
		`select key from idempotency_keys k
			join tasks t on t.id = k.task_id and k.user_id = t.user_id where title = 'plain'`: "key",
		`select count(*) from tasks where search_key is null`:                        "3",
		`select count(*) from tasks where title_key is not null and title = 'plain'`: "1",
	} {
		if got := look(sql); got != want {
			t.Errorf("%s: %q, want %q", sql, got, want)
		}
	}
}

// TestOrderByTitleWithoutICU migrates a database that has no ICU collation, or no encoding that ICU takes: the titles
// are in the database's own order, whatever their case.
func TestOrderByTitleWithoutICU(t *testing.T) {
	for name, prepare := range map[string][]string{
		"with_icu": {`create database with_icu encoding 'UTF8' locale 'C' template template0`},
		"without_icu": {`create database without_icu encoding 'UTF8' locale 'C' template template0`,
			`delete from pg_collation where collname like '%-x-icu'`},
		"sql_ascii": {`create database sql_ascii encoding 'SQL_ASCII' locale 'C' template template0`},
	} {
		url := postgres.URL(name)
		for i, sql := range prepare {
			at := url
			if i == 0 {
				at = postgres.URL("postgres")
			}
			conn, err := pgx.Connect(t.Context(), at)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := conn.Exec(t.Context(), sql); err != nil {
				t.Fatalf("%s: %v", sql, err)
			}
			conn.Close(t.Context())
		}
		if _, err := migrations.Up(t.Context(), url); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		conn, err := pgx.Connect(t.Context(), url)
		if err != nil {
			t.Fatal(err)
		}
		const owner = `'01900000-0000-7000-8000-000000000001'`
		var order string
		_, err = conn.Exec(t.Context(), `
			insert into users (id, email, password_hash) values (`+owner+`, 'ann@example.com', 'x');
			insert into tasks (id, user_id, title)
			  select gen_random_uuid(), `+owner+`, title from unnest(array['B', '1', '_b', 'a']) as title`)
		if err == nil {
			err = conn.QueryRow(t.Context(), `select string_agg(title, ' ' order by title_key) from tasks`).Scan(&order)
		}
		want := "1 _b a B"
		if name == "with_icu" {
			want = "_b 1 a B"
		}
		if err != nil || order != want {
			t.Errorf("%s: %s, %v, want %s", name, order, err, want)
		}
		conn.Close(t.Context())
	}
}
