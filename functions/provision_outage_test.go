package functions_test

import (
	"context"
	"testing"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// TestOutageAfterProvisioning lets the database fail when a user of another server has just got an account, at the
// second check: that the first one has found nobody says nothing any more, so the answer is 503, not 401. A write whose
// connection was ended has not happened, and is sent again.
func TestOutageAfterProvisioning(t *testing.T) {
	for name, c := range map[string]struct {
		method string
		fail   func(t *testing.T, provision func()) (end func())
		again  bool
	}{
		"no connection for a read":        {"GET", refuseConnections, false},
		"no connection for a write":       {"POST", refuseConnections, false},
		"the read is cancelled":           {"GET", whileItWaits(`pg_cancel_backend`), false},
		"the write is cancelled":          {"POST", whileItWaits(`pg_cancel_backend`), false},
		"the write's connection is ended": {"POST", whileItWaits(`pg_terminate_backend`), true},
	} {
		t.Run(name, func(t *testing.T) {
			subject := uuid.NewString()
			q := request{method: c.method, path: "/api/tasks", token: externalIssuer.sign(t, jwt.SigningMethodEdDSA,
				"ed", externalIssuer.keys["ed"], func(claims jwt.MapClaims) { claims["sub"] = subject })}
			want := 200
			if c.method == "POST" {
				q.body, want = `{"title":"x"}`, 201
			}
			link := begin(t, `insert into accounts (id, user_id, provider_id, account_id)
				values (gen_random_uuid(), '`+newUser(t).ID.String()+`', 'better-auth', '`+subject+`')`)
			answered := make(chan answer, 1)
			go func() { answered <- q.send(t) }() // waits until it is known whether the user has that link
			waitUntil(t, `select count(*) = 1`+waits+`'%insert into accounts%'`)
			end := c.fail(t, func() { _ = link.Rollback(t.Context()) })
			if c.again {
				end()
				(<-answered).want(t, want)
				return
			}
			(<-answered).want(t, 503)
			end()
			q.send(t).want(t, want)
		})
	}
}

// waits is about the statements of the functions that wait for a lock.
const waits = ` from pg_stat_activity
	where application_name = 'todo-backend' and wait_event_type = 'Lock' and query like `

// refuseConnections lets nobody connect any more, and ends the functions' connections when they are released.
func refuseConnections(t *testing.T, provision func()) (end func()) {
	allow := func(connections string) { // from another database
		conn, err := pgx.Connect(context.Background(), postgres.URL("postgres"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(context.Background())
		_, err = conn.Exec(context.Background(), `alter database functions allow_connections `+connections)
		if err != nil {
			t.Fatal(err)
		}
	}
	allow("false")
	end = func() { allow("true") }
	t.Cleanup(end)
	resetPool(t)
	provision()
	return end
}

// whileItWaits lets the second check wait for the table, and ends it there.
func whileItWaits(by string) func(t *testing.T, provision func()) (end func()) {
	return func(t *testing.T, provision func()) (end func()) {
		locked := make(chan pgx.Tx)
		go func() { locked <- begin(t, `lock table accounts in access exclusive mode`) }()
		waitUntil(t, `select count(*) = 1 from pg_locks
			where relation = 'accounts'::regclass and mode = 'AccessExclusiveLock' and not granted`)
		provision()
		table := <-locked
		waitUntil(t, `select coalesce(bool_or(`+by+`(pid)), false)`+waits+`'%app.session_id%'`)
		return func() { _ = table.Rollback(t.Context()) }
	}
}
