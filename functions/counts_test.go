package functions_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/task"
)

// TestCountsAreKept writes at random from many clients at once, and lets some of the writes fail or go back.
func TestCountsAreKept(t *testing.T) {
	t.Parallel()
	ownProcess(t, func(*config.Config) {})
	const clients, rounds = 16, 120
	var users [3]user
	for i := range users {
		users[i] = newUser(t)
	}
	var mu sync.Mutex
	var ids []struct {
		owner user
		id    string
	}
	write := func(random *rand.Rand) {
		u := users[random.IntN(len(users))]
		mu.Lock()
		id := uuid.NewString()
		if len(ids) > 0 {
			pick := ids[random.IntN(len(ids))]
			u, id = pick.owner, pick.id
		}
		mu.Unlock()
		q := request{token: u.Token, path: "/api/tasks/" + id}
		switch random.IntN(9) {
		case 0, 1, 2:
			q.method, q.path = "POST", "/api/tasks"
			q.body = fmt.Sprintf(
				`{"title":"x","completed":%t,"recurrence_pattern":"daily","due_date":"2026-01-01T00:00:00Z"}`,
				random.IntN(2) == 0)
			if random.IntN(2) == 0 {
				q.header = map[string]string{"Idempotency-Key": fmt.Sprint(random.IntN(20))}
				q.body = `{"title":"x"}`
			}
		case 3, 4:
			q.method, q.body = "PATCH", `{"completed":true}` // and the next occurrence
		case 5:
			q.method, q.body = "PATCH", `{"completed":false}`
		case 6:
			q.method = "DELETE"
		case 7: // rolled back
			tx, err := admin.Begin(t.Context())
			if err != nil {
				t.Error(err)
				return
			}
			_, _ = tx.Exec(t.Context(), `insert into tasks (id, user_id, title)
				select gen_random_uuid(), $1, 'x' from generate_series(1, 3)`, u.ID)
			_, _ = tx.Exec(t.Context(), `delete from tasks where id = $1`, id)
			_ = tx.Rollback(t.Context())
			return
		case 8: // several statements, of which the last fails
			_, _ = admin.Exec(t.Context(), fmt.Sprintf(`
				insert into tasks (id, user_id, title) values (gen_random_uuid(), '%s', 'x');
				update tasks set title = '' where id = '%s'; select 1/0`, u.ID, id))
			return
		}
		a := q.send(t)
		if a.Status >= 500 {
			t.Errorf("status %d: %s", a.Status, a.Body)
		}
		if a.Status == 201 {
			var created struct{ ID string }
			a.decode(t, &created)
			mu.Lock()
			ids = append(ids, struct {
				owner user
				id    string
			}{u, created.ID})
			mu.Unlock()
		}
	}
	var all sync.WaitGroup
	for client := range clients {
		all.Go(func() {
			random := rand.New(rand.NewPCG(1, uint64(client)))
			for range rounds {
				write(random)
			}
		})
	}
	all.Wait()
	inStep(t)
	exec(t, `update tasks set user_id = $2, list_id = $2 where user_id = $1`, users[0].ID, users[1].ID)
	exec(t, `delete from users where id = $1`, users[1].ID)
	inStep(t)
	if n := queryOne[int](t, `select count(*) from lists where user_id = $1`, users[1].ID); n != 0 {
		t.Error("a deleted user's counts are left")
	}
}

