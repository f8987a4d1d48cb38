package functions_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
)

func TestIdempotencyKey(t *testing.T) {
	u, other := newUser(t), newUser(t)
	create := func(u user, key string) answer {
		return request{method: "POST", path: "/api/tasks", token: u.Token, body: `{"title":"x"}`,
			header: map[string]string{"Idempotency-Key": key}}.send(t)
	}
	var first, again taskBody
	create(u, "one").want(t, 201).decode(t, &first)
	u.patch(t, first.ID, `{"title":"changed"}`).want(t, 200)
	a := create(u, "one").want(t, 200)
	a.decode(t, &again)
	if again.ID != first.ID || again.Title != "changed" || a.Header.Get("ETag") != `"2"` ||
		a.Header.Get("Location") != "/api/tasks/"+first.ID {
		t.Errorf("again %+v %v", again, a.Header)
	}
	create(other, "one").want(t, 201)
	create(u, "two").want(t, 201)

	statuses := concurrently(50, func() int { return create(u, "fifty").Status })
	if n := queryOne[int](t, `select count(*) from tasks where user_id = $1`, u.ID); n != 3 ||
		statuses[201] != 1 || statuses[200] != 49 {
		t.Errorf("%d tasks, statuses %v", n, statuses)
	}
	for _, bad := range []string{"", "é", strings.Repeat("x", 256)} {
		create(u, bad).want(t, 400)
	}
	create(u, strings.Repeat("x", 255)).want(t, 201)
}

// TestIdempotencyKeyAgain sends a key again, after what has become of its task, with the same body and with others.
func TestIdempotencyKeyAgain(t *testing.T) {
	const body = `{"title":"x","description":"e\u0301","tags":["a"],"due_date":"2030-01-01T00:00:00Z"}`
	for _, c := range []struct {
		name   string
		before string // SQL on the task $1
		body   string
		status int
		detail string
	}{
		{"as it was", "", body, 200, ""},
		{"in another form of the same", "", ` {"tags":["a"," a "],"title":" x","description":"\u00e9",` +
			`"due_date":"2030-01-01T01:00:00.0001+01:00","category":null}`, 200, ""},
		{"completed", `update tasks set completed = true, completed_at = now() where id = $1`, body, 200, ""},
		{"with another title", "", strings.Replace(body, `"x"`, `"y"`, 1), 422, anotherBody},
		{"with a member more", "", strings.Replace(body, `{`, `{"priority":"low",`, 1), 422, anotherBody},
		{"with a member less", "", `{"title":"x"}`, 422, anotherBody},
		{"deleted", `delete from tasks where id = $1`, body, 409, deletedSince},
		{"deleted, with another title", `delete from tasks where id = $1`, `{"title":"y"}`, 422, anotherBody},
		{"a key of before there were fingerprints",
			`update idempotency_keys set fingerprint = null where task_id = $1`, `{"title":"y"}`, 200, ""},
		{"after 91 days", `update idempotency_keys set created_at = now() - interval '91 days' where task_id = $1`,
			body, 200, ""},
	} {
		u := newUser(t)
		header := map[string]string{"Idempotency-Key": "key"}
		var created, again taskBody
		request{method: "POST", path: "/api/tasks", token: u.Token, body: body,
			header: header}.send(t).want(t, 201).decode(t, &created)
		if c.before != "" {
			exec(t, c.before, created.ID)
		}
		count := queryOne[int](t, `select count(*) from tasks where user_id = $1`, u.ID)
		for range 2 {
			a := request{method: "POST", path: "/api/tasks", token: u.Token, body: c.body, header: header}.send(t)
			if a.Status != c.status {
				t.Errorf("%s: %d %s, want %d", c.name, a.Status, a.Body, c.status)
			} else if c.status == 200 {
				if a.decode(t, &again); again.ID != created.ID {
					t.Errorf("%s: task %s, want %s", c.name, again.ID, created.ID)
				}
			} else if p := a.problem(t); p.Detail != c.detail {
				t.Errorf("%s: %q, want %q", c.name, p.Detail, c.detail)
			}
		}
		if n := queryOne[int](t, `select count(*) from tasks where user_id = $1`, u.ID); n != count {
			t.Errorf("%s: %d tasks, want %d", c.name, n, count)
		}
	}
}

const (
	anotherBody  = "Idempotency-Key was sent before with another body: send another key"
	deletedSince = "The task that this Idempotency-Key created has been deleted: to create it again, send another key"
)

