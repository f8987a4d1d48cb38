package functions_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/pgtest"
)

// TestOutage stops the database and starts it again while requests run.
func TestOutage(t *testing.T) {
	u := newUser(t)
	task, _ := u.create(t, `{"title":"x"}`)
	restart := func() {
		t.Helper()
		if err := postgres.StartServer(); err != nil {
			t.Fatal(err)
		}
		admin.Reset()
	}

	t.Run("reads recover by themselves", func(t *testing.T) {
		concurrently(10, func() int {
			return request{method: "GET", path: "/api/tasks/" + task.ID, token: u.Token}.send(t).Status
		}) // ten warm connections
		if err := postgres.StopServer(); err != nil {
			t.Fatal(err)
		}
		done := make(chan map[int]int)
		go func() {
			done <- concurrently(20, func() int {
				return request{method: "GET", path: "/api/tasks/" + task.ID, token: u.Token}.send(t).Status
			})
		}()
		restart()
		if statuses := <-done; statuses[200] != 20 {
			t.Errorf("statuses %v", statuses)
		}
	})

	t.Run("a write happens whole or not at all", func(t *testing.T) {
		const clients = 8
		var stop atomic.Bool
		created, refused := make([][]string, clients), make([][]string, clients)
		done := make(chan struct{})
		var next atomic.Int64
		go func() {
			defer close(done)
			concurrently(clients, func() int {
				i := int(next.Add(1)) - 1
				for !stop.Load() {
					title := uuid.NewString()
					a := request{method: "POST", path: "/api/tasks", token: u.Token,
						body: fmt.Sprintf(`{"title":%q,"tags":["outage"]}`, title)}.send(t)
					switch a.Status {
					case 201:
						created[i] = append(created[i], title)
					case 503:
						if a.Header.Get("Retry-After") == "" {
							t.Error("503 without Retry-After")
						}
						refused[i] = append(refused[i], title)
					default:
						t.Errorf("status %d: %s", a.Status, a.Body)
					}
				}
				return 0
			})
		}()
		for range 3 {
			if err := postgres.StopServer(); err != nil {
				t.Fatal(err)
			}
			restart()
			u.waitFor(t) // requests flow again
		}
		stop.Store(true)
		<-done
		for i := range clients {
			for _, title := range created[i] {
				if queryOne[int](t, `select count(*) from tasks where title = $1`, title) != 1 {
					t.Errorf("a task that was answered with 201 is lost")
				}
			}
			for _, title := range refused[i] {
				if queryOne[int](t, `select count(*) from tasks where title = $1`, title) > 1 {
					t.Errorf("a task that was answered with 503 is there twice")
				}
			}
		}
		if double := queryOne[int](t, `
			select count(*) - count(distinct title) from tasks where tags = '{outage}'`); double != 0 {
			t.Errorf("%d tasks were doubled", double)
		}
	})

	t.Run("a write whose answer is lost is not repeated", func(t *testing.T) {
		proxy.cut.Store(true)
		request{method: "POST", path: "/api/tasks", token: u.Token, body: `{"title":"answer lost"}`}.send(t).
			want(t, 503)
		if n := queryOne[int](t, `select count(*) from tasks where title = 'answer lost'`); n != 1 {
			t.Errorf("%d tasks, want the one that the server had made", n)
		}
		proxy.cut.Store(true)
		request{method: "GET", path: "/api/tasks/" + task.ID, token: u.Token}.send(t).want(t, 200)
	})

	t.Run("health says so", func(t *testing.T) {
		if err := postgres.StopServer(); err != nil {
			t.Fatal(err)
		}
		live := request{method: "GET", path: "/health"}.send(t)
		a := request{method: "GET", path: "/health?database"}.send(t)
		write := request{method: "POST", path: "/api/tasks", token: u.Token, body: `{"title":"x"}`,
			header: map[string]string{"X-Request-Id": "outage-1"}}.send(t)
		restart()
		live.want(t, 200)
		a.want(t, 503)
		if !strings.Contains(string(a.Body), `"unhealthy"`) {
			t.Errorf("health: %s", a.Body)
		}
		write.want(t, 503)
		if lines := logs.linesContaining("outage-1"); len(lines) != 2 ||
			!strings.Contains(lines[0], "cannot serve now") {
			t.Errorf("the log has no line with the request id and the cause: %v", lines)
		}
		u.waitFor(t)
	})
}

// waitFor sends reads until one is answered.
func (u user) waitFor(t *testing.T) {
	t.Helper()
	pgtest.Eventually(t, "the database answers again", func() bool {
		return request{method: "GET", path: "/api/auth/me", token: u.Token}.send(t).Status == 200
	})
}

// TestExhaustedPool holds every connection, and expects 503 rather than a hang (threats: unbounded work).
func TestExhaustedPool(t *testing.T) {
	ownProcess(t, func(cfg *config.Config) { cfg.AcquireTimeout = time.Second })
	f := newFixture(t)
	tx := begin(t, `lock table tasks in access exclusive mode`)
	read := request{method: "GET", path: "/api/tasks/" + f.task.String(), token: f.owner.Token}
	second, third := read, read
	second.token, third.token = newUser(t).Token, newUser(t).Token
	blocked := make(chan map[int]int, 2) // two users have half of the connections each
	go func() { blocked <- concurrently(5, func() int { return read.send(t).Status }) }()
	go func() { blocked <- concurrently(5, func() int { return second.send(t).Status }) }()
	waitUntil(t, `select count(*) = 10 from pg_stat_activity
		where wait_event_type = 'Lock' and application_name = 'todo-backend'`)
	if a := third.send(t).want(t, 503); a.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if statuses := <-blocked; statuses[200]+statuses[404] != 5 {
			t.Errorf("statuses %v", statuses)
		}
	}
}

// TestClientGoesAway cancels requests that wait for a lock: the connections are free again, and nothing is written.
func TestClientGoesAway(t *testing.T) {
	f := newFixture(t)
	tx := begin(t, `select from tasks where id = $1 for update`, f.task)
	ctx, leave := context.WithCancel(t.Context())
	done := make(chan map[int]int)
	go func() { // half of them at work, the others wait for their user's share
		done <- concurrently(10, func() int {
			r, _ := http.NewRequestWithContext(ctx, "PATCH", server.URL+"/api/tasks/"+f.task.String(),
				strings.NewReader(`{"title":"gone"}`))
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Authorization", "Bearer "+f.owner.Token)
			if response, err := http.DefaultClient.Do(r); err == nil {
				response.Body.Close()
				return response.StatusCode
			}
			return 0
		})
	}()
	waitUntil(t, `select count(*) = 5 from pg_stat_activity
		where wait_event_type = 'Lock' and application_name = 'todo-backend'`)
	leave()
	if statuses := <-done; statuses[0] != 10 {
		t.Errorf("statuses %v", statuses)
	}
	waitUntil(t, `select count(*) = 0 from pg_stat_activity
		where wait_event_type = 'Lock' and application_name = 'todo-backend'`)
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	request{method: "GET", path: "/api/tasks/" + f.task.String(), token: f.owner.Token}.send(t).want(t, 200)
	if title := queryOne[string](t, `select title from tasks where id = $1`, f.task); title == "gone" {
		t.Error("a change whose client had gone was made")
	}
}

// waitUntil asks the database until it says true.
func waitUntil(t *testing.T, sql string) {
	t.Helper()
	pgtest.Eventually(t, sql, func() bool { return queryOne[bool](t, sql) })
}
