package functions_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/identity"
)

// TestDemo asks for the demo account as it comes, is changed by visitors, and goes.
func TestDemo(t *testing.T) {
	defer exec(t, `delete from users where id = $1`, identity.DemoID)
	const none, told = `{"demo":null}` + "\n", `{"demo":{"email":"demo@example.com","password":"demo password"}}` + "\n"
	request{method: "GET", path: "/api/auth/demo"}.send(t).want(t, 200) // makes the connection warm
	insert := `insert into users (id, email, password_hash) values ($1, $2, 'x')`
	for _, c := range []struct {
		name   string
		change func()
		want   string
		trips  int64
	}{
		{"no account yet", func() {}, none, 1},
		{"the address of somebody else", func() { exec(t, insert, uuid.New(), "demo@example.com") }, none, 1},
		{"and a demo account of before", func() { exec(t, insert, identity.DemoID, "other@example.com") }, none, 1},
		{"the demo account", func() {
			exec(t, `delete from users where email = 'demo@example.com'`)
			exec(t, `update users set email = 'demo@example.com' where id = $1`, identity.DemoID)
		}, told, 1},
		{"with another password", func() {
			exec(t, `update users set password_hash = $2 where id = $1`, identity.DemoID, hash)
		}, told, 1},
		{"with another address", func() {
			exec(t, `update users set email = 'mine@example.com' where id = $1`, identity.DemoID)
		}, none, 1},
		{"not configured any more", func() {
			exec(t, `update users set email = 'demo@example.com' where id = $1`, identity.DemoID)
			ownProcess(t, func(cfg *config.Config) { cfg.DemoEmail, cfg.DemoPassword = "", "" })
		}, none, 0},
	} {
		c.change()
		before := proxy.ready.Load()
		a := request{method: "GET", path: "/api/auth/demo"}.send(t).want(t, 200)
		if trips := proxy.ready.Load() - before; string(a.Body) != c.want || trips != c.trips {
			t.Errorf("%s: %s after %d round trips, want %s after %d", c.name, a.Body, trips, c.want, c.trips)
		}
	}
}
