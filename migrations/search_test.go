package migrations_test

import (
	"context"
	"net/url"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/migrations"
)

// TestSearchIndex migrates as owners of databases who may create the extensions and who may not, forward, back and
// forward again: the index is there where it can be, and search_candidates always.
func TestSearchIndex(t *testing.T) {
	for name, c := range map[string]struct {
		prepare string // as a superuser
		index   bool
	}{
		"owner_of_database": {`alter database owner_of_database owner to owner_of_database`, true},
		"owner_of_schema":   {``, false},
		"elsewhere": {`create schema extensions; grant usage on schema extensions to elsewhere;
			create extension pg_trgm schema extensions; create extension btree_gin schema extensions`, true},
		"refusing": {`alter database refusing owner to refusing; create function refuse() returns event_trigger
			language plpgsql as $$ begin raise feature_not_supported; end $$;
			create event trigger refusing on ddl_command_start when tag in ('CREATE EXTENSION')
			execute function refuse()`, false},
		"half": {`create extension pg_trgm`, false},
	} {
		as := ownedBy(t, name, c.prepare)
		n, err := migrations.Up(t.Context(), as)
		for range n {
			if err == nil {
				_, err = migrations.Down(t.Context(), as)
			}
		}
		if err == nil {
			_, err = migrations.Up(t.Context(), as)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		conn, err := pgx.Connect(t.Context(), as)
		if err != nil {
			t.Fatal(err)
		}
		var index, used, others bool
		if err := conn.QueryRow(t.Context(), `
			select to_regclass('tasks_by_search_key') is not null,
			  (select prosecdef from pg_proc where proname = 'search_candidates'),
			  has_function_privilege('pg_monitor', 'search_candidates(text[])', 'execute')`).
			Scan(&index, &used, &others); err != nil || index != c.index || used != c.index || others {
			t.Errorf("%s: an index %t, used %t, by other roles %t, %v; want an index: %t",
				name, index, used, others, err, c.index)
		}
		conn.Close(context.WithoutCancel(t.Context()))
	}
}

// ownedBy creates a database and a role of the same name, which owns its schema public and may create roles, and
// returns the role's URL. Another test may have created todo_app, which from PostgreSQL 16 on only its creator may
// grant, and whom the creator lets do so.
func ownedBy(t *testing.T, name, prepare string) string {
	t.Helper()
	at := database(t, name)
	conn, err := pgx.Connect(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	if _, err := conn.Exec(t.Context(), `create role `+name+` login createrole nosuperuser;
		alter schema public owner to `+name+`;
		do $$ begin
		  if exists (select from pg_roles where rolname = 'todo_app') then
		    grant todo_app to `+name+` with admin option;
		  end if;
		end $$; `+prepare); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	owner, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	query := owner.Query()
	query.Set("user", name)
	owner.RawQuery, owner.User = query.Encode(), url.User(name)
	return owner.String()
}

// TestSearchKeysOfBefore migrates tasks whose keys have no tags: the program finds those that it has to look at.
func TestSearchKeysOfBefore(t *testing.T) {
	at, conn := migrated(t, "search_keys_of_before")
	candidates := func() (n int) {
		t.Helper()
		if err := conn.QueryRow(t.Context(),
			`select count(*) from pg_proc where proname = 'search_candidates'`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for candidates() > 0 {
		if _, err := migrations.Down(t.Context(), at); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := conn.Exec(t.Context(), `
		insert into users (id, email, password_hash)
		  values ('01900000-0000-7000-8000-000000000001', 'ann@example.com', 'x');
		insert into tasks (id, user_id, title, search_key, tags)
		select gen_random_uuid(), '01900000-0000-7000-8000-000000000001', title, key, tags
		from (values ('ASCII', E'ascii\n', array['AI', 'B c']), ('again', E'again\nx\nold', array['New']),
		  ('other', E'other\n', array['a', 'Ä']), ('none', E'none\nx', '{}'), ('null', null, array['a'])
		) as each (title, key, tags)`); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), `analyze tasks`); err != nil {
		t.Fatal(err)
	}
	if _, err := migrations.Up(t.Context(), at); err != nil {
		t.Fatal(err)
	}
	var statistics int
	if err := conn.QueryRow(t.Context(), `select count(*) from pg_stats where attname = 'search_key'`).
		Scan(&statistics); err != nil || statistics != 0 {
		t.Errorf("%d statistics of keys, %v, want none", statistics, err)
	}
	for title, want := range map[string]string{
		"ASCII": "ascii\n\nai b c", "again": "again\nx\nnew", "other": "null", "none": "none\nx", "null": "null",
	} {
		var key string
		if err := conn.QueryRow(t.Context(), `select coalesce(search_key, 'null') from tasks where title = $1`, title).
			Scan(&key); err != nil || key != want {
			t.Errorf("%s: the key is %q, %v, want %q", title, key, err, want)
		}
	}
}
