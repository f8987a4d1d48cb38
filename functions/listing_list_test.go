package functions_test

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/task"
)

// TestListingOfAList lists the tasks of one list among others, and subtasks.
func TestListingOfAList(t *testing.T) {
	u, other := newUser(t), newUser(t)
	list := newListOf(t, u)
	foreign := newListOf(t, other)
	parent := uuid.Must(uuid.NewV7())
	exec(t, `update users set timezone = 'Pacific/Auckland' where id = $1`, u.ID) // where tomorrow comes first
	for i, row := range []string{
		`'%s', 'a5', 'one', false, null, null, null`,
		`'%s', 'a1', 'two', true, null, '2030-01-01 12:59:59.999Z', null`, // the last of that day in Auckland
		`'%s', 'a3', 'three', false, null, '2030-01-02Z', (now() at time zone 'Pacific/Auckland')::date`,
		`'%s', 'a4', 'four', false, null, null, (now() at time zone 'Pacific/Auckland')::date + 1`,
		`'%s', 'a2', 'Łódź', false, '` + parent.String() + `', null, null`,
		`'%s', 'Zz', 'ŁÓDŹ', true, '` + parent.String() + `', '2031-01-01Z', null`,
	} {
		id := uuid.Must(uuid.NewV7())
		if i == 0 {
			id = parent
		}
		exec(t, fmt.Sprintf(`insert into tasks (id, user_id, list_id, position, title, completed, parent_id, due_date,
				start_on, completed_at, recurrence_anchor, created_at, tags)
			select $1, $2, list_id::uuid, position, title, completed, parent_id::uuid, due::timestamptz, start::date,
				case when completed then now() end, due::timestamptz, now() + $3 * interval '1 minute', '{red}'
			from (values (`+row+`)) as v(list_id, position, title, completed, parent_id, due, start)`,
			list), id, u.ID, i)
	}
	exec(t, `update tasks set search_key = $2 where user_id = $1 and parent_id is not null`, u.ID,
		task.SearchKeys("Łódź", "", nil))
	u.create(t, `{"title":"in the inbox Łódź","tags":["red","blue"]}`)
	exec(t, `insert into tasks (id, user_id, list_id, title) values (gen_random_uuid(), $1, $2, 'not yours')`,
		other.ID, foreign)
	exec(t, `insert into tasks (id, user_id, list_id, title, deleted_at)
		values (gen_random_uuid(), $1, $2, 'in the trash', now())`, u.ID, list)

	in := "list_id=" + list.String()
	for query, want := range map[string]string{
		in:                                                       "ŁÓDŹ two Łódź three four one",
		in + "&order=desc":                                       "one four three Łódź two ŁÓDŹ",
		in + "&sort_by=position&limit=2":                         "ŁÓDŹ two",
		in + "&sort_by=created_at":                               "ŁÓDŹ Łódź four three two one",
		in + "&sort_by=title&order=asc":                          "four Łódź ŁÓDŹ one three two",
		in + "&parent_id=none":                                   "two three four one",
		in + "&parent_id=" + parent.String():                     "ŁÓDŹ Łódź",
		"parent_id=" + parent.String():                           "ŁÓDŹ Łódź",
		"parent_id=" + uuid.NewString():                          "",
		"parent_id=none&limit=2":                                 "four three",
		in + "&startable=true":                                   "ŁÓDŹ two Łódź three one",
		in + "&due=none":                                         "Łódź four one",
		in + "&due=none&due_after=2000-01-01T00:00:00Z":          "",
		in + "&due_before=2030-01-02T00:00:00Z":                  "two", // a day ends in the user's zone
		in + "&due_before=2030-01-01T12:59:59.999Z":              "",
		in + "&due_after=2030-01-01T12:59:59.999Z":               "ŁÓDŹ three",
		in + "&completed=false&parent_id=none&startable=true":    "three one",
		in + "&search=%C5%82%C3%B3d%C5%BA":                       "ŁÓDŹ Łódź",
		in + "&search=lodz":                                      "",
		in + "&search=%C5%82od%C5%BA&sort_by=created_at":         "ŁÓDŹ Łódź",
		in + "&search=inbox":                                     "",
		in + "&search=%C5%82od%C5%BA&parent_id=none":             "",
		in + "&tag=red&limit=1":                                  "ŁÓDŹ",
		in + "&tag=blue":                                         "",
		"list_id=" + u.ID.String():                               "in the inbox Łódź",
		"list_id=" + strings.ToUpper(list.String()) + "&limit=1": "ŁÓDŹ",
		"list_id=" + foreign.String():                            "",
		"list_id=" + foreign.String() + "&sort_by=title":         "",
		"list_id=" + uuid.NewString():                            "",
	} {
		p := u.list(t, query)
		if p.titles() != want {
			t.Errorf("%s: %q, want %q", query, p.titles(), want)
		}
		counts := [3]int{7, 2, 5}
		switch id, ofList := strings.CutPrefix(query, "list_id="); {
		case ofList && strings.EqualFold(id[:36], list.String()):
			counts = [3]int{6, 2, 4}
		case ofList && id[:36] == u.ID.String():
			counts = [3]int{1, 0, 1}
		case ofList:
			counts = [3]int{}
		}
		if got := [3]int{p.Total, p.Completed, p.Incomplete}; got != counts {
			t.Errorf("%s: counts %d, want %d", query, got, counts)
		}
	}
	for query, want := range map[string]struct {
		status int
		field  string
	}{
		"sort_by=position": {422, "sort_by"},
		"list_id=inbox":    {400, "list_id"},
		"list_id=":         {400, "list_id"},
		"parent_id=null":   {400, "parent_id"},
		"due=2030-01-01":   {422, "due"},
		"startable=false":  {422, "startable"},
		in + "&cursor=" + url.QueryEscape(*u.list(t, "limit=1").NextCursor): {400, "cursor"},
	} {
		a := request{method: "GET", path: "/api/tasks?" + query, token: u.Token}.send(t).want(t, want.status)
		if p := a.problem(t); p.Errors[0].Field != want.field {
			t.Errorf("%s: %s", query, a.Body)
		}
	}
}

