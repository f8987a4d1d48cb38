package functions_test

import (
	"testing"

	"github.com/todo-backend/todo-backend/migrations"
	"github.com/todo-backend/todo-backend/shared/config"
)

// TestMigrationUnderStatements takes migrations back and applies them again under the statements that every connection
// has prepared: who does not use what is missing meanwhile is served throughout, and everybody is afterwards.
func TestMigrationUnderStatements(t *testing.T) {
	direct, err := postgres.NewDatabase(t.Context(), "migrating", "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := migrations.Up(t.Context(), direct); err != nil {
		t.Fatal(err)
	}
	ownProcess(t, func(cfg *config.Config) { cfg.DatabaseURL, cfg.MaxConns = direct, 5 })
	var session loginBody
	request{method: "POST", path: "/api/auth/signup",
		body: `{"email":"ann@example.com","password":"` + password + `"}`}.send(t).want(t, 201)
	login(t, "ann@example.com", password, randomAddress()).want(t, 200).decode(t, &session)
	var task struct{ ID string }
	request{method: "POST", path: "/api/tasks", token: session.AccessToken,
		body: `{"title":"kept","due_date":"2030-01-01T00:00:00Z"}`}.send(t).want(t, 201).decode(t, &task)
	answered := func(when string) {
		t.Helper()
		for _, q := range []request{
			{method: "GET", path: "/api/tasks?sort_by=title&search=KEPT"},
			{method: "GET", path: "/api/tasks?due_after=2029-01-01T00:00:00Z"},
			{method: "GET", path: "/api/tasks/" + task.ID},
			{method: "PATCH", path: "/api/tasks/" + task.ID, body: `{"priority":"high"}`},
			{method: "GET", path: "/api/overview"},
			{method: "POST", path: "/api/tasks", body: `{"title":"new"}`},
		} {
			q.token = session.AccessToken
			want := 200
			if q.method == "POST" {
				want = 201
			}
			if statuses := concurrently(10, func() int { return q.send(t).Status }); statuses[want] != 10 {
				t.Errorf("%s: %s %s: %v", when, q.method, q.path, statuses)
			}
		}
	}
	answered("before")
	stop, served := make(chan struct{}), make(chan map[int]int)
	go func() {
		served <- concurrently(3, func() (status int) {
			for status = 200; status == 200; {
				select {
				case <-stop:
					return status
				default:
					status = request{method: "GET", path: "/api/auth/me", token: session.AccessToken}.send(t).Status
				}
			}
			return status
		})
	}()
	for range 3 {
		if _, err := migrations.Down(t.Context(), direct); err != nil {
			t.Error(err)
		}
	}
	if _, err := migrations.Up(t.Context(), direct); err != nil {
		t.Error(err)
	}
	answered("after")
	close(stop)
	if statuses := <-served; statuses[200] != 3 {
		t.Errorf("meanwhile: %v", statuses)
	}
	var page struct {
		Tasks []struct{ Title string }
		Total int
	}
	request{method: "GET", path: "/api/tasks?search=kept", token: session.AccessToken}.send(t).want(t, 200).
		decode(t, &page)
	if len(page.Tasks) != 1 || page.Tasks[0].Title != "kept" || page.Total != 21 {
		t.Errorf("%+v, want one that is kept of 21", page)
	}
}
