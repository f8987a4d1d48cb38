package functions_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/secret"
)

// TestOneUsersLoad lets one user ask for more than the database can do, in each way that a session is shown (threats:
// one person's load is everybody's). Others sign in and read meanwhile.
func TestOneUsersLoad(t *testing.T) {
	const clients = 40
	u, other := newUser(t), newUser(t)
	search := request{method: "GET", path: "/api/tasks?search=nothing"}
	var sessions [clients]user // all of the one user
	for i := range sessions {
		sessions[i] = u
		sessions[i].signIn(t)
	}
	for name, as := range map[string]func(q *request, client int){
		"a JWT":               func(q *request, _ int) { q.token = u.Token },
		"a session's token":   func(q *request, _ int) { q.token = u.Secret },
		"the session cookie":  func(q *request, _ int) { q.header = map[string]string{"Cookie": u.cookie(t)} },
		"a session a request": func(q *request, client int) { q.token = sessions[client].Secret },
		"tokens that are made up": func(q *request, _ int) {
			q.token = secret.NewToken()
		},
	} {
		t.Run(name, func(t *testing.T) {
			tx := begin(t, `lock table tasks in access exclusive mode`)
			answers := make(chan answer, clients)
			for client := range clients {
				q := search
				as(&q, client)
				go func() { answers <- q.send(t) }()
			}
			defer func() { // also where the test ends early
				for range clients {
					switch a := <-answers; a.Status {
					case http.StatusOK, http.StatusUnauthorized:
					case http.StatusServiceUnavailable:
						if a.Header.Get("Retry-After") == "" {
							t.Error("503 without Retry-After")
						}
					default:
						t.Errorf("status %d: %s", a.Status, a.Body)
					}
				}
			}()
			defer tx.Rollback(context.WithoutCancel(t.Context()))
			waitUntil(t, `select count(*) >= 5 from pg_stat_activity
				where wait_event_type = 'Lock' and application_name = 'todo-backend'`)
			request{method: "GET", path: "/api/auth/me", token: other.Token}.send(t).want(t, 200)
			login(t, other.Email, password, randomAddress()).want(t, 200)
			request{method: "GET", path: "/api/auth/get-session",
				header: map[string]string{"Cookie": other.cookie(t)}}.send(t).want(t, 200)
			if n := queryOne[int](t, `select count(*) from pg_stat_activity
				where wait_event_type = 'Lock' and application_name = 'todo-backend'`); n > 6 {
				t.Errorf("the load holds %d connections, want half of 10, and one whose user is not known yet", n)
			}
		})
	}
}

// TestManyTasks is TestOneUsersLoad with real work: searches by 40 clients through 40,000 tasks, of which each is read
// and compared, go on until others have been answered.
func TestManyTasks(t *testing.T) {
	u, other := newUser(t), newUser(t)
	exec(t, `insert into tasks (id, user_id, title, description)
		select gen_random_uuid(), $1, 'task ' || n, repeat(md5(n::text), 30) from generate_series(1, 40000) n`, u.ID)
	t.Cleanup(func() {
		if _, err := admin.Exec(context.Background(), `delete from users where id = $1`, u.ID); err != nil {
			t.Error(err)
		}
	})
	const searches = `from pg_stat_activity
		where state = 'active' and query like '%search_candidates%' and application_name = 'todo-backend'`
	answered := make(chan map[int]int, 1)
	searching, stop := context.WithCancel(t.Context())
	go func() {
		answered <- concurrently(40, func() (status int) {
			for again := true; again; again = searching.Err() == nil && status == 200 {
				status = request{method: "GET", path: "/api/tasks?search=nothing", token: u.Token}.send(t).Status
			}
			return status
		})
	}()
	defer func() {
		stop()
		if statuses := <-answered; statuses[200]+statuses[503] != 40 || statuses[200] == 0 {
			t.Errorf("statuses %v", statuses)
		}
	}()
	waitUntil(t, `select count(*) >= 5 `+searches)
	request{method: "GET", path: "/api/auth/me", token: other.Token}.send(t).want(t, 200)
	login(t, other.Email, password, randomAddress()).want(t, 200)
	if n := queryOne[int](t, `select count(*) `+searches); n > 5 {
		t.Errorf("the searches hold %d connections, want half of 10", n)
	}
}

// TestStatementTime holds that a statement has a time of its own, shorter than the request's, and for its request
// alone.
func TestStatementTime(t *testing.T) {
	u := newUser(t)
	for name, authorization := range map[string]string{"a JWT": u.Token, "a token": u.Secret} {
		limit := database.QueryValue[string](`select current_setting('statement_timeout')`)
		for _, phase := range []func(*identity.Pipeline) *identity.Pipeline{
			func(p *identity.Pipeline) *identity.Pipeline { return p.AsUser(limit) },
			func(p *identity.Pipeline) *identity.Pipeline { return p.AsOwner(limit) },
		} {
			err := withCaller(t, "GET", authorization, func(caller *identity.Caller) error {
				return phase(caller.Pipeline()).Run()
			})
			if err != nil || !strings.HasPrefix(limit.Value, "30s") { // REQUEST_TIMEOUT is 60s here
				t.Errorf("%s: %q, %v", name, limit.Value, err)
			}
		}
	}
}
