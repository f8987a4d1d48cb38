package functions_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/functions"
)

// TestRoundTrips counts what the connection carries (a rule of the architecture: one request, one round trip).
func TestRoundTrips(t *testing.T) {
	for _, function := range functions.All {
		t.Run(function.Method+" "+function.Path, func(t *testing.T) {
			for try := range 2 { // the first makes the connection warm, and lets it learn the statements
				f := newFixture(t)
				q := f.request(function, f.owner.Token)
				sent := new(logBuffer)
				proxy.heard.Store(sent)
				before := proxy.ready.Load()
				q.send(t).want(t, rowOf(function).owner)
				trips := int(proxy.ready.Load() - before)
				proxy.heard.Store(nil)
				if want := rowOf(function).trips; try == 1 && trips > want {
					t.Errorf("%d round trips, want %d at most: %q", trips, want, sent.after(0))
				}
			}
		})
	}
}

// TestRefusalsCostNoMore counts the round trips of refusals, and of what comes after them.
func TestRefusalsCostNoMore(t *testing.T) {
	f := newFixture(t)
	deleted := newUser(t)
	exec(t, `delete from users where id = $1`, deleted.ID)
	task := request{method: "GET", path: "/api/tasks/" + f.task.String(), token: f.owner.Token}
	absent, ended := task, task
	absent.path, ended.token = "/api/tasks/"+uuid.NewString(), deleted.Token
	task.send(t).want(t, 200)
	before := proxy.ready.Load()
	absent.send(t).want(t, 404)
	task.send(t).want(t, 200)
	ended.send(t).want(t, 401)
	task.send(t).want(t, 200)
	if trips := proxy.ready.Load() - before; trips != 4 {
		t.Errorf("%d round trips for four requests", trips)
	}
}

// TestReadinessIsOneRoundTrip counts that of the health check that is asked for the database: TestRoundTrips has that
// of the other, which is none.
func TestReadinessIsOneRoundTrip(t *testing.T) {
	for _, path := range []string{"/health?database", "/health?database=true"} {
		ready := request{method: "GET", path: path}
		ready.send(t).want(t, 200) // the connection is warm
		before := proxy.ready.Load()
		a := ready.send(t).want(t, 200)
		if trips := proxy.ready.Load() - before; trips != 1 || !strings.Contains(string(a.Body), `"connected"`) {
			t.Errorf("%s: %d round trips: %s", path, trips, a.Body)
		}
	}
}
