package functions_test

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/todo-backend/todo-backend/migrations"
	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/task"
)

// searches runs test in each setting in which a search must find the same: with the index and without it, in a database
// whose owner may not create extensions, and with plans that know no arguments. It gives test the database.
func searches(t *testing.T, test func(t *testing.T, u user, db *pgxpool.Pool)) {
	t.Parallel()
	t.Run("with the index", func(t *testing.T) {
		t.Parallel()
		test(t, newUser(t), admin)
	})
	t.Run("with generic plans", func(t *testing.T) {
		t.Parallel()
		ownProcess(t, func(cfg *config.Config) { cfg.DatabaseURL += "&plan_cache_mode=force_generic_plan" })
		test(t, newUser(t), admin)
	})
	t.Run("without the index", func(t *testing.T) {
		t.Parallel()
		u := newUser(t)
		db := withoutExtensions(t)
		for _, sql := range []string{
			`insert into users (id, email, password_hash) values ($1::uuid, $1::text || '@example.com', 'x')`,
			`insert into sessions (id, user_id, expires_at) values ('` + u.SessionID.String() +
				`', $1, now() + interval '1 hour')`,
		} {
			if _, err := db.Exec(t.Context(), sql, u.ID.String()); err != nil {
				t.Fatal(err)
			}
		}
		test(t, u, db)
	})
}

// withoutExtensions makes t's requests go to a database that refuses extensions.
func withoutExtensions(t *testing.T) *pgxpool.Pool {
	t.Helper()
	name := "without_" + strings.ReplaceAll(randomAddress(), ".", "_")
	at, err := postgres.NewDatabase(t.Context(), name, "")
	if err != nil {
		t.Fatal(err)
	}
	db, err := pgxpool.New(context.WithoutCancel(t.Context()), at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	if _, err := db.Exec(t.Context(), `
		create function refuse() returns event_trigger language plpgsql
		as $$ begin raise insufficient_privilege; end $$;
		create event trigger no_extensions on ddl_command_start when tag in ('CREATE EXTENSION')
		execute function refuse()`); err != nil {
		t.Fatal(err)
	}
	if _, err := migrations.Up(t.Context(), at); err != nil {
		t.Fatal(err)
	}
	ownProcess(t, func(cfg *config.Config) {
		cfg.DatabaseURL = strings.Replace(cfg.DatabaseURL, "/functions?", "/"+name+"?", 1)
	})
	return db
}

// TestSearch asks for each text of the fixture in a task's description and tags, which was created so, was changed to
// it, and was changed otherwise.
func TestSearch(t *testing.T) {
	var rows []struct {
		Text, Query string
		Tags        []string
		Found       bool
	}
	fixtureFile(t, "search.json", &rows)
	searches(t, func(t *testing.T, u user, db *pgxpool.Pool) {
		insertSearched(t, db, u.ID, slices.Repeat([]string{"="}, 250)) // of fewer, the index is not asked
		for _, row := range rows {
			body := map[string]any{"title": "=", "category": "=", "description": row.Text,
				"tags": append([]string{}, row.Tags...)}
			created, _ := u.create(t, encode(t, body))
			found := func(when string, want bool) {
				t.Helper()
				tasks := u.list(t, "category=%3D&search="+url.QueryEscape(row.Query)).Tasks
				if found := len(tasks) == 1; found != want {
					t.Errorf("%q in %q %q, %s: %t, want %t", row.Query, row.Text, row.Tags, when, found, want)
				}
			}
			change := func(body map[string]any) {
				t.Helper()
				u.patch(t, created.ID, encode(t, body)).want(t, 200)
			}
			found("created", row.Found)
			change(map[string]any{"description": nil, "tags": []string{}})
			found("changed from it", len(task.SearchPatterns(row.Query)) == 0)
			change(map[string]any{"tags": body["tags"], "completed": true})
			change(map[string]any{"description": row.Text})
			found("changed to it", row.Found)
			change(map[string]any{"priority": "low"})
			found("changed otherwise", row.Found)
			request{method: "DELETE", path: "/api/tasks/" + created.ID, token: u.Token}.send(t).want(t, 204)
			found("deleted", false)
		}
		if _, err := db.Exec(t.Context(), `insert into tasks (id, user_id, title, tags)
			values (gen_random_uuid(), $1, 'Written by SQL', '{Tagged}')`, u.ID); err != nil {
			t.Fatal(err)
		}
		if p := u.list(t, "search=tagged+BY+sql"); p.titles() != "Written by SQL" {
			t.Errorf("without a key, found %q", p.titles())
		}
	})
}

// TestSearchKeyIsKept looks at what each way of writing a task leaves to be searched by.
func TestSearchKeyIsKept(t *testing.T) {
	u := newUser(t)
	created, _ := u.create(t, `{"title":"Straße","description":"ÄRGER","tags":["É"],
		"recurrence_pattern":"daily","due_date":"2031-01-31T09:00:00Z"}`)
	for _, body := range []string{`{}`, `{"title":"ΟΔΟΣ"}`, `{"description":"İ"}`, `{"tags":["ẞ","ı i"]}`,
		`{"description":null}`, `{"title":"É","description":"é"}`, `{"priority":"low"}`, `{"tags":[]}`,
		`{"title":"x","description":"y","tags":["z"]}`, `{"completed":true}`} {
		u.patch(t, created.ID, body).want(t, 200)
		rows, err := admin.Query(t.Context(),
			`select title, coalesce(description, ''), tags, search_key from tasks where user_id = $1`, u.ID)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var title, description string
			var tags []string
			var key *string
			if err := rows.Scan(&title, &description, &tags, &key); err != nil {
				t.Fatal(err)
			}
			if want := task.SearchKeys(title, description, tags); key == nil || *key != want {
				t.Errorf("after %s: %q %q %q has the key %v, want %q", body, title, description, tags, key, want)
			}
		}
	}
}
