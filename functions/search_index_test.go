package functions_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/task"
)

// insertSearched inserts tasks with their keys, each a minute older than the one before.
func insertSearched(t *testing.T, db *pgxpool.Pool, owner uuid.UUID, titles []string) {
	t.Helper()
	keys := make([]string, len(titles))
	for i, title := range titles {
		keys[i] = task.SearchKeys(title, "", nil)
	}
	if _, err := db.Exec(t.Context(), `
		insert into tasks (id, user_id, title, search_key, created_at)
		select gen_random_uuid(), $1, title, key, now() - n * interval '1 minute'
		from unnest($2::text[], $3::text[]) with ordinality as each (title, key, n)`, owner, titles, keys); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(t.Context(), `analyze tasks`); err != nil {
		t.Fatal(err)
	}
}

// TestSearchOfRandomTexts searches random texts for random words, and compares with a search in Go: so many tasks that
// words of every frequency are among them, those too that only the older tasks have, and pages.
func TestSearchOfRandomTexts(t *testing.T) {
	seed, streams := rand.Uint64(), atomic.Uint64{}
	words := []string{"milk", "Straße", "ÄRGER", "日本", "日本語", "勉", "a", "ab", "100%", "red_ish",
		`C:\temp`, "it's", `"`, "🧀", "İstanbul", "οδός", "mil", "lkm", "x-y", "--", "buy", "buying",
		"%", "_", `\`, "tem", "zzz", "isp"}
	searches(t, func(t *testing.T, u user, db *pgxpool.Pool) {
		stream := streams.Add(1)
		random := rand.New(rand.NewPCG(seed, stream)) // in each setting other texts
		phrase := func(most int) string {
			picked := make([]string, 1+random.IntN(most))
			for i := range picked {
				picked[i] = words[min(random.IntN(len(words)), random.IntN(2*len(words)))] // the first are frequent
			}
			return strings.Join(picked, []string{" ", " ", ""}[random.IntN(3)])
		}
		titles := make([]string, 2400)
		keys := map[string]string{}
		for i := range titles {
			titles[i] = phrase(4) + " " + strconv.Itoa(i)
			if i > 150 {
				titles[i] += " ancient"
			}
			keys[titles[i]] = task.SearchKeys(titles[i], "", nil)
		}
		insertSearched(t, db, u.ID, titles)
		for i := range 80 {
			query := phrase(3)
			if i%10 == 0 {
				query += " ancient"
			}
			patterns := strings.Fields(task.SearchKey(query))
			want := slices.DeleteFunc(slices.Clone(titles), func(title string) bool {
				return slices.ContainsFunc(patterns, func(word string) bool {
					return !strings.Contains(keys[title], word)
				})
			})
			size := 1 + random.IntN(1000)
			var got []string
			for cursor := ""; len(got) < 3*size; {
				p := u.list(t, fmt.Sprintf("limit=%d&search=%s%s", size, url.QueryEscape(query), cursor))
				for _, task := range p.Tasks {
					got = append(got, task.Title)
				}
				if p.NextCursor == nil {
					break
				}
				cursor = "&cursor=" + url.QueryEscape(*p.NextCursor)
			}
			if want = want[:min(len(want), 3*size)]; !slices.Equal(got, want) {
				t.Fatalf("seed %d, %d: %q finds %d tasks, want %d:\n%q\n%q", seed, stream, query, len(got),
					len(want), got, want)
			}
		}
	})
}

// TestSearchUsesTheIndex has the database carry out the listing's own statement for a word of no task, of few and of
// all: it goes by what the index finds, or walks through the tasks in their order, and never does both.
func TestSearchUsesTheIndex(t *testing.T) {
	u := newUser(t)
	titles := make([]string, 5000)
	for i := range titles {
		titles[i] = "every task " + strconv.Itoa(i)
	}
	titles[4000] += " seldom"
	insertSearched(t, admin, u.ID, titles)
	exec(t, `select gin_clean_pending_list('tasks_by_search_key')`) // as a vacuum does
	ownProcess(t, func(*config.Config) {})                          // which has prepared nothing yet
	sql := proxy.statement(t, " limit ", func() {
		request{method: "GET", path: "/api/tasks?limit=50&search=never", token: u.Token}.send(t).want(t, 200)
	})
	for word, indexed := range map[string]bool{"never": true, "seldom": true, "every": false, "ry": false} {
		for _, mode := range []string{"force_custom_plan", "force_generic_plan"} {
			plan := explain(t, u, mode, sql, `array['%`+word+`%']`, "51", "0")
			const walk, byID = " using tasks_by_created_at on tasks tasks_1 (", " using tasks_pkey on tasks ("
			walks := !strings.Contains(plan, walk+"never executed)")
			if walks == indexed || !strings.Contains(plan, walk) || !strings.Contains(plan, byID) ||
				!indexed && !strings.Contains(plan, byID+"never executed)") {
				t.Errorf("%s, %s: it walks: %t, want %t\n%s", word, mode, walks, !indexed, plan)
			}
		}
		if scans := searchScans(t, u, word); (scans > 0) != indexed {
			t.Errorf("%s: %d scans of the index, want some: %t", word, scans, indexed)
		}
	}
}

// searchScans returns how often a search of u's scans the index of trigrams.
func searchScans(t *testing.T, u user, word string) (scans int) {
	t.Helper()
	asUser(t, u.ID.String(), func(conn pgx.Tx) error {
		const count = `select pg_stat_get_xact_numscans('tasks_by_search_key'::regclass)`
		var before int
		err := conn.QueryRow(t.Context(), count).Scan(&before)
		if err == nil {
			_, err = conn.Exec(t.Context(), `select search_candidates(array[$1])`, "%"+word+"%")
		}
		if err == nil {
			err = conn.QueryRow(t.Context(), count).Scan(&scans)
		}
		scans -= before
		return err
	})
	return scans
}

// asUser calls do in a transaction with the role and the user of a request's.
func asUser(t *testing.T, user string, do func(conn pgx.Tx) error) {
	t.Helper()
	tx, err := admin.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(t.Context())) }()
	if _, err := tx.Exec(t.Context(), `
		select set_config('app.user_id', $1, true), set_config('role', 'todo_app', true)`, user); err != nil {
		t.Fatal(err)
	}
	if err := do(tx); err != nil {
		t.Fatal(err)
	}
}

// TestSearchCandidatesAreTheUsers calls the function that runs with the owner's rights past the listing: for another
// user and for nobody, with tasks and functions of the caller's before those of the database, and as another role.
func TestSearchCandidatesAreTheUsers(t *testing.T) {
	u, other := newUser(t), newUser(t)
	mark := strings.ReplaceAll(uuid.NewString(), "-", "")
	insertSearched(t, admin, u.ID, append(slices.Repeat([]string{"="}, 250), mark))
	insertSearched(t, admin, other.ID, slices.Repeat([]string{"="}, 250))
	exec(t, `insert into tasks (id, user_id, title) values (gen_random_uuid(), $1, 'without a key')`, u.ID)
	for user, want := range map[string]int{u.ID.String(): 2, other.ID.String(): 0, "": 0} {
		for _, prepare := range []string{`select`, `set local search_path = pg_temp, public`,
			`create temporary table tasks as select app_user() as user_id, gen_random_uuid() as id, '` + mark +
				`'::text as search_key, now() as created_at; set local search_path = pg_temp, public`,
			`create function pg_temp.app_user() returns uuid language sql as $$ select '` + u.ID.String() + `'::uuid $$;
			 set local search_path = pg_temp, public`} {
			asUser(t, user, func(conn pgx.Tx) (err error) {
				if _, err = conn.Exec(t.Context(), prepare); err == nil {
					var n int
					err = conn.QueryRow(t.Context(),
						`select coalesce(cardinality(public.search_candidates(array[$1])), 0)`, "%"+mark+"%").Scan(&n)
					if n != want {
						t.Errorf("%d candidates for %q after %s, want %d", n, user, prepare, want)
					}
				}
				return err
			})
		}
	}
	if p := other.list(t, "search="+mark); len(p.Tasks) != 0 {
		t.Errorf("another user finds %q", p.titles())
	}
	if queryOne[bool](t, `select has_function_privilege('pg_monitor', 'search_candidates(text[])', 'execute')`) {
		t.Error("any role may call search_candidates")
	}
}
