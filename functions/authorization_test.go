package functions_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/functions"
)

// TestAuthorization tries every function as everybody (threats: access by id, authority that outlives its cause).
func TestAuthorization(t *testing.T) {
	authorization(t, false)
}

// TestAuthorizationWithoutRowSecurity shows that the statements' own WHERE holds alone; TestRowSecurity shows the other
// wall. All functions have their session checked by one statement, so each is tried with one of the sessions that are
// not valid, in turn.
func TestAuthorizationWithoutRowSecurity(t *testing.T) {
	for _, table := range []string{"users", "sessions", "accounts", "one_time_tokens", "lists", "tasks",
		"filters", "idempotency_keys"} {
		if !queryOne[bool](t, `select relrowsecurity from pg_class where oid = $1::regclass`, table) {
			t.Fatalf("%s has no row security to turn off", table)
		}
		exec(t, `alter table `+table+` disable row level security`)
		defer exec(t, `alter table `+table+` enable row level security`)
	}
	authorization(t, true)
	t.Run("listing", TestListing) // its counts too are the user's own
	t.Run("overview", TestOverview)
	t.Run("ids", TestTaskIDAuthorization)
	t.Run("import", TestImportOfForeignIDs)
	t.Run("sessions", TestSessions)
	t.Run("revocation", TestRevocation)
	t.Run("deletion", TestDeletionByMail)
}

// logsIn are the functions that open a session, and take expired ones away.
var logsIn = map[string]bool{"login": true, "betterAuthSignInEmail": true, "betterAuthSignUpEmail": true}

// authorization tries every function as everybody; of the sessions that are not valid each with one where sampled.
func authorization(t *testing.T, sampled bool) {
	for i, function := range functions.All {
		c := rowOf(function)
		t.Run(function.Method+" "+function.Path, func(t *testing.T) {
			t.Run("owner", func(t *testing.T) {
				f := newFixture(t)
				f.request(function, f.owner.Token).send(t).want(t, c.owner)
			})
			t.Run("another user", func(t *testing.T) {
				f, other := newFixture(t), newUser(t)
				before := f.state(t)
				want := c.another
				if want == 0 {
					want = c.owner
				}
				a := f.request(function, other.Token).send(t).want(t, want)
				if strings.Contains(string(a.Body), "The owner's own") || c.anonymous == 401 &&
					strings.Contains(string(a.Body), f.owner.Email) {
					t.Errorf("another user sees the owner's: %s", a.Body)
				}
				if !logsIn[function.Name] && f.state(t) != before { // whoever knows the password may log in
					t.Error("another user has changed what is the owner's")
				}
			})
			if c.another == 404 {
				t.Run("absent is as foreign", func(t *testing.T) {
					f, other := newFixture(t), newUser(t)
					foreign := f.request(function, other.Token).send(t)
					f.task, f.list = uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7())
					f.inTrash.task, f.inTrash.list = f.task, f.list
					f.session = uuid.Must(uuid.NewV7())
					absent := f.request(function, other.Token).send(t)
					if canonical(foreign) != canonical(absent) {
						t.Errorf("foreign:\n%s\nabsent:\n%s", canonical(foreign), canonical(absent))
					}
				})
			}
			withoutSession := map[string]func(f fixture) string{
				"nobody": func(f fixture) string { return "" },
				"ended": func(f fixture) string {
					exec(t, `delete from sessions where id = $1`, f.owner.SessionID)
					return f.owner.Token
				},
				"expired": func(f fixture) string {
					exec(t, `update sessions set expires_at = now() - interval '1 millisecond' where id = $1`,
						f.owner.SessionID)
					return f.owner.Token
				},
				"deleted user": func(f fixture) string {
					other := newUser(t)
					exec(t, `delete from users where id = $1`, other.ID)
					return other.Token
				},
			}
			for j, name := range slices.Sorted(maps.Keys(withoutSession)) {
				if sampled && (i+j)%len(withoutSession) != 0 {
					continue
				}
				t.Run(name, func(t *testing.T) {
					f := newFixture(t)
					token := withoutSession[name](f)
					before := f.state(t)
					f.request(function, token).send(t).want(t, c.anonymous)
					if !logsIn[function.Name] && f.state(t) != before {
						t.Error("a refused request has changed something")
					}
				})
			}
		})
	}
}
