package functions_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
)

type pageBody struct {
	Tasks                        []taskBody
	Total, Completed, Incomplete int
	NextCursor                   *string `json:"next_cursor"`
}

func (p pageBody) titles() string {
	titles := make([]string, len(p.Tasks))
	for i, task := range p.Tasks {
		titles[i] = task.Title
	}
	return strings.Join(titles, " ")
}

func (u user) list(t *testing.T, query string) pageBody {
	t.Helper()
	var p pageBody
	request{method: "GET", path: "/api/tasks?" + query, token: u.Token}.send(t).want(t, 200).decode(t, &p)
	return p
}

// newList is a user with tasks that differ in everything one can sort and filter by; they were made a minute apart.
func newList(t *testing.T) user {
	t.Helper()
	u, other := newUser(t), newUser(t)
	for i, body := range []string{
		`{"title":"apple","priority":"low","due_date":"2030-01-03T00:00:00Z","category":"Food","tags":["red","round"]}`,
		`{"title":"Banana","priority":"critical","due_date":"2030-01-01T00:00:00Z","category":"Food","completed":true}`,
		`{"title":"cherry","description":"100% red_ish","tags":["red"]}`,
		`{"title":"Date","priority":"high","due_date":"2030-01-02T00:00:00Z","category":"food"}`,
		`{"title":"éclair","priority":"medium","completed":true}`,
	} {
		created, _ := u.create(t, body)
		exec(t, `update tasks set created_at = now() + $2 * interval '1 minute',
			updated_at = now() - $2 * interval '1 minute' where id = $1`, created.ID, i)
	}
	other.create(t, `{"title":"somebody else's","category":"Food"}`)
	return u
}

func TestListing(t *testing.T) {
	u := newList(t)
	for query, want := range map[string]string{
		"":                                    "éclair Date cherry Banana apple",
		"order=asc":                           "apple Banana cherry Date éclair",
		"sort_by=updated_at":                  "apple Banana cherry Date éclair",
		"sort_by=updated_at&order=asc":        "éclair Date cherry Banana apple",
		"sort_by=title&order=asc":             "apple Banana cherry Date éclair",
		"sort_by=title":                       "éclair Date cherry Banana apple",
		"sort_by=priority":                    "Banana Date éclair apple cherry",
		"sort_by=priority&order=asc":          "cherry apple éclair Date Banana",
		"sort_by=due_date&order=asc&limit=3":  "Banana Date apple", // those without one come last
		"sort_by=due_date&order=desc&limit=3": "apple Date Banana",
		"completed=true":                      "éclair Banana",
		"completed=false":                     "Date cherry apple",
		"search=AN":                           "Banana",
		"search=É":                            "éclair Date cherry apple", // whatever the accents
		"search=ÉCL":                          "éclair",
		"search=%25":                          "cherry", // a percent sign, in the description
		"search=_":                            "cherry",
		"search=%5C":                          "",
		"search='%20or%20true%20--":           "",
		"search=red":                          "cherry apple", // in its description; in its tags
		"search=red+ISH+100%25":               "cherry",
		"search=round+app":                    "apple",
		"search=red+banana":                   "",
		"priority=high":                       "Date",
		"category=Food":                       "Banana apple",
		"tag=red":                             "cherry apple",
		"tag=re":                              "",
		"tag=RED":                             "", // another tag, as the overview counts it
		"category=food":                       "Date",
		"due_before=2030-01-02T00:00:00Z":     "Banana",
		"due_after=2030-01-02T00:00:00Z":      "apple",
		"due_after=2030-01-01T00:00:00Z&due_before=2030-01-03T00:00:00Z": "Date",
		"due_before=2030-01-02T01:00:00%2B01:00":                         "Banana",
		"completed=true&category=Food&priority=critical&search=b":        "Banana",
		"limit=2":                 "éclair Date",
		"limit=2&offset=2":        "cherry Banana",
		"limit=1000&offset=4":     "apple",
		"offset=5":                "",
		"limit=2&completed=false": "Date cherry",
		"sort_by=title&order=asc&limit=1&offset=1": "Banana",
	} {
		p := u.list(t, query)
		if p.titles() != want {
			t.Errorf("%s: %s, want %s", query, p.titles(), want)
		}
		if p.Total != 5 || p.Completed != 2 || p.Incomplete != 3 {
			t.Errorf("%s: counts %d %d %d, want those of all the user's tasks",
				query, p.Total, p.Completed, p.Incomplete)
		}
		if p.Tasks == nil {
			t.Errorf("%s: tasks is null", query)
		}
	}
}

