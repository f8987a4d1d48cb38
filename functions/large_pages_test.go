package functions_test

import (
	"fmt"
	"net/url"
	"testing"
)

// TestLargePages asks for a thousand of the largest tasks: a page ends at about a megabyte, and each way of paging
// still reaches them all, once.
func TestLargePages(t *testing.T) {
	const tasks = 300
	u := newUser(t)
	exec(t, `
		insert into tasks (id, user_id, title, description, tags, category)
		select gen_random_uuid(), $1, repeat('𝒳', 200), repeat('𝒴', 1000),
			array(select repeat('𝒵', 49) || n from generate_series(0, 9) n), repeat('𝒲', 50)
		from generate_series(1, $2)`, u.ID, tasks)
	for name, next := range map[string]func(seen int, cursor string) string{
		"by cursor": func(_ int, cursor string) string { return "&cursor=" + url.QueryEscape(cursor) },
		"by offset": func(seen int, _ string) string { return fmt.Sprint("&offset=", seen) },
	} {
		t.Run(name, func(t *testing.T) {
			seen, pages, more := map[string]bool{}, 0, ""
			for {
				a := request{method: "GET", path: "/api/tasks?limit=1000" + more, token: u.Token}.send(t).want(t, 200)
				var page struct {
					Tasks      []struct{ ID string }
					Total      int
					NextCursor *string `json:"next_cursor"`
				}
				a.decode(t, &page)
				pages++
				if len(a.Body) > 9<<17 {
					t.Errorf("a page of %d bytes", len(a.Body))
				}
				for _, task := range page.Tasks {
					if seen[task.ID] {
						t.Fatal("a task came twice")
					}
					seen[task.ID] = true
				}
				if page.NextCursor == nil {
					break
				}
				if page.Total != tasks || len(page.Tasks) == 0 {
					t.Fatalf("%d of %d tasks in page %d", len(page.Tasks), page.Total, pages)
				}
				more = next(len(seen), *page.NextCursor)
			}
			if len(seen) != tasks || pages < 2 {
				t.Errorf("%d tasks in %d pages", len(seen), pages)
			}
		})
	}
}
