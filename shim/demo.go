package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
)

// account is a user with the hash of the password, "" where there is none.
type account struct {
	id   uuid.UUID
	hash string
}

// Fields are where its row is scanned to.
func (a *account) Fields() []any { return []any{&a.id, &a.hash} }

// ensureDemo creates or resets the demo account as DEMO_EMAIL and DEMO_PASSWORD say, since visitors may have changed
// everything, and adds a few tasks when it has none.
func ensureDemo(ctx context.Context, process *web.Process) error {
	cfg := process.Config
	if cfg.DemoEmail == "" {
		return nil
	}
	email, rule := identity.NormalizeEmail(cfg.DemoEmail)
	if rule != "" {
		return errors.New("DEMO_EMAIL is not an email address")
	}
	if rule := identity.PasswordRule(cfg.DemoPassword); rule != "" {
		return fmt.Errorf("DEMO_PASSWORD: %s", rule)
	}
	accounts := database.QueryRows[account](
		`select id, coalesce(password_hash, '') from users where id = $1 or lower(email) = $2`,
		identity.DemoID, email)
	if err := process.DB.Read(ctx, accounts); err != nil {
		return err
	}
	hash := ""
	for _, a := range accounts.Values {
		if a.id != identity.DemoID {
			process.Log.Warn(
				"DEMO_EMAIL is the address of somebody's account: there is no demo account, choose another address")
			return nil
		}
		hash = a.hash
	}
	if ok, _, err := process.Passwords.Verify(ctx, hash, cfg.DemoPassword); err != nil {
		return err
	} else if !ok {
		if hash, err = process.Passwords.Hash(ctx, cfg.DemoPassword); err != nil {
			return err
		}
	}

	return process.DB.Write(ctx, database.Exec(`
		insert into users (id, email, password_hash, full_name) values ($1, $2, $3, 'Demo')
		on conflict (id) do update set email = excluded.email, password_hash = excluded.password_hash`,
		identity.DemoID, email, hash), database.Exec(`
		insert into tasks (id, user_id, title, description, priority, tags, category, due_date, recurrence_anchor,
		  recurrence_pattern, recurrence_rule, completed, completed_at)
		select gen_random_uuid(), $1, title, description, priority, tags, category, due, due,
		  pattern, pattern_rule(pattern, due, 'UTC', 'due'), done, case when done then now() end
		from (values
		  ('Look around', 'Everything here can be changed, and comes back when the server starts.', 'high',
		    array['welcome'], 'Demo', now() + interval '1 day', null, false),
		  ('Water the plants', null, 'medium', array['home'], 'Home',
		    date_trunc('day', now()) + interval '2 days 9 hours', 'weekly', false),
		  ('Pay the rent', null, 'critical', array['home', 'money'], 'Home',
		    date_trunc('month', now()) + interval '1 month', 'monthly', false),
		  ('Read a book', 'Any book.', 'low', '{}'::text[], null, null, null, false),
		  ('Find a todo list', null, null, array['welcome'], 'Demo', null, null, true)
		) as demo (title, description, priority, tags, category, due, pattern, done)
		where not exists (select from tasks where user_id = $1)`, identity.DemoID))
}
