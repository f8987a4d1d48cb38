package functions_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/uuid"
)

// TestPlacesHoldUnderLoad has ten clients create, move, complete and delete a few tasks of one user at random: no
// request fails, and afterwards every subtask is in its parent's list, one level deep.
func TestPlacesHoldUnderLoad(t *testing.T) {
	t.Parallel()
	const clients, requests, tasks = 10, 40, 12
	u := newUser(t)
	lists := []string{u.ID.String(), u.newList(t), u.newList(t)}
	ids := make([]string, tasks)
	for i := range ids {
		ids[i] = uuid.NewString()
	}
	seeds := make(chan uint64, clients)
	for i := range clients {
		seeds <- uint64(i)
	}
	t.Log("seeds 0 to", clients-1)
	concurrently(clients, func() int {
		random := rand.New(rand.NewPCG(14, <-seeds))
		for range requests {
			id, parent, list := ids[random.IntN(tasks)], ids[random.IntN(tasks)], lists[random.IntN(len(lists))]
			q := request{method: "PATCH", path: "/api/tasks/" + id, token: u.Token}
			switch random.IntN(8) {
			case 0, 1:
				q.method, q.path = "POST", "/api/tasks"
				q.body = fmt.Sprintf(`{"id":%q,"title":"x","list_id":%q}`, uuid.NewString(), list)
				if random.IntN(2) == 0 {
					q.body = fmt.Sprintf(`{"id":%q,"title":"x","due_on":"2031-01-01","recurrence_pattern":"daily"}`, id)
				}
			case 2:
				q.method, q.path = "POST", "/api/tasks"
				q.body = fmt.Sprintf(`{"title":"x","parent_id":%q}`, parent)
			case 3:
				q.body = fmt.Sprintf(`{"list_id":%q}`, list)
			case 4:
				q.body = fmt.Sprintf(`{"parent_id":%q}`, parent)
			case 5:
				q.body = fmt.Sprintf(`{"parent_id":null,"list_id":%q}`, list)
			case 6:
				q.body = fmt.Sprintf(`{"completed":%v}`, random.IntN(2) == 0)
			case 7:
				q.body = fmt.Sprintf(`{"list_id":%q,"parent_id":%q}`, list, parent)
				if random.IntN(5) == 0 {
					q.method, q.body = "DELETE", ""
				}
			}
			if a := q.send(t); !slices.Contains([]int{200, 201, 204, 404, 409, 422}, a.Status) {
				t.Errorf("%s %s %s: %d %s", q.method, q.path, q.body, a.Status, a.Body)
			}
		}
		return 0
	})
	if n := queryOne[int](t, `select count(*) from tasks s join tasks p on p.id = s.parent_id
		where s.user_id = $1 and (s.list_id <> p.list_id or p.parent_id is not null)`, u.ID); n != 0 {
		t.Errorf("%d subtasks are in another list, or below a subtask", n)
	}
	inStep(t)
}