// TestIdempotencyKeysArePurged has old keys of two users: each creation with a key takes two of its own user's away.
func TestIdempotencyKeysArePurged(t *testing.T) {
	u, other := newUser(t), newUser(t)
	for _, owner := range []user{u, other} {
		exec(t, `insert into idempotency_keys (user_id, key, task_id, created_at)
			select $1, 'old ' || n, gen_random_uuid(), now() - interval '91 days'
			from generate_series(1, 5) as n`, owner.ID)
		exec(t, `insert into idempotency_keys (user_id, key, task_id, created_at)
			values ($1, 'young', gen_random_uuid(), now() - interval '89 days')`, owner.ID)
	}
	old := func(owner user) int {
		return queryOne[int](t, `select count(*) from idempotency_keys
			where user_id = $1 and key like 'old %'`, owner.ID)
	}
	for i, want := range []int{3, 1, 0, 0} {
		request{method: "POST", path: "/api/tasks", token: u.Token, body: `{"title":"x"}`,
			header: map[string]string{"Idempotency-Key": fmt.Sprint(i)}}.send(t).want(t, 201)
		if n := old(u); n != want {
			t.Errorf("%d old keys after %d creations, want %d", n, i+1, want)
		}
	}
	if n := queryOne[int](t, `select count(*) from idempotency_keys where user_id = $1`, u.ID); n != 5 ||
		old(other) != 5 {
		t.Errorf("%d keys, and %d old ones of another user, want 5 of each", n, old(other))
	}
}

func TestConditions(t *testing.T) {
	u := newUser(t)
	for _, c := range []struct {
		ifMatch string
		status  int
	}{
		{`"1"`, 412}, {`"2"`, 200}, {`"1", "2"`, 200}, {`*`, 200}, {`W/"2"`, 412}, {`"x"`, 412}, {`2`, 412}, {``, 412},
		{`"99999999999999999999"`, 412},
		{`"2-gzip"`, 412}, {`"2--gzip", "2;br"`, 412}, {`"2-gzip", "2"`, 200}, {`W/"2", "2"`, 200}, {`w/"2"`, 412},
		{` , "2" ,`, 200}, {`"02"`, 412},
		{`*, "1"`, 412}, {`"1", *`, 412}, {`"2`, 412}, {`"x,"2",y"`, 412}, {`"2" "3"`, 412}, {`"2", x`, 412},
	} {
		created, _ := u.create(t, `{"title":"x"}`)
		u.patch(t, created.ID, `{"title":"y"}`).want(t, 200) // version 2
		header := map[string]string{"If-Match": c.ifMatch}
		for _, body := range []string{`{"title":"z"}`, `{}`} {
			q := request{method: "PATCH", path: "/api/tasks/" + created.ID, token: u.Token, body: body, header: header}
			if body == `{}` && c.status == 200 {
				exec(t, `update tasks set version = 2 where id = $1`, created.ID)
			}
			if a := q.send(t); a.Status != c.status {
				t.Errorf("If-Match %s: PATCH %s %d, want %d", c.ifMatch, body, a.Status, c.status)
			}
		}
		exec(t, `update tasks set version = 2 where id = $1`, created.ID)
		want := c.status
		if want == 200 {
			want = 204
		}
		if a := (request{method: "DELETE", path: "/api/tasks/" + created.ID,
			token: u.Token, header: header}).send(t); a.Status != want {
			t.Errorf("If-Match %s: DELETE %d, want %d", c.ifMatch, a.Status, want)
		}
	}
	missing := request{method: "DELETE", path: "/api/tasks/" + uuid.NewString(), token: u.Token,
		header: map[string]string{"If-Match": `"1"`}}
	missing.send(t).want(t, 404)

	created, _ := u.create(t, `{"title":"x"}`)
	for ifNoneMatch, status := range map[string]int{`"1"`: 304, `W/"1"`: 304, `*`: 304, `"2"`: 200, `"2", "1"`: 304,
		`x`: 200, `"1-gzip"`: 200, `W/"1-gzip", W/"1"`: 304, `"2", *`: 200, `"1`: 200} {
		a := request{method: "GET", path: "/api/tasks/" + created.ID, token: u.Token,
			header: map[string]string{"If-None-Match": ifNoneMatch}}.send(t).want(t, status)
		if a.Header.Get("ETag") != `"1"` || status == 304 && len(a.Body) > 0 {
			t.Errorf("If-None-Match %s: %v %s", ifNoneMatch, a.Header, a.Body)
		}
	}
}

// TestConditionsAtOnce lets twenty clients change one version: one succeeds.
func TestConditionsAtOnce(t *testing.T) {
	u := newUser(t)
	created, _ := u.create(t, `{"title":"x"}`)
	statuses := concurrently(20, func() int {
		return request{method: "PATCH", path: "/api/tasks/" + created.ID, token: u.Token, body: `{"title":"y"}`,
			header: map[string]string{"If-Match": `"1"`}}.send(t).Status
	})
	if statuses[http.StatusOK] != 1 || statuses[http.StatusPreconditionFailed] != 19 {
		t.Errorf("statuses %v", statuses)
	}
}