// TestEveryWayOfListingAList lists a small part and a large part of a user's tasks in each order, in pages by cursor
// and by offset, with and without a word to search: each gives what sorting all would.
func TestEveryWayOfListingAList(t *testing.T) {
	u := newUser(t)
	small, large := newListOf(t, u), newListOf(t, u)
	exec(t, `insert into tasks (id, user_id, list_id, position, title, search_key, priority, due_date,
			recurrence_anchor, created_at, updated_at)
		select gen_random_uuid(), $1, case when n % 20 = 0 then $2::uuid else $3 end, task_position(now() - n * n % 97
			* interval '1 s', gen_random_uuid()), 'task ' || n * 31 % 67, 'task ' || n * 31 % 67,
			(array['low', 'high', null])[1 + n % 3], due, due, now() - n * 7 % 59 * interval '1 s',
			now() - n * 11 % 61 * interval '1 s'
		from (select n, case when n % 4 > 0 then now() + n * 13 % 53 * interval '1 h' end as due
		      from generate_series(1, 240) n) as each`, u.ID, small, large)
	for _, list := range []uuid.UUID{small, large} {
		for sort, keys := range map[string][2]string{
			"position": {"position", "position"}, "title": {"title_key", "title_key"},
			"created_at": {"created_at", "created_at"}, "due_date": {"due_asc", "due_desc"},
			"priority": {"priority_rank", "priority_rank"},
		} {
			for i, order := range []string{"asc", "desc"} {
				for _, word := range []string{"", "3"} {
					want := queryOne[[]string](t, fmt.Sprintf(`
						select array_agg(id::text order by %s %s, id %s) from tasks
						where list_id = $1 and title like $2`,
						keys[i], order, order), list, "%"+word+"%")
					base := fmt.Sprintf("list_id=%s&sort_by=%s&order=%s&search=%s&limit=", list, sort, order,
						url.QueryEscape(word))
					var byCursor []string
					p := u.list(t, base+"7")
					byCursor = append(byCursor, p.ids()...)
					for p.NextCursor != nil {
						p = u.list(t, base+"200&cursor="+url.QueryEscape(*p.NextCursor))
						byCursor = append(byCursor, p.ids()...)
					}
					byOffset := append(u.list(t, base+"5").ids(), u.list(t, base+"1000&offset=5").ids()...)
					if !slices.Equal(byCursor, want) || !slices.Equal(byOffset, want) {
						t.Errorf("%s: %d by cursor, %d by offset, want %d", base, len(byCursor), len(byOffset),
							len(want))
					}
				}
			}
		}
	}
}

func (p pageBody) ids() (ids []string) {
	for _, task := range p.Tasks {
		ids = append(ids, task.ID)
	}
	return ids
}

// TestListingOfAListUsesItsIndexes explains the listing's statement for a list of 100 tasks, which come after 4000 of
// another list in each order, and for that other list: a page of the many reads a part of them, and a page of the few
// passes over none of the many.
func TestListingOfAListUsesItsIndexes(t *testing.T) {
	u := newUser(t)
	few, many := newListOf(t, u), newListOf(t, u)
	for list, n := range map[uuid.UUID][2]int{many: {1, 4000}, few: {4001, 4100}} {
		exec(t, `insert into tasks (id, user_id, list_id, title, created_at)
			select gen_random_uuid(), $1, $2, 'task ' || 9999 - n, now() - n * interval '1 s'
			from generate_series($3::integer, $4) n`, u.ID, list, n[0], n[1])
	}
	exec(t, `analyze tasks, lists`)
	tooMuch := regexp.MustCompile(`rows=\d{4}|Removed by Filter: \d{3}|Seq Scan on tasks[^(]*\(actual`)
	for _, sort := range []string{"position", "created_at", "title"} {
		sql := proxy.statement(t, " limit ", func() {
			u.list(t, "limit=50&list_id="+few.String()+"&sort_by="+sort)
		})
		for _, mode := range []string{"force_custom_plan", "force_generic_plan"} {
			for _, list := range []uuid.UUID{few, many} {
				args := []string{"'" + list.String() + "'", "51", "0"}
				if sort != "position" {
					args = append(args, args[0])
				}
				if plan := explain(t, u, mode, sql, args...); tooMuch.MatchString(plan) {
					t.Errorf("by %s, %s, few: %t\n%s\n%s", sort, mode, list == few, sql, plan)
				}
			}
		}
	}
	parent := u.list(t, "limit=1").Tasks[0].ID
	sql := proxy.statement(t, " limit ", func() { u.list(t, "parent_id="+parent) })
	plan := explain(t, u, "force_generic_plan", sql, "51", "0", "'"+parent+"'")
	if !strings.Contains(plan, "tasks_of_parent") {
		t.Errorf("%s\n%s", sql, plan)
	}
}
