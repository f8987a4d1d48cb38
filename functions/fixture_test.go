package functions_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/functions"
)

// fixture is an owner with a task, a list and a filter, another task and list in the trash, a second session and an
// account at GitHub, for one request to be tried on.
type fixture struct {
	owner   user
	task    uuid.UUID
	list    uuid.UUID
	inTrash struct{ task, list uuid.UUID }
	session uuid.UUID
	account uuid.UUID
}

func newFixture(t testing.TB) fixture {
	t.Helper()
	f := fixture{owner: unsavedUser(t), task: uuid.Must(uuid.NewV7()), list: uuid.Must(uuid.NewV7()),
		session: uuid.Must(uuid.NewV7()), account: uuid.New()}
	f.inTrash.task, f.inTrash.list = uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7())
	// One round trip, since the tests need thousands of these; it is one instant too, so that the ids tell the order.
	var b pgx.Batch
	f.owner.save(&b)
	b.Queue(`insert into lists (id, user_id, name, position) values ($1, $3, 'The owner''s own list', 'a1'),
		($2, $3, 'The owner''s own trash', 'a2')`, f.list, f.inTrash.list, f.owner.ID)
	b.Queue(`insert into tasks (id, user_id, title, tags, category, due_date, recurrence_anchor)
		values ($1, $2, 'The owner''s own', '{red}', 'Work', '2030-01-01Z', '2030-01-01Z')`, f.task, f.owner.ID)
	b.Queue(`insert into tasks (id, user_id, title, deleted_at) values ($1, $2, 'The owner''s own trash', now())`,
		f.inTrash.task, f.owner.ID)
	b.Queue(`insert into tasks (id, user_id, list_id, title, tags, due_date, recurrence_anchor)
		values ($3, $2, $1, 'The owner''s own trash', '{hidden}', '2030-01-02Z', '2030-01-02Z')`,
		f.inTrash.list, f.owner.ID, uuid.Must(uuid.NewV7()))
	b.Queue(`update lists set deleted_at = now() where id = $1`, f.inTrash.list)
	b.Queue(`insert into idempotency_keys (user_id, key, task_id) values ($2, 'key', $1)`, f.task, f.owner.ID)
	b.Queue(`insert into filters (user_id, filters)
		values ($1, '[{"name":"The owner''s own","search":"#red","key":"the owner''s own"}]')`, f.owner.ID)
	b.Queue(`insert into sessions (id, user_id, expires_at) values ($1, $2, now() + interval '1 hour')`, f.session,
		f.owner.ID)
	b.Queue(`insert into accounts (id, user_id, provider_id, account_id) values ($1::uuid, $2, 'github', $1::text)`,
		f.account, f.owner.ID)
	execAll(t, &b)
	return f
}

// fill puts the fixture's things into a path or a body.
func (f fixture) fill(text string) string {
	return strings.NewReplacer("{task}", f.task.String(), "{list}", f.list.String(),
		"{trashedTask}", f.inTrash.task.String(), "{trashedList}", f.inTrash.list.String(),
		"{session}", f.session.String(), "{email}", f.owner.Email,
		"{handle}", strings.ReplaceAll(f.session.String(), "-", ""), "{account}", f.account.String(),
		"{random}", uuid.NewString()).Replace(text)
}

// request makes the request that f's row describes, from an address of its own.
func (f fixture) request(function functions.Function, token string) request {
	c := rowOf(function)
	path := c.path
	if path == "" {
		path = strings.Replace(function.Path, "{asset}", function.Name+".js", 1)
	}
	return request{method: function.Method, path: f.fill(path), body: f.fill(c.body), token: token,
		header: map[string]string{"X-Forwarded-For": randomAddress(), "X-Request-Id": "fixed"}}
}

func randomAddress() string {
	id := uuid.New()
	return fmt.Sprintf("10.%d.%d.%d", id[0], id[1], id[2])
}

// state is everything the owner has, so that a request which was refused can be shown to have changed nothing.
func (f fixture) state(t *testing.T) string {
	t.Helper()
	return queryOne[string](t, `
		select concat((select row(u.*)::text from users u where id = $1),
		  (select string_agg(row(t.*)::text, ';' order by id) from tasks t where user_id = $1),
		  (select string_agg(row(l.*)::text, ';' order by id) from lists l where user_id = $1),
		  (select row(f.*)::text from filters f where user_id = $1),
		  (select string_agg(row(c.*)::text, ';' order by task_id) from task_changes c where user_id = $1),
		  (select string_agg(row(k.*)::text, ';' order by key) from idempotency_keys k where user_id = $1),
		  (select string_agg(row(l.*)::text, ';' order by kind, name) from label_counts l where user_id = $1),
		  (select string_agg(row(d.*)::text, ';' order by kind, day) from day_counts d where user_id = $1),
		  (select string_agg(row(a.*)::text, ';' order by id) from accounts a where user_id = $1),
		  (select string_agg(row(s.*)::text, ';' order by id) from sessions s where user_id = $1))`, f.owner.ID)
}
