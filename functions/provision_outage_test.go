package functions_test

import (
	"context"
	"testing"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// TestOutageAfterProvisioning lets the database fail when a user of another server has just got an account, at the
// second check: that the first one has found nobody says nothing any more, so the answer is 503, not 401.
func TestOutageAfterProvisioning(t *testing.T) {
	begin := func() pgx.Tx {
		t.Helper()
		tx, err := admin.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = tx.Rollback(context.Background()) })
		return tx
	}
	const waiting = ` from pg_stat_activity
		where application_name = 'todo-backend' and wait_event_type = 'Lock' and query like `
	for name, c := range map[string]struct {
		method string
		fail   string
	}{
		"a read is cancelled":                {"GET", `pg_cancel_backend`},
		"a write is cancelled":               {"POST", `pg_cancel_backend`},
		"the connection of a write is ended": {"POST", `pg_terminate_backend`},
	} {
		t.Run(name, func(t *testing.T) {
			subject := uuid.NewString()
			q := request{method: c.method, path: "/api/tasks", token: externalIssuer.sign(t, jwt.SigningMethodEdDSA, "ed",
				externalIssuer.keys["ed"], func(claims jwt.MapClaims) { claims["sub"] = subject })}
			want := 200
			if c.method == "POST" {
				q.body, want = `{"title":"x"}`, 201
			}
			// Provisioning waits for another link of the same user, and the second check for the whole table.
			link, table := begin(), begin()
			if _, err := link.Exec(t.Context(), `
				insert into accounts (id, user_id, provider_id, account_id)
				values (gen_random_uuid(), $1, 'better-auth', $2)`, newUser(t).ID, subject); err != nil {
				t.Fatal(err)
			}
			answered, locked := make(chan answer, 1), make(chan error, 1)
			go func() { answered <- q.send(t) }()
			waitUntil(t, `select count(*) = 1`+waiting+`'%insert into accounts%'`)
			go func() {
				_, err := table.Exec(t.Context(), `lock table accounts in access exclusive mode`)
				locked <- err
			}()
			waitUntil(t, `select count(*) = 1 from pg_locks
				where relation = 'accounts'::regclass and mode = 'AccessExclusiveLock' and not granted`)
			if err := link.Rollback(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := <-locked; err != nil {
				t.Fatal(err)
			}
			waitUntil(t, `select coalesce(bool_or(`+c.fail+`(pid)), false)`+waiting+`'%app.session_id%'`)
			(<-answered).want(t, 503)
			if err := table.Rollback(t.Context()); err != nil {
				t.Fatal(err)
			}
			q.send(t).want(t, want)
		})
	}
}
