package functions_test

import (
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// inStep fails the test where a kept count is not what counting says.
func inStep(t *testing.T) {
	t.Helper()
	outOfStep, err := os.ReadFile("../migrations/testdata/out_of_step.sql")
	if err != nil {
		t.Fatal(err)
	}
	rows, _ := admin.Query(t.Context(), string(outOfStep)) // CollectRows returns the error
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	if len(lines) > 0 {
		t.Errorf("%d kept counts are out of step, as:\n%s", len(lines), strings.Join(lines[:min(5, len(lines))], "\n"))
	}
}

// randomWrites are statements that write {n} tasks of {user}, at random.
var randomWrites = []string{
	`insert into tasks (id, user_id, title, tags, category, completed, completed_at, due_date, recurrence_anchor)
	select gen_random_uuid(), '{user}', 'x', tags, category, done is not null, done, due, due
	from (select {fields} from generate_series(1, {n})) as new`,
	`update tasks set tags = new.tags, category = new.category, completed = done is not null, completed_at = done,
	  due_date = due, recurrence_anchor = due
	from (select id, {fields} from {picked}) as new where tasks.id = new.id`,
	`update tasks set completed = not completed, completed_at = case when not completed then now() end
	where id in (select id from {picked})`,
	`update tasks set title = 'y' where id in (select id from {picked})`,
	`update tasks set tags = tags[2:] || '{more}', due_date = due_date + interval '1 hour'
	where id in (select id from {picked})`,
	`update tasks set list_id = {list}, parent_id = null where id in (select id from {families})`,
	`insert into lists (id, user_id, name, position) values ('{start}', '{user}', 'x', 'a1')`,
	`update lists set name = 'y', color = '#000000' where id = {list}`,
	`update tasks set user_id = '{other}', list_id = '{other}', parent_id = null
	where id in (select id from {families})`,
	`delete from tasks where id in (select id from {picked})`,
	`with changed as (
	  update tasks set completed = true, completed_at = now()
	  where id in (select id from {picked}) and not completed returning *
	), next as (
	  insert into tasks (id, user_id, list_id, title, tags, due_date, recurrence_anchor, recurrence_of)
	  select gen_random_uuid(), user_id, list_id, title, tags, now(), now(), id from changed
	  on conflict (recurrence_of) where recurrence_of is not null do nothing
	) delete from tasks next using changed where next.recurrence_of = changed.id`,
	`begin; delete from tasks where id in (select id from {picked}); rollback`,
	`insert into tasks (id, user_id, list_id, parent_id, title, tags, completed, completed_at)
	select gen_random_uuid(), user_id, list_id, parent.id, 'x', tags, done is not null, done
	from (select id, user_id, list_id from tasks
	  where user_id = '{user}' and id > '{start}' and parent_id is null and deleted_at is null
	  order by id limit 1 for no key update) as parent,
	  (select {fields} from generate_series(1, least({n}, 9))) as new`,
	`update tasks set list_id = {list} where id in (select id from {families})`,
	`update tasks set deleted_at = now() where deleted_at is null and id in (select id from {families})`,
	`update tasks set deleted_at = null where id in (select id from {families})`,
	`update lists set deleted_at = case when deleted_at is null then now() end where id = {list} and id <> user_id`,
	`delete from tasks where deleted_at is not null and id in (select id from {picked})`,
	`delete from lists where id = {list} and deleted_at is not null`,
	`begin; select set_config('app.user_id', '{user}', true);
	update tasks set deleted_at = now() - interval '31 days' where id in (select id from {families}); commit`, // purged
	`insert into tasks (id, user_id, title, tags)
	select gen_random_uuid(), '{user}', repeat('x', {n} - i), '{a,b}' from generate_series(1, {n}) as i`, // one fails
}

var randomParts = strings.NewReplacer(
	"{picked}", `(
	  select id from tasks where user_id = '{user}' and id > '{start}'
	  order by id limit {n} for update) as picked`,
	// tasks with their subtasks, locked as the functions do
	"{families}", `(
	  with parents as materialized (
	    select id from tasks where user_id = '{user}' and id > '{start}' and parent_id is null order by id limit {n}
	  ), members as materialized (
	    select id from parents union all select id from tasks where parent_id in (select id from parents)
	  ) select id from tasks where id in (select id from members)
	  order by parent_id nulls last, id for update) as families`,
	"{list}", `(select id from lists where user_id = '{user}' order by md5(concat(id, '{start}')) limit 1)`,
	"{fields}", `(array['a', 'b', 'c', 'd', 'b', 'e'])[1 + (5 * random())::int:(6 * random())::int] as tags,
	  case when random() < 0.5 then 'c' || (5 * random())::int end as category,
	  case when random() < 0.4 then {instant} end as done, case when random() < 0.7 then {instant} end as due`)

// refusals are the errors that random writes may have: a task has no title, its user or its list does not exist.
var refusals = []string{"23514", "23503"}

const randomInstant = `date_trunc('hour', now()) + (100 * random() - 50)::int * interval '1 hour'
	+ (4 * random())::int * interval '14 minutes 59.999 seconds'`

func randomWrite(random *rand.Rand, n int, u, other user) string {
	sql := randomWrites[max(0, random.IntN(len(randomWrites)+4)-4)] // an insert often
	sql = strings.ReplaceAll(randomParts.Replace(sql), "{instant}", randomInstant)
	var start uuid.UUID // as it is for the whole statement, it picks n tasks also where it has to wait
	binary.BigEndian.PutUint64(start[:], random.Uint64())
	fill := strings.NewReplacer("{n}", strconv.Itoa(n), "{user}", u.ID.String(), "{other}", other.ID.String(),
		"{start}", start.String())
	return fill.Replace(sql)
}

func newPool(t *testing.T, conns int) *pgxpool.Pool {
	t.Helper()
	pool, err := pgxpool.New(t.Context(), postgres.URL("functions")+"&pool_max_conns="+strconv.Itoa(conns))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

// TestCountsStayInStep writes a hundred thousand tasks at random, in statements of one task and of many, from writers
// side by side; some are rolled back, some fail, and users are deleted meanwhile.
func TestCountsStayInStep(t *testing.T) {
	t.Parallel()
	const seed, writers, writes = 12, 8, 100_000
	t.Log("seed", seed)
	pool := newPool(t, writers)
	var users [6]user
	for i := range users {
		users[i] = newUser(t)
	}
	var written atomic.Int64
	var all sync.WaitGroup
	for writer := range writers {
		all.Go(func() {
			random := rand.New(rand.NewPCG(seed, uint64(writer)))
			for round := 0; written.Load() < writes; round++ {
				n := 1
				if random.IntN(2) == 0 {
					n += random.IntN(400)
				}
				sql := randomWrite(random, n, users[random.IntN(len(users))], users[random.IntN(len(users))])
				if round == 20 {
					sql = `delete from users where id = '` + users[5].ID.String() + `'` // as others write to it
				}
				result, err := pool.Exec(t.Context(), sql)
				written.Add(result.RowsAffected())
				pgErr, _ := errors.AsType[*pgconn.PgError](err)
				switch {
				case err == nil:
				case pgErr != nil && slices.Contains(refusals, pgErr.Code):
				case pgErr != nil && pgErr.Code == "40P01":
					// those that write several tasks lock these crosswise, and whoever waits with them may be refused
				default:
					t.Errorf("%s: %v", sql, err)
					return
				}
			}
		})
	}
	all.Wait()
	inStep(t)
	for _, u := range users[:5] {
		page := u.list(t, "offset=1000000")
		n := queryOne[int](t, `select count(*) from tasks join lists on lists.id = list_id
			where tasks.user_id = $1 and tasks.deleted_at is null and lists.deleted_at is null`, u.ID)
		if page.Total != n {
			t.Errorf("a listing says %d of %d tasks", page.Total, n)
		}
	}
	exec(t, `delete from users where id = $1`, users[0].ID)
	exec(t, `update tasks set user_id = $2, list_id = $2 where user_id = $1`, users[1].ID, users[2].ID)
	inStep(t)
	t.Log(written.Load(), "tasks written")
}

// crossing matches statements that may lock two lists out of their order, or a list before its tasks, so that two may
// deadlock, and are repeated: a subtask that leaves its task for another list is counted in the former first.
var crossing = regexp.MustCompile(`parent_id = null|delete from lists`)

// TestFiftyWriters has fifty connections write tasks of one user at once, a task with its subtasks a statement: none
// fails, nor blocks another for good, which PostgreSQL would report as a deadlock.
func TestFiftyWriters(t *testing.T) {
	t.Parallel()
	const writers = 50
	pool := newPool(t, writers)
	u := newUser(t)
	var all sync.WaitGroup
	for writer := range writers {
		all.Go(func() {
			random := rand.New(rand.NewPCG(13, uint64(writer)))
			for range 40 {
				sql := randomWrite(random, 1, u, u)
				if crossing.MatchString(sql) {
					continue
				}
				_, err := pool.Exec(t.Context(), sql)
				pgErr, _ := errors.AsType[*pgconn.PgError](err)
				if err != nil && (pgErr == nil || !slices.Contains(refusals, pgErr.Code)) {
					t.Errorf("%s: %v", sql, err)
				}
			}
		})
	}
	all.Wait()
	inStep(t)
}
