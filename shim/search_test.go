package main_test

import (
	"testing"

	"github.com/todo-backend/todo-backend/shared/task"
)

// TestSearchKeysAreFilled has more tasks that no program gave a key than one batch takes, and one that has one.
func TestSearchKeysAreFilled(t *testing.T) {
	t.Parallel()
	url, variables := database(t)
	conn := connect(t, url)
	for _, sql := range []string{
		`insert into users (id, email, password_hash)
		 values ('01900000-0000-7000-8000-000000000001', 'ann@example.com', 'x')`,
		`insert into tasks (id, user_id, title, description, tags)
		 select gen_random_uuid(), '01900000-0000-7000-8000-000000000001', 'Straße ' || n,
		   nullif(repeat('Ä', n % 2), ''), (array['İ', 'ΟΔΟΣ'])[1:n % 3]
		 from generate_series(1, 1001) as n`,
		`insert into tasks (id, user_id, title, search_key)
		 values (gen_random_uuid(), '01900000-0000-7000-8000-000000000001', 'kept', 'its own')`,
	} {
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	start(t, t.TempDir(), variables...).up(t)
	same(t, "without a key", conn, `select count(*) from tasks where search_key is null`, "0")
	same(t, "with a key of before", conn, `select search_key from tasks where title = 'kept'`, "its own")
	same(t, "an odd one", conn, `select search_key from tasks where title = 'Straße 7'`,
		task.SearchKeys("Straße 7", "Ä", []string{"İ"}))
	same(t, "an even one", conn, `select search_key from tasks where title = 'Straße 8'`,
		task.SearchKeys("Straße 8", "", []string{"İ", "ΟΔΟΣ"}))
}
