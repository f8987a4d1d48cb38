package functions_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/todo-backend/todo-backend/shared/config"
)

// TestTrashAtOnce deletes and restores tasks, subtasks and their lists from many clients at once, who also write them,
// move them and empty the trash. Each is answered as if alone, and at the end no subtask is outside the trash without
// its task.
func TestTrashAtOnce(t *testing.T) {
	t.Parallel()
	ownProcess(t, func(*config.Config) {})
	const clients, rounds = 16, 60
	u := newUser(t)
	families := []family{u.family(t), u.family(t)}
	allowed := map[int]bool{200: true, 201: true, 204: true, 404: true, 409: true, 422: true}
	var all sync.WaitGroup
	for client := range clients {
		all.Go(func() {
			random := rand.New(rand.NewPCG(21, uint64(client)))
			for range rounds {
				f, another := families[random.IntN(2)], families[random.IntN(2)]
				id := []string{f.parent, f.subtask, f.early, f.other}[random.IntN(4)]
				q := request{token: u.Token, method: "POST", path: "/api/tasks/" + id + "/restore"}
				switch random.IntN(12) {
				case 0, 1, 2:
					q.method, q.path = "DELETE", "/api/tasks/"+id
				case 3:
					q.method, q.path = "DELETE", "/api/lists/"+f.list
				case 4, 5:
					q.path = "/api/lists/" + f.list + "/restore"
				case 6:
					q.method, q.path, q.body = "PATCH", "/api/tasks/"+id, `{"completed":true,"tags":["c"]}`
				case 7:
					q.path = "/api/tasks"
					q.body = fmt.Sprintf(`{"title":"new","parent_id":%q}`, f.parent)
				case 8:
					q.method, q.path = "PATCH", "/api/tasks/"+f.parent
					q.body = fmt.Sprintf(`{"list_id":%q}`, another.list)
				case 9:
					if random.IntN(10) == 0 {
						q.method, q.path = "DELETE", "/api/trash"
					}
				}
				if a := q.send(t); !allowed[a.Status] {
					t.Errorf("%s %s: %d %s", q.method, q.path, a.Status, a.Body)
				}
			}
		})
	}
	all.Wait()
	inStep(t)
	if n := queryOne[int](t, `select count(*) from tasks s left join tasks p on p.id = s.parent_id
		where s.user_id = $1 and s.parent_id is not null
		and (p.id is null or s.deleted_at is null and (p.deleted_at is not null or p.list_id <> s.list_id))`,
		u.ID); n > 0 {
		t.Errorf("%d subtasks are without their task", n)
	}
}
