package main_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
)

// nothingIsDoubled fails the test unless each task was inserted once, none was created twice under two ids, each of its
// versions was committed once and none is missing between, and it is in one list.
func nothingIsDoubled(t *testing.T, address string) {
	t.Helper()
	conn := connect(t, address)
	same(t, "tasks that were inserted other than once, or whose versions are not 1, 2, 3 ...", conn, `
		select id::text, count(*), max(version) from history where event <> 'DELETE' group by id
		having count(*) filter (where event = 'INSERT') <> 1 or count(*) <> max(version)
		or count(distinct version) <> count(*) limit 5`, "")
	same(t, "creations that made two tasks", conn, `
		select title, count(*) from history where event = 'INSERT' and recurrence_of is null
		group by title having count(*) > 1 limit 5`, "")
	same(t, "tasks in two lists", conn, `
		select task_id::text from task_changes where removed_at is null group by task_id having count(*) > 1`, "")
}

// nothingIsLost fails the test unless what the devices were told has happened, and stays until somebody writes over it:
//
//   - A task that an answer says was committed, at the version of the answer, with the same bytes.
//   - A write that was answered with 200 or 201 has its title in the task that the answer says, but for a creation that
//     was sent again. Each text is typed once, so that it stands for its write.
//   - A deletion that was answered with 204 was committed, unless the task does not exist: a batch that is sent again
//     answers so where it has refused the creation.
//   - A task gets a title at most as often as that was sent, so that an earlier write undoes a later one only where it
//     was sent again, since its answer was cut. The title that the backend gives a next occurrence counts as sent: a
//     device that takes the occurrence out of the trash may send it once more.
//   - What was refused was refused because others had come first, or for what another field says.
func nothingIsLost(t *testing.T, address string, devices []*device) {
	t.Helper()
	created := states(t, address, "id::text", "history where event = 'INSERT'")
	committed := states(t, address, "id || ' ' || version", "history where event <> 'DELETE'")
	trashed := states(t, address, "id::text", "history where event = 'DELETE' or deleted_at is not null")
	sentOften, statuses := map[string]int{}, map[string]int{}
	faults := 0
	fault := func(d *device, w write, what string) {
		if faults++; faults < 10 {
			t.Errorf("%s: %s %s %d: %s\n%s\nits states:\n%s", d.Name, w.Op, w.ID, w.Status, what, w.Body,
				history(t, address, w.ID))
		}
	}
	for _, d := range devices {
		sent, answered := d.writes(t)
		for _, w := range sent {
			sentOften[w.ID+" "+w.Title]++
		}
		for _, w := range answered {
			var body struct {
				Title, Detail string
				Version       int
				Errors        []struct{ Detail string }
			}
			if err := json.Unmarshal(w.Body, &body); err != nil {
				t.Fatal(err)
			}
			reason := fmt.Sprint(w.Op, " ", w.Status)
			switch w.Status {
			case 200, 201:
				if got, want := sorted(t, w.Body), committed[fmt.Sprint(w.ID, " ", body.Version)]; got != want {
					fault(d, w, "committed was "+want)
				}
				if w.Task.Title != nil && *w.Task.Title != body.Title && (w.Op != "create" || w.Status == 201) {
					fault(d, w, "it has not the title "+*w.Task.Title)
				}
			case 204:
				if created[w.ID] != "" && trashed[w.ID] == "" {
					fault(d, w, "it was not deleted")
				}
			case 404, 409, 412, 422:
				reason += " " + body.Detail
				for _, e := range body.Errors {
					reason += " " + e.Detail
				}
			case 503: // it is sent again
			default:
				fault(d, w, "it is refused")
			}
			statuses[reason]++
		}
	}
	for reason, n := range statuses {
		t.Log(n, "times", reason)
	}

	rows, _ := connect(t, address).Query(t.Context(), `
		select id::text, title, event = 'INSERT' and recurrence_of is not null
		from history where event <> 'DELETE' order by id, version`)
	var id, title, lastID, lastTitle string
	var copied bool
	arrivals, again := map[string]int{}, 0
	_, err := pgx.ForEachRow(rows, []any{&id, &title, &copied}, func() error {
		written := id + " " + title
		if copied {
			sentOften[written]++
		}
		if id != lastID || title != lastTitle {
			arrivals[written]++
			if arrivals[written] > sentOften[written] {
				t.Errorf("%s got the title %s %d times, which was sent %d times; its states:\n%s", id, title,
					arrivals[written], sentOften[written], history(t, address, id))
			}
			if arrivals[written] > 1 {
				again++
			}
		}
		lastID, lastTitle = id, title
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(len(committed), "states of tasks;", again, "titles came again, since their write was repeated")
}

// history returns a line for each state of a task.
func history(t *testing.T, address, id string) string {
	return text(t, connect(t, address), `
		select n, event, version, updated_at::text, deleted_at::text, title, recurrence_of::text
		from history where id::text = $1 order by n`, id)
}