// TestTasksAreLimited holds how many tasks a user may have, and that completing a recurring task works at the limit.
func TestTasksAreLimited(t *testing.T) {
	u, other := newUser(t), newUser(t)
	t.Cleanup(func() {
		if _, err := admin.Exec(context.Background(), `delete from users where id = $1`, u.ID); err != nil {
			t.Error(err)
		}
	})
	add := func(n int) { // to the count, which the limit reads: TestCountsStayInStep holds it to the tasks
		t.Helper()
		exec(t, `update lists set total = total + $2 where user_id = $1`, u.ID, n)
	}
	recurring, _ := u.create(t, `{"title":"x","due_date":"2026-01-01T00:00:00Z","recurrence_pattern":"daily"}`)
	create := request{method: "POST", path: "/api/tasks", token: u.Token, body: `{"title":"x"}`}
	keyed := create
	keyed.header = map[string]string{"Idempotency-Key": "first"}
	keyed.send(t).want(t, 201)
	complete := request{method: "PATCH", path: "/api/tasks/" + recurring.ID, token: u.Token, body: `{"completed":true}`}
	add(task.MaxTasks - 3)

	statuses := concurrently(8, func() int { return create.send(t).Status })
	if statuses[201] != 1 || statuses[422] != 7 {
		t.Errorf("eight at once for the last place: %v", statuses)
	}
	if p := create.send(t).want(t, 422).problem(t); !strings.Contains(p.Detail, "100,000") {
		t.Errorf("the answer does not name the number: %s", p.Detail)
	}
	keyed.send(t).want(t, 200) // what is here already is answered
	complete.send(t).want(t, 200)
	if n := queryOne[int](t, `select total from lists where user_id = $1`, u.ID); n != task.MaxTasks+1 {
		t.Errorf("%d tasks after the recurring one was completed, want its next occurrence beyond the limit", n)
	}
	request{method: "POST", path: "/api/tasks", token: other.Token, body: `{"title":"x"}`}.send(t).want(t, 201)

	add(task.MaxTasks / 10)
	exec(t, `update tasks set completed = false, completed_at = null where id = $1`, recurring.ID)
	exec(t, `delete from tasks where recurrence_of = $1`, recurring.ID)
	add(1)
	complete.send(t).want(t, 422) // nothing is without a bound; the task stays as it was
	if queryOne[bool](t, `select completed from tasks where id = $1`, recurring.ID) {
		t.Error("it was completed without its next occurrence")
	}
	add(-task.MaxTasks/10 - 2)
	create.send(t).want(t, 201)
}

// TestDeletionAmongWrites deletes accounts while their tasks are made and completed: nobody gets a 500, and whoever
// comes too late is not signed in.
func TestDeletionAmongWrites(t *testing.T) {
	t.Parallel()
	ownProcess(t, func(*config.Config) {})
	for round := range 24 {
		u := newUser(t)
		deletion := request{method: "DELETE", path: "/api/auth/account", token: u.Token,
			body: `{"password":"` + password + `"}`}
		if round%2 == 1 {
			deletion.method, deletion.path = "POST", "/api/auth/delete-user"
		}
		var sends []func() int
		for range 3 {
			created, _ := u.create(t, `{"title":"x","due_date":"2026-01-01T00:00:00Z","recurrence_pattern":"daily"}`)
			sends = append(sends, func() int {
				return request{method: "PATCH", path: "/api/tasks/" + created.ID, token: u.Token,
					body: `{"completed":true}`}.send(t).Status
			}, func() int {
				return request{method: "POST", path: "/api/tasks", token: u.Token, body: `{"title":"x"}`}.send(t).Status
			}, func() int {
				return request{method: "DELETE", path: "/api/tasks/" + created.ID, token: u.Token}.send(t).Status
			})
		}
		deleted := make(chan int, 1)
		var all sync.WaitGroup
		for _, send := range sends {
			all.Go(func() {
				for {
					switch status := send(); status {
					case 401:
						return
					case 200, 201, 204, 404:
					default:
						t.Errorf("status %d", status)
						return
					}
				}
			})
		}
		deletion.header = map[string]string{"X-Forwarded-For": randomAddress()}
		go func() { deleted <- deletion.send(t).Status }()
		if status := <-deleted; status != 204 && status != 200 {
			t.Errorf("the deletion got %d", status)
			exec(t, `delete from users where id = $1`, u.ID)
		}
		all.Wait()
		if n := queryOne[int](t, `select count(*) from tasks where user_id = $1`, u.ID); n != 0 {
			t.Errorf("%d tasks are left", n)
		}
	}
	inStep(t)
}
