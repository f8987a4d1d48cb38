package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/todo-backend/todo-backend/shared/config"
	"github.com/todo-backend/todo-backend/shared/database"
	"github.com/todo-backend/todo-backend/shared/identity"
	"github.com/todo-backend/todo-backend/shared/web"
)

// ensureDemo creates or resets the demo account as DEMO_EMAIL and DEMO_PASSWORD say, since visitors may have changed
// everything, and adds a few tasks when it has none.
func ensureDemo(ctx context.Context, cfg *config.Config) error {
	if cfg.DemoEmail == "" {
		return nil
	}
	email, rule := identity.CleanEmail(cfg.DemoEmail)
	if rule != "" {
		return errors.New("DEMO_EMAIL is not an email address")
	}
	if rule := identity.PasswordRule(cfg.DemoPassword); rule != "" {
		return fmt.Errorf("DEMO_PASSWORD: %s", rule)
	}
	var owner uuid.UUID
	var hash string
	b := &pgx.Batch{}
	b.Queue(`
		select id, coalesce(password_hash, '') from users where id = $1 or lower(email) = $2 order by id = $1`,
		identity.DemoID, email).
		Query(func(rows pgx.Rows) error {
			_, err := pgx.ForEachRow(rows, []any{&owner, &hash}, func() error {
				if owner != identity.DemoID {
					return errTaken
				}
				return nil
			})
			return err
		})
	if err := database.Run(ctx, b, true); errors.Is(err, errTaken) {
		web.Log.Warn("DEMO_EMAIL is the address of somebody's account: there is no demo account, choose another address")
		return nil
	} else if err != nil {
		return err
	}
	if ok, _, err := identity.Verify(ctx, hash, cfg.DemoPassword); err != nil {
		return err
	} else if !ok {
		if hash, err = identity.Hash(ctx, cfg.DemoPassword); err != nil {
			return err
		}
	}

	b = &pgx.Batch{}
	b.Queue(`
		insert into users (id, email, password_hash, full_name) values ($1, $2, $3, 'Demo')
		on conflict (id) do update set email = excluded.email, password_hash = excluded.password_hash`,
		identity.DemoID, email, hash)
	b.Queue(`
		insert into tasks (id, user_id, title, description, priority, tags, category, due_date, recurrence_anchor,
		  recurrence_pattern, completed, completed_at)
		select gen_random_uuid(), $1, title, description, priority, tags, category, due, due,
		  pattern, done, case when done then now() end
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
		where not exists (select from tasks where user_id = $1)`, identity.DemoID)
	return database.Run(ctx, b, false)
}

var errTaken = errors.New("taken")