func TestListingRefuses(t *testing.T) {
	u := newList(t)
	cursor := *u.list(t, "limit=2").NextCursor
	other := *newList(t).list(t, "limit=2").NextCursor
	for query, want := range map[string]struct {
		status int
		field  string
	}{
		"limit=-1":                               {422, "limit"},
		"limit=0":                                {422, "limit"},
		"limit=1001":                             {422, "limit"},
		"limit=abc":                              {400, "limit"},
		"limit=1.5":                              {400, "limit"},
		"limit=":                                 {400, "limit"},
		"limit=99999999999999999999":             {400, "limit"},
		"offset=-1":                              {422, "offset"},
		"offset=1000001":                         {422, "offset"},
		"sort_by=password_hash":                  {422, "sort_by"},
		"sort_by=title;drop%20table%20tasks":     {400, ""},
		"sort_by=title%3Bdrop%20table%20tasks":   {422, "sort_by"},
		"sort_by=":                               {422, "sort_by"},
		"order=up":                               {422, "order"},
		"order=DESC":                             {422, "order"},
		"completed=maybe":                        {400, "completed"},
		"completed=1":                            {400, "completed"},
		"priority=urgent":                        {422, "priority"},
		"due_before=tomorrow":                    {400, "due_before"},
		"due_before=2030-01-01":                  {400, "due_before"},
		"due_before=2030-01-01T00:00:00%2B24:00": {400, "due_before"},
		"due_before=2030-01-01T00:00:00%2B00:60": {400, "due_before"},
		"due_after=2030-01-01T00:00:00,5Z":       {400, "due_after"},
		"due_after=2030-01-01T00:00:00+01:00":    {400, "due_after"}, // a plus that is not encoded is a space
		"due_after=":                             {400, "due_after"},
		"cursor=":                                {400, "cursor"},
		"sort_by=title&cursor=":                  {400, "cursor"},
		"due_after=300000-01-01T00:00:00Z":       {400, "due_after"},
		"search=" + strings.Repeat("x", 201):     {422, "search"},
		"search=%00":                             {400, "search"},
		"search=%ff":                             {400, "search"},
		"tag=" + strings.Repeat("x", 51):         {422, "tag"},
		"category=" + strings.Repeat("x", 51):    {422, "category"},
		"complete=true":                          {422, "complete"},
		"limit=1&limit=2":                        {400, "limit"},
		"cursor=forged":                          {400, "cursor"},
		"cursor=" + cursor[:len(cursor)-2]:       {400, "cursor"},
		"cursor=" + cursor + "AA":                {400, "cursor"},
		"cursor=" + other:                        {400, "cursor"}, // another user's
		"sort_by=title&cursor=" + cursor:         {400, "cursor"}, // of another order
		"order=asc&cursor=" + cursor:             {400, "cursor"},
		"offset=1&cursor=" + cursor:              {400, "offset"},
		"%zz":                                    {400, ""},
	} {
		a := request{method: "GET", path: "/api/tasks?" + query, token: u.Token}.send(t)
		if a.Status != want.status {
			t.Errorf("%s: %d %s, want %d", query, a.Status, a.Body, want.status)
		} else if p := a.problem(t); want.field != "" && (len(p.Errors) == 0 || p.Errors[0].Field != want.field) {
			t.Errorf("%s: errors %v, want %s", query, p.Errors, want.field)
		}
	}
	p := request{method: "GET", path: "/api/tasks?limit=0&order=up", token: u.Token}.send(t).want(t, 422).problem(t)
	if len(p.Errors) != 2 {
		t.Errorf("errors %v, want both", p.Errors)
	}
}

// TestCursor walks every order in pages of every size and gets each task once.
func TestCursor(t *testing.T) {
	u := newList(t)
	u.create(t, `{"title":"apple","priority":"low","due_date":"2030-01-03T00:00:00Z"}`) // alike in every key
	for _, sort := range []string{"created_at", "updated_at", "due_date", "priority", "title"} {
		for _, order := range []string{"asc", "desc"} {
			for size := 1; size <= 6; size++ {
				base := fmt.Sprintf("sort_by=%s&order=%s&limit=%d", sort, order, size)
				whole := u.list(t, fmt.Sprintf("sort_by=%s&order=%s", sort, order))
				var walked []string
				cursor := ""
				for {
					p := u.list(t, base+cursor)
					for _, task := range p.Tasks {
						walked = append(walked, task.ID)
					}
					if p.NextCursor == nil {
						break
					}
					cursor = "&cursor=" + url.QueryEscape(*p.NextCursor)
				}
				var want []string
				for _, task := range whole.Tasks {
					want = append(want, task.ID)
				}
				if !slices.Equal(walked, want) {
					t.Errorf("%s: walked %v, want %v", base, walked, want)
				}
			}
		}
	}
}

// TestCursorStaysRight changes the list between two pages: nothing that stays is missed or shown twice.
func TestCursorStaysRight(t *testing.T) {
	u := newList(t)
	first := u.list(t, "limit=2") // éclair Date
	u.create(t, `{"title":"fig"}`)
	// before the page
	exec(t, `update tasks set created_at = now() + interval '1 hour' where user_id = $1 and title = 'fig'`, u.ID)
	// the very task the cursor names
	exec(t, `delete from tasks where user_id = $1 and title = 'Date'`, u.ID)
	if p := u.list(t, "limit=10&cursor="+url.QueryEscape(*first.NextCursor)); p.titles() != "cherry Banana apple" {
		t.Errorf("second page %s", p.titles())
	}
}
