package main_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/task"
)

// keepHistory has the database note each state of each task, as it is committed.
func keepHistory(t *testing.T, address string) {
	t.Helper()
	mustExec(t, connect(t, address), `
		create table history (n bigserial, event text, like tasks);
		create function note() returns trigger language plpgsql security definer as $$
		begin
		  if tg_op = 'DELETE' then
		    insert into history select nextval('history_n_seq'), tg_op, old.*;
		  else
		    insert into history select nextval('history_n_seq'), tg_op, new.*;
		  end if;
		  return null;
		end $$;
		create trigger note after insert or update or delete on tasks for each row execute function note()`)
}

// forgetRemovals forgets the removals of all lists now and then, as the purge does after 90 days. It returns for how
// many lists it did.
func forgetRemovals(t *testing.T, address string, ended chan struct{}) (lists int) {
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Error(err)
		return 0
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	for ticks := time.NewTicker(3 * time.Second); ; {
		select {
		case <-ended:
			return lists
		case <-ticks.C:
		}
		tag, err := conn.Exec(t.Context(), `
			with locked as (select id from lists order by id for no key update), forgotten as (
			  delete from task_changes c using locked where c.list_id = locked.id and removed_at is not null
			  returning list_id, change_seq
			) update lists set purged_seq = greatest(purged_seq, newest)
			from (select list_id, max(change_seq) as newest from forgotten group by list_id) as f where id = list_id`)
		if err != nil && !strings.Contains(err.Error(), "40P01") {
			t.Error(err)
		}
		lists += int(tag.RowsAffected())
	}
}

// states returns rows of tasks in the API's form, by the text in front of their columns.
func states(t *testing.T, address, key, from string) map[string]string {
	t.Helper()
	rows, _ := connect(t, address).Query(t.Context(), `select `+key+`, `+task.Columns+` from `+from)
	all := map[string]string{}
	for rows.Next() {
		var name string
		var state task.Task
		if err := rows.Scan(append([]any{&name}, state.Fields()...)...); err != nil {
			t.Fatal(err)
		}
		all[name] = sorted(t, state)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// sorted returns the JSON of a value with its fields in the order of their names.
func sorted(t *testing.T, value any) string {
	t.Helper()
	raw, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var decoded any
	if err := json.Unmarshal(raw, &decoded); err != nil {
		t.Fatal(err)
	}
	if raw, err = json.Marshal(decoded); err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// haveTheSame fails the test unless each device has the lists and the tasks of the database, those outside the trash,
// byte for byte.
func haveTheSame(t *testing.T, address string, shim *process, token string, devices []*device) {
	t.Helper()
	const shown = `tasks where list_id in (select id from lists where deleted_at is null)`
	withTrash := states(t, address, "id::text", shown)
	want := states(t, address, "id::text", shown+` and deleted_at is null`)
	_, body := shim.send(t, "GET", "/api/lists", token, "")
	var lists struct{ Lists json.RawMessage }
	if err := json.Unmarshal([]byte(body), &lists); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d tasks, %d of them in the trash", len(withTrash), len(withTrash)-len(want))
	for _, d := range devices {
		c, got := d.finalCopy(t), map[string]string{}
		for _, raw := range c.Tasks {
			var id struct{ ID string }
			if err := json.Unmarshal(raw, &id); err != nil {
				t.Fatal(err)
			}
			got[id.ID] = sorted(t, raw)
		}
		different := slices.DeleteFunc(slices.Sorted(maps.Keys(merged(got, want))), func(id string) bool {
			return got[id] == want[id]
		})
		for _, id := range different[:min(3, len(different))] {
			t.Errorf("%s has\n%s\nthe database\n%s", d.Name, got[id], want[id])
		}
		if len(different) > 0 {
			t.Errorf("%s: %d of %d tasks differ", d.Name, len(different), len(want))
		}
		if got, want := sorted(t, c.Lists), sorted(t, lists.Lists); got != want {
			t.Errorf("%s has the lists\n%s\nwant\n%s", d.Name, got, want)
		}
		reasons := map[string]int{}
		for _, r := range c.Refused {
			reasons[fmt.Sprint(r.Status, " ", r.Message)]++
		}
		t.Log(d.Name, "was refused:", reasons)
	}
}

func merged(a, b map[string]string) map[string]string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}
